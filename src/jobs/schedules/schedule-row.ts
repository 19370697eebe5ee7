import type { DstPolicy } from '../cron/cron.js';
import type { MisfirePolicy } from './misfire.js';

/** A schedule as its tenant sees it. Instants are Dates, spans are seconds. */
export interface ScheduleView {
  id: string;
  /** What the schedule is, unique within the tenant. */
  key: string;
  /** Name people gave it, if they did. */
  name: string | null;
  type: string;
  cron: string;
  timezone: string;
  dst: DstPolicy;
  misfire: MisfirePolicy;
  jitterSeconds: number;
  graceSeconds: number;
  /** So many seconds after its slot a job should be done; null: no time is set. */
  dueSeconds: number | null;
  enabled: boolean;
  pausedAt: Date | null;
  pausedBy: string | null;
  pauseReason: string | null;
  data: Record<string, unknown>;
  hotelId: number | null;
  nextRunAt: Date | null;
  lastRunAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export const SCHEDULE_VIEW = `id, key, label AS name, name AS type, cron, timezone, dst, misfire,
  jitter_seconds AS "jitterSeconds", grace_seconds AS "graceSeconds", due_seconds AS "dueSeconds", enabled, paused_at AS "pausedAt",
  paused_by AS "pausedBy", pause_reason AS "pauseReason", data, hotel_id AS "hotelId", next_run_at AS "nextRunAt",
  last_run_at AS "lastRunAt", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Keys of schedules that people made through the API; the others belong to the features that keep them. */
export const API_KEY = 'api:';

/** True for a schedule of a feature: only that feature may change when it runs and what it does. */
export function isManaged(schedule: Pick<ScheduleView, 'key'>): boolean {
  return !schedule.key.startsWith(API_KEY);
}
