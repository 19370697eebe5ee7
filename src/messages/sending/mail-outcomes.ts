import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { MailState } from '../../platform/mail/outbox-rules.js';

/** How a mail has ended. */
export interface MailOutcome {
  /** The mail that was asked for, also when it is a repeat of it from the log that has ended. */
  messageId: string;
  key: string;
  state: MailState;
  toAddress: string;
  /** What the mail server said, or why it was not asked. */
  words: string | null;
  /** The address does not exist, or gets no more mail of the tenant. */
  badAddress: boolean;
  /** It was refused for good: the same mail again would be refused again. */
  permanent: boolean;
}

type Listener = (outcome: MailOutcome) => Promise<void>;

/** A mail with the first of those that it repeats: that one is known to whoever asked for it. */
const OUTCOME = `
  WITH RECURSIVE line AS (
    SELECT id, key, state, resend_of, 0 AS back FROM mail_message WHERE id = $1
    UNION ALL
    SELECT m.id, m.key, m.state, m.resend_of, l.back + 1 FROM line l JOIN mail_message m ON m.id = l.resend_of)
  SELECT f.id AS "messageId", f.key, m.template, m.state, m.to_address AS "toAddress", coalesce(m.error, m.response) AS words,
         EXISTS (SELECT 1 FROM mail_suppression s WHERE s.tenant_id = m.tenant_id AND s.address = lower(m.to_address)) AS "badAddress",
         EXISTS (SELECT 1 FROM line WHERE state = 'sent') AS arrived
  FROM mail_message m JOIN (SELECT * FROM line ORDER BY back DESC LIMIT 1) f ON true WHERE m.id = $1`;

/** Tells a feature how its mails have ended. At least once: a process may die after it has told. */
@Injectable()
export class MailOutcomes {
  private readonly listeners = new Map<string, Listener>();

  constructor(private readonly db: PersonalDatabase) {}

  /** The mails of a template; when the process starts. */
  listen(template: string, listener: Listener): void {
    this.listeners.set(template, listener);
  }

  /** A mail has been sent, refused or given up. */
  async tell(messageId: string, permanent = false): Promise<void> {
    if (this.listeners.size === 0) return;
    const row = await this.db.transactionOfJob((tx) =>
      tx.first<Omit<MailOutcome, 'permanent'> & { template: string; arrived: boolean }>(OUTCOME, [messageId]),
    );
    if (!row) return;
    const { template, arrived, ...outcome } = row;
    // What was sent stays sent, although a repeat of it was not.
    if (arrived && outcome.state !== 'sent') return;
    await this.listeners.get(template)?.({ ...outcome, permanent });
  }
}
