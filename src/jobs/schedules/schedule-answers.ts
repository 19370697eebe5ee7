import { InvalidDateError, parseLocalDate, today } from '../../platform/dates/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import type { PreviewResponse, ScheduleResponse } from './schedules-answers.dto.js';
import { preview } from './preview.js';
import { checkedCron, Firings, type Rhythm } from '../cron/rhythm.js';
import { isManaged, type ScheduleView } from './schedule-row.js';

const NEXT_RUNS = 5;

/** Schedules as the API answers them, each with its next firings. */
export function toResponses(schedules: readonly ScheduleView[], now = new Date()): ScheduleResponse[] {
  const firings = new Firings();
  return schedules.map((schedule) => {
    const { pausedAt, pausedBy, pauseReason, ...rest } = schedule;
    const stands = !schedule.enabled || pausedAt !== null;
    return {
      ...rest,
      managed: isManaged(schedule),
      paused: pausedAt && { at: pausedAt, by: pausedBy, reason: pauseReason },
      nextRuns: stands ? [] : firings.some(schedule, now, NEXT_RUNS),
    };
  });
}

export function toResponse(schedule: ScheduleView): ScheduleResponse {
  return toResponses([schedule])[0]!;
}

/** @throws AppError VALIDATION_FAILED for a bad expression or zone. */
export function toPreview({ cron, timezone, dst }: Rhythm, from: string | undefined, days: number): PreviewResponse {
  const checked = checkedCron(cron, timezone);
  const first = daysOf(() => (from ? parseLocalDate(from) : today(timezone, new Date())));
  const firingDays = daysOf(() => preview(checked, timezone, dst, first, days));
  const count = firingDays.reduce((sum, day) => sum + day.count, 0);
  return { cron, timezone, dst, from: first, days, count, firingDays };
}

/** Days outside the calendar that the platform can compute are answered as an error of the caller. */
function daysOf<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidDateError) throw invalid('from', error.message);
    throw error;
  }
}
