import { type JobContext, type JobHandler, PermanentJobError, Processor } from '../../jobs/index.js';
import { parseLocalDate } from '../../platform/dates/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import {
  BatchNotifications,
  type BatchNotificationsPayload,
  type BatchNotificationsResult,
} from './batch-notifications.job.js';
import { Digests } from './digests.service.js';
import { digestDate, dueAt, isLate, quietEnd, sendAt } from './time/digest-time.js';

/** Shortest wait that a job can be put off for, ms. */
const SOON_MS = 1_000;

/** Writes a user's digest at its hour: not before it is due, not in her quiet hours, and not when it is too late. */
@Processor(BatchNotifications)
export class BatchNotificationsProcessor implements JobHandler<BatchNotificationsPayload, BatchNotificationsResult> {
  constructor(
    private readonly digests: Digests,
    private readonly preferences: CatchupPreferences,
    private readonly context: RequestContext,
  ) {}

  handle(payload: BatchNotificationsPayload, ctx: JobContext): Promise<BatchNotificationsResult> {
    const { userId, notificationId } = payload;
    return this.context.asPerson(ctx.tenantId, userId, async () => {
      if (notificationId === undefined) return this.ofDay(payload, ctx);
      const made = await this.digests.ofTest(notificationId);
      if (!made) throw new PermanentJobError('NOTIFICATION_GONE', 'There is no such notification');
      return made;
    });
  }

  private async ofDay({ localDate }: BatchNotificationsPayload, ctx: JobContext): Promise<BatchNotificationsResult> {
    const preferences = await this.preferences.mine();
    const { timeZone, quiet } = preferences;
    const date = localDate === undefined ? digestDate(ctx.scheduledFor, timeZone) : parseLocalDate(localDate);
    const due = dueAt(date, preferences);
    const planned = sendAt(due, quiet, timeZone);
    // How late it is depends on when the job runs, not on its slot.
    const now = new Date();
    if (isLate(planned, now)) return this.digests.ofDay(date, due, 'skipped_late');
    const from = now < planned ? planned : quietEnd(now, quiet, timeZone);
    if (from && preferences.digest.enabled) return ctx.snooze(Math.max(from.getTime() - now.getTime(), SOON_MS));
    return this.digests.ofDay(date, due);
  }
}
