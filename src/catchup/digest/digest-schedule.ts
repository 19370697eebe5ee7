import { isDeepStrictEqual } from 'node:util';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SchedulesService } from '../../jobs/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import type { Preferences } from '../preferences/preferences.js';
import { CalendarAccounts } from '../sources/accounts/calendar-accounts.js';
import { BatchNotifications } from './batch-notifications.job.js';
import { digestCron, GRACE_MS } from './time/digest-time.js';

/** Spread of digests that are due at the same minute, s: nine o'clock on Sunday is everybody's hour. */
const JITTER_S = 60;

/** The weekly schedule of each user, moved with her preferences: a row of the platform, the same after every restart. */
@Injectable()
export class DigestSchedule implements OnModuleInit {
  constructor(
    private readonly schedules: SchedulesService,
    private readonly preferences: CatchupPreferences,
    private readonly accounts: CalendarAccounts,
    private readonly context: RequestContext,
  ) {}

  onModuleInit(): void {
    this.preferences.onChange(async (after, before) => {
      // Who ends notices by the link of a mail says nothing of a digest that has ended with her last account.
      const endsNotices = before.notices.enabled && !after.notices.enabled;
      const digestStays = isDeepStrictEqual([after.digest, after.timeZone], [before.digest, before.timeZone]);
      if (!(endsNotices && digestStays) || (await this.isPlanned())) await this.plan(after);
    });
    this.accounts.onConnected(() => this.planOnce());
    this.accounts.onRemoved(async (_, last) => {
      if (last) await this.remove();
    });
  }

  /** As she wants it now; none while it is switched off. */
  async plan({ digest, timeZone }: Preferences): Promise<void> {
    const key = digestKey(this.context.userId);
    if (!digest.enabled) return void (await this.schedules.remove(key));
    await this.schedules.put({
      key,
      contract: BatchNotifications,
      data: { userId: this.context.userId },
      cron: digestCron(digest),
      timezone: timeZone,
      dst: 'once',
      // Also a late slot gets its job, which says why it is skipped.
      misfire: 'once',
      graceSeconds: GRACE_MS / 1_000,
      jitterSeconds: JITTER_S,
      enabled: true,
    });
  }

  /** For a user who begins: her present preferences, or the defaults. */
  async planOnce(): Promise<void> {
    if (!(await this.isPlanned())) await this.plan(await this.preferences.mine());
  }

  async isPlanned(): Promise<boolean> {
    return (await this.schedules.find([digestKey(this.context.userId)])).length > 0;
  }

  /** Her last account is gone; it is planned again with the next one, or once she saves her preferences. */
  private async remove(): Promise<void> {
    await this.schedules.remove(digestKey(this.context.userId));
  }
}

export function digestKey(userId: string): string {
  return `catchup:digest:${userId}`;
}
