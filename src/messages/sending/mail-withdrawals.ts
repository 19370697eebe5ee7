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
        // A mail that a person sends once more is of the same thing.
        `SELECT coalesce(resend_of, id) AS id, template FROM mail_message
         WHERE id = $1 AND state <> 'sent' AND NOT (state = 'sending' AND lease_until > now())`,
        [messageId],
      ),
    );
    return (row && (await this.of.get(row.template)?.(row.id))) ?? null;
  }
}
