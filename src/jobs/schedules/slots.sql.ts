/**
 * Writes the next slot of schedule $1 ahead, and deletes slots to come that were written for an earlier expression or zone.
 * Slots that are due already stay owed, and waived slots stay waived.
 */
export const WRITE_AHEAD = `
  WITH wanted AS (SELECT tenant_id, id, next_run_at FROM schedule WHERE id = $1),
  taken_back AS (
    DELETE FROM schedule_slot s USING wanted
    WHERE s.schedule_id = wanted.id AND s.fire_at > clock_timestamp() AND s.fire_at IS DISTINCT FROM wanted.next_run_at
      AND s.job_id IS NULL AND s.passed_at IS NULL AND s.waived_at IS NULL)
  INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at)
  SELECT tenant_id, id, next_run_at FROM wanted WHERE next_run_at IS NOT NULL
  ON CONFLICT DO NOTHING`;

/**
 * Gives slots their jobs ($1 tenants, $2 schedules, $3 instants, $4 jobs): one that has a job or was waived keeps
 * what it has. Answers the jobs that are to be inserted.
 */
export const FIRE = `
  INSERT INTO schedule_slot AS s (tenant_id, schedule_id, fire_at, job_id, fired_at)
  SELECT f.*, clock_timestamp()
  FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[]) AS f(tenant_id, schedule_id, fire_at, job_id)
  ORDER BY f.fire_at, f.schedule_id
  ON CONFLICT (schedule_id, fire_at) DO UPDATE SET job_id = excluded.job_id, fired_at = excluded.fired_at
    WHERE s.job_id IS NULL AND s.waived_at IS NULL
  RETURNING s.job_id`;

/** Records slots as missed ($1 tenants, $2 schedules, $3 instants), except those that have a job. */
export const PASS = `
  INSERT INTO schedule_slot AS s (tenant_id, schedule_id, fire_at, passed_at)
  SELECT f.*, clock_timestamp()
  FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS f(tenant_id, schedule_id, fire_at)
  ORDER BY f.fire_at, f.schedule_id
  ON CONFLICT (schedule_id, fire_at) DO UPDATE SET passed_at = excluded.passed_at
    WHERE s.job_id IS NULL AND s.passed_at IS NULL`;

/** Moves schedules on ($1 ids, $2 next instants, $3 instants that fired) and writes their next slots ahead. */
export const ADVANCE = `
  WITH moved AS (
    UPDATE schedule SET next_run_at = n.next_run_at, last_run_at = coalesce(n.fired, last_run_at)
    FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS n(id, next_run_at, fired)
    WHERE schedule.id = n.id
    RETURNING schedule.tenant_id, schedule.id, schedule.next_run_at)
  INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at)
  SELECT tenant_id, id, next_run_at FROM moved WHERE next_run_at IS NOT NULL
  ON CONFLICT DO NOTHING`;

export const SLOT_STATES = ['owed', 'running', 'done', 'late', 'missed', 'waived'] as const;
/**
 * - `owed`: to come, or waiting within its grace;
 * - `running`, `done`: as its job;
 * - `late`: its job began, or still waits, after the grace;
 * - `missed`: no job and the grace is over, or the misfire policy went past it, or its job was given up;
 * - `waived`: somebody decided that it need not run, and said why.
 */
export type SlotState = (typeof SLOT_STATES)[number];

/** Until then the job of slot `s` of schedule `d` may begin and is in time. */
export const LIMIT = 's.fire_at + make_interval(secs => d.jitter_seconds + d.grace_seconds)';
/** A job that will not do the slot's work any more. */
const GIVEN_UP = `j.status IN ('FAILED', 'DEAD', 'CANCELLED')`;

/** The state of slot `s` of schedule `d` with job `j`. */
export const SLOT_STATE = `CASE
      WHEN s.waived_at IS NOT NULL THEN 'waived'
      WHEN s.job_id IS NULL AND (s.passed_at IS NOT NULL OR ${LIMIT} < now()) THEN 'missed'
      WHEN s.job_id IS NULL THEN 'owed'
      WHEN ${GIVEN_UP} THEN 'missed'
      WHEN j.status = 'RUNNING' THEN 'running'
      WHEN j.status IN ('PENDING', 'QUEUED') THEN CASE WHEN ${LIMIT} < now() THEN 'late' ELSE 'owed' END
      WHEN j.started_at > ${LIMIT} THEN 'late'
      ELSE 'done'
    END`;

/** Schedule `d` belongs to the business, and not to a single person: her calendars, her digest. */
export const OF_THE_BUSINESS = `NOT d.data ? 'userId'`;

const VIEW = `
  SELECT s.schedule_id AS "scheduleId", d.label AS "scheduleName", d.key AS "scheduleKey", d.name AS type,
    d.hotel_id AS "hotelId", s.fire_at AS "fireAt", s.job_id AS "jobId", j.status AS "jobStatus",
    s.fired_at AS "firedAt", s.waived_at AS "waivedAt", s.waived_by AS "waivedBy", s.waive_reason AS "waiveReason",
    s.backfilled_at AS "backfilledAt", s.backfilled_by AS "backfilledBy",
    ${SLOT_STATE} AS state`;

/**
 * Slots with their state, which is not stored: it follows from the slot `s`, its schedule `d` and its job `j`.
 * (A slot outlives its job in the ledger by hours at most; then the job is taken to have been done.)
 */
export const SLOTS = `${VIEW}
  FROM schedule_slot s JOIN schedule d ON d.id = s.schedule_id LEFT JOIN job j ON j.id = s.job_id`;

/**
 * Slots of schedule $1, or of all schedules of the business; $2 hotel, $3 at or after, $4 before, each or null. Read schedule by schedule:
 * a tenant's users may have a hundred times as many slots as its business, and the index by time holds all of them. (OFFSET keeps
 * the planner from that index, LIMIT from a join that reads the whole history for a few jobs.)
 */
export const SLOTS_OF = `${VIEW}
  FROM schedule d CROSS JOIN LATERAL (
    SELECT * FROM schedule_slot
    WHERE schedule_id = d.id AND fire_at >= coalesce($3::timestamptz, '-infinity') AND fire_at < coalesce($4::timestamptz, 'infinity')
    OFFSET 0) s
  LEFT JOIN LATERAL (SELECT status, started_at FROM job WHERE id = s.job_id LIMIT 1) j ON true
  WHERE CASE WHEN $1::uuid IS NULL THEN ${OF_THE_BUSINESS} ELSE d.id = $1 END AND ($2::int IS NULL OR d.hotel_id = $2)`;
