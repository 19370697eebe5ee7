import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { forgetPerson } from '../../platform/http/idempotency/idempotency-keys.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { Messages } from '../../messages/index.js';
import { ContactsRepository } from '../contacts/contacts.repository.js';
import { CalendarAccounts } from '../sources/accounts/calendar-accounts.js';
import { DisconnectAccounts } from '../sources/accounts/disconnect-accounts.js';
import { SUGGESTIONS_KEY } from '../suggestions/suggestion-schedule.js';
import { personalTables } from './personal-tables.js';
import { MAILS } from './told-messages.js';

/** Accounts whose providers are told at the same time. */
const AT_ONCE = 5;

export interface Erased {
  /** Calendar accounts that were disconnected. */
  accounts: number;
  rows: number;
  schedules: number;
}

/** Erases all that is kept of the user who acts. */
@Injectable()
export class PersonalErasure {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly accounts: CalendarAccounts,
    private readonly disconnect: DisconnectAccounts,
    private readonly messages: Messages,
    private readonly contacts: ContactsRepository,
  ) {}

  /**
   * First the accounts, so that their permissions are ended where they were given; then every row and schedule in one transaction.
   * Jobs name their users by id alone; those that are still to come find nothing, and write nothing.
   */
  async erase(): Promise<Erased> {
    const all = await this.accounts.list();
    for (let from = 0; from < all.length; from += AT_ONCE)
      await Promise.all(all.slice(from, from + AT_ONCE).map(({ id }) => this.disconnect.one(id)));
    const { rows, schedules } = await this.rows();
    return { accounts: all.length, rows, schedules };
  }

  private rows(): Promise<{ rows: number; schedules: number }> {
    const { userId } = this.context;
    return this.db.transaction(async (tx) => {
      // Whoever is about to write something of hers either has done so, or finds nothing of her afterwards.
      await this.contacts.takeTurns();
      let rows = 0;
      for (const { name } of await personalTables(tx)) rows += await tx.run(`DELETE FROM ${name}`);
      const user = await tx.first<{ email: string }>('SELECT email FROM app_user WHERE id = $1', [userId]);
      if (user) rows += await this.messages.forget(user.email, MAILS);
      rows += await tx.run('DELETE FROM mail_message WHERE person_id = $1', [userId]);
      await tx.run('DELETE FROM catchup_member WHERE user_id = $1', [userId]);
      await forgetPerson(tx, userId);
      const schedules = await tx.run(
        `DELETE FROM schedule WHERE key LIKE 'catchup:%' AND split_part(key, ':', 3) = $1`,
        [userId],
      );
      // The last of a tenant's users takes the work over all of them along.
      await tx.run('DELETE FROM schedule WHERE key = $1 AND NOT EXISTS (SELECT FROM catchup_member)', [
        SUGGESTIONS_KEY,
      ]);
      return { rows, schedules };
    });
  }
}
