import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import type { SourceAccount, SourceKind } from '../calendar-source.js';
import { CalendarSources } from '../calendar-sources.js';
import { WatchChannels } from '../watch/watch-channels.js';
import { CalendarAccounts } from './calendar-accounts.js';

/** How long a provider has to end channels and permissions, ms; after that the account is deleted all the same, and a job goes on. */
const REVOKE_MS = 10_000;

export interface Disconnected {
  removed: number;
  notRevoked: number;
}

/** Removes accounts: first at their providers, then here, so that the permission is still known where it has to be ended. */
@Injectable()
export class DisconnectAccounts {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly accounts: CalendarAccounts,
    private readonly sources: CalendarSources,
    private readonly channels: WatchChannels,
  ) {}

  /** @throws AppError NOT_FOUND */
  async one(id: string): Promise<Disconnected> {
    return this.remove([this.accounts.sourceAccount(await this.accounts.get(id))]);
  }

  async all(source: SourceKind): Promise<Disconnected> {
    const all = await this.accounts.list();
    return this.remove(
      all.filter((one) => one.source === source).map((account) => this.accounts.sourceAccount(account)),
    );
  }

  private async remove(accounts: SourceAccount[]): Promise<Disconnected> {
    const done: Disconnected = { removed: 0, notRevoked: 0 };
    for (const account of accounts) {
      const signal = AbortSignal.timeout(REVOKE_MS);
      await this.channels.stopAll(account, signal);
      const source = this.sources.for(account);
      const revoked = (await source.revoke?.(account, signal)) ?? true;
      await this.db.transaction(async () => {
        if (!revoked) await source.revokeLater?.(account);
        await this.accounts.remove(account.id);
      });
      done.removed++;
      if (!revoked) done.notRevoked++;
    }
    return done;
  }
}
