/** The mark, locked; nothing while another process is at it. */
export const MARK = `
  SELECT seen_at AS seen, clock_timestamp() AS now, recomputed_to AS "recomputedTo" FROM clock_mark FOR UPDATE SKIP LOCKED`;

/**
 * What was counted from an hour that has not come yet counts from now. Otherwise it would wait as long as the clock was ahead:
 * the job of a dead worker for the end of its lease, a retry for its back-off, a lost ring for the look that finds it.
 * What people asked for at an hour of the clock (run_at of a new job, due_by) stays.
 * Given by how much the clock was set back (s), and the life of a lease (ms).
 */
export const COUNT_FROM_NOW: readonly ((seconds: number, leaseMs: number) => [sql: string, parameters: unknown[]])[] = [
  (_, leaseMs) => [
    `UPDATE job_live SET lease_until = now() + make_interval(secs => $1::float8 / 1000) WHERE id IN (
       SELECT id FROM job_live WHERE status = 'RUNNING' AND lease_until > now() + make_interval(secs => $1::float8 / 1000)
       FOR UPDATE SKIP LOCKED)`,
    [leaseMs],
  ],
  () => [
    `UPDATE job_live SET rung_at = now(), checked_at = NULL WHERE id IN (
       SELECT id FROM job_live WHERE status = 'QUEUED' AND (rung_at > now() OR checked_at > now()) FOR UPDATE SKIP LOCKED)`,
    [],
  ],
  (seconds) => [
    `UPDATE job_live SET run_at = greatest(now(), run_at - make_interval(secs => $1::float8)) WHERE id IN (
       SELECT id FROM job_live j WHERE status = 'PENDING' AND NOT due AND run_at > now() AND token > 0
         AND EXISTS (SELECT 1 FROM job_attempt a WHERE a.job_id = j.id AND a.ended_at > now()
                       AND (a.retry_at = j.run_at OR a.outcome = 'crashed'))
       FOR UPDATE SKIP LOCKED)`,
    [seconds],
  ],
  () => [
    `UPDATE effect SET until = now() + (until - claimed_at), claimed_at = now() WHERE id IN (
       SELECT id FROM effect WHERE state = 'claimed' AND claimed_at > now() FOR UPDATE SKIP LOCKED)`,
    [],
  ],
  () => [
    `UPDATE alert_rule SET next_check_at = now(), told_at = least(told_at, now()) WHERE id IN (
       SELECT id FROM alert_rule WHERE enabled AND next_check_at > now() + interval '1 minute' FOR UPDATE SKIP LOCKED)`,
    [],
  ],
  () => ['UPDATE worker SET seen_at = now() WHERE seen_at > now()', []],
  () => ['UPDATE job_rate SET at = now() WHERE at > now()', []],
  // Slots that have not come yet are not missed.
  () => ['DELETE FROM schedule_gap WHERE after_at >= now()', []],
  () => ['UPDATE schedule_gap SET before_at = now() WHERE before_at > now()', []],
];

/** Schedules after $1, as they stand; $2 at most. */
export const STANDING = `
  SELECT id, cron, timezone, dst, next_run_at AS "nextRunAt", counts_from AS "countsFrom"
  FROM schedule WHERE enabled AND next_run_at IS NOT NULL AND id > $1 ORDER BY id LIMIT $2 FOR NO KEY UPDATE`;

/**
 * Gives schedules ($1) the next instants ($2) they have by the clock as it is. Slots to come that have no job are written
 * anew, each in its time; one that has its job already keeps it, and is not run twice.
 */
export const RECOMPUTE = `
  WITH moved AS (
    UPDATE schedule SET next_run_at = n.next, counts_from = least(counts_from, clock_timestamp())
    FROM unnest($1::uuid[], $2::timestamptz[]) AS n(id, next) WHERE schedule.id = n.id
    RETURNING schedule.tenant_id, schedule.id, next_run_at
  ), taken_back AS (
    DELETE FROM schedule_slot s USING moved
    WHERE s.schedule_id = moved.id AND s.fire_at > clock_timestamp() AND s.fire_at <> moved.next_run_at
      AND s.job_id IS NULL AND s.waived_at IS NULL)
  INSERT INTO schedule_slot AS s (tenant_id, schedule_id, fire_at)
  SELECT tenant_id, id, next_run_at FROM moved
  ON CONFLICT (schedule_id, fire_at) DO UPDATE SET passed_at = NULL WHERE s.job_id IS NULL AND s.fire_at > clock_timestamp()`;
