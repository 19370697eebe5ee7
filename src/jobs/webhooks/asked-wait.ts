import type { TenantDatabase } from '../../platform/database/tenant-database.js';

/** Longest wait a receiver may ask for, ms. */
const LONGEST_WAIT_MS = 3_600_000;
/** How long from the first try receivers may put a message off without a try being spent, ms. Then each try counts, whatever they ask for. */
const PUT_OFF_MS = 24 * 3_600_000;
/** The wait is at least this, ms, and grows until it is at least that: a receiver may ask for one second all day. */
const LEAST_MS = 5_000;
const GROWS_TO_MS = 600_000;

/**
 * How long to wait, ms, when a receiver answered 429 or 503 with Retry-After: as long as it asks for, and no shorter than the back-off of
 * other failures would be, which doubles the time since the beginning with each try. undefined: nothing was asked for, or it has
 * asked for a day, so the try is spent as any other that failed.
 * @param askedMs what Retry-After says
 * @param sinceMs time since this message was tried first, ms
 */
export function askedWait(askedMs: number | undefined, sinceMs: number): number | undefined {
  if (askedMs === undefined || sinceMs >= PUT_OFF_MS) return undefined;
  const own = Math.min(Math.max(LEAST_MS, sinceMs), GROWS_TO_MS);
  return Math.min(Math.max(askedMs, own), LONGEST_WAIT_MS);
}

/**
 * Time since a message's job was tried first, ms; 0 while that is its first try. A job that waited before that, for a queue that was paused
 * or a tenant that was disabled, has not been put off by its receiver. When its dead letter was requeued, counted from then.
 */
export async function triedForMs(db: TenantDatabase, jobId: string): Promise<number> {
  const row = await db.first<{ ms: number }>(
    `SELECT coalesce(extract(epoch FROM clock_timestamp() - min(started_at)) * 1000, 0)::float8 AS ms FROM job_attempt
     WHERE job_id = $1 AND outcome IN ('failed', 'snoozed')
       AND started_at > coalesce((SELECT max(resolved_at) FROM dead_letter WHERE job_id = $1), '-infinity')`,
    [jobId],
  );
  return row!.ms;
}
