import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SchedulesService } from '../../jobs/index.js';
import { CalendarAccounts } from '../sources/accounts/calendar-accounts.js';
import { CalendarSync } from './calendar-sync.job.js';
import { CalendarSyncs } from './calendar-syncs.js';

export const syncKey = (userId: string) => `catchup:sync:${userId}`;
/** Every half an hour, and all users evenly over it. */
const CRON = '*/30 * * * *';
const JITTER_SECONDS = 1_800;
/** Long enough to see what became of last week's readings. */
const SLOTS_DAYS = 7;

/**
 * The schedule of each user with calendars. It begins with her first account and ends with her last; while all of them have to be
 * connected again it rests.
 */
@Injectable()
export class SyncSchedules implements OnModuleInit {
  constructor(
    private readonly schedules: SchedulesService,
    private readonly accounts: CalendarAccounts,
    private readonly syncs: CalendarSyncs,
  ) {}

  onModuleInit(): void {
    this.accounts.onConnected(({ userId }) => this.put(userId, true));
    this.accounts.onConnected(async () => void (await this.syncs.ask()), { last: true });
    this.accounts.onRemoved(async ({ userId }, last) => {
      if (last) await this.schedules.remove(syncKey(userId));
    });
  }

  /** Rests while there is nothing that could be asked, until the user connects an account again. */
  rest(userId: string): Promise<void> {
    return this.accounts.ifNoneIsActive(async () => {
      const [schedule] = await this.schedules.find([syncKey(userId)]);
      if (schedule?.enabled) await this.put(userId, false);
    });
  }

  /** When her calendars are read next by themselves; null: there are none, or none that could be asked. */
  next(userId: string): Promise<Date | null> {
    return this.schedules.nextStart(syncKey(userId));
  }

  /** The user is gone. */
  async remove(userId: string): Promise<void> {
    await this.schedules.remove(syncKey(userId));
  }

  private async put(userId: string, enabled: boolean): Promise<void> {
    await this.schedules.put({
      key: syncKey(userId),
      contract: CalendarSync,
      data: { userId, routine: true },
      cron: CRON,
      timezone: 'UTC',
      jitterSeconds: JITTER_SECONDS,
      graceSeconds: 2 * JITTER_SECONDS,
      slotsDays: SLOTS_DAYS,
      label: 'Calendars of a user',
      enabled,
    });
  }
}
