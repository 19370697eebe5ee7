import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';

/** Why a mail of a template is not to be sent any more; null: it is. */
export type Withdrawal = (messageId: string) => Promise<string | null>;

/**
 * Lets a feature take back what it has written and nobody has sent yet. Asked before each attempt, because a mail may wait for its
 * server for hours, and what it tells of may have been taken back meanwhile.
 */
@Injectable()
export class MailWithdrawals {
  private readonly of = new Map<string, Withdrawal>();

  constructor(private readonly db: PersonalDatabase) {}

  /** The mails of a template; when the process starts. */
  add(template: string, withdrawal: Withdrawal): void {
    this.of.set(template, withdrawal);
  }

  /** Why the mail is not to be sent; null: it is. A mail that somebody may be sending is left to the attempt that has it. */
  async reason(messageId: string): Promise<string | null> {
    if (this.of.size === 0) return null;
    const row = await this.db.transactionOfJob((tx) =>
      tx.first<{ id: string; template: string }>(
        // A mail that a person sends once more is of the same thing, and so is a repeat of a repeat: the feature knows the first.
        `WITH RECURSIVE line AS (
           SELECT id, template, resend_of, 0 AS back FROM mail_message
           WHERE id = $1 AND state <> 'sent' AND NOT (state = 'sending' AND lease_until > now())
           UNION ALL
           SELECT m.id, m.template, m.resend_of, l.back + 1 FROM line l JOIN mail_message m ON m.id = l.resend_of)
         SELECT id, template FROM line ORDER BY back DESC LIMIT 1`,
        [messageId],
      ),
    );
    return (row && (await this.of.get(row.template)?.(row.id))) ?? null;
  }
}
