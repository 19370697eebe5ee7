import { SLOTS } from '../schedules/slots.sql.js';
import { ALERT_NOTIFICATION, type AlertKind } from './alert-rule.js';

/** The start of the window of rule `r`. */
const SINCE = `(now() - make_interval(mins => r.window_minutes))`;

/** Condition for rows with a job's `name` and `hotel_id` that rule `r` measures. */
const concerns = (thing: string) => `${thing}.tenant_id = r.tenant_id
  AND (${thing}.name = r.job_name OR r.job_name IS NULL AND ${thing}.name <> '${ALERT_NOTIFICATION}')
  AND (r.hotel_id IS NULL OR ${thing}.hotel_id = r.hotel_id)`;

/**
 * Jobs that finished in the window. The ledger is read by its ids, which contain the time a job was made, so jobs that were
 * made over an hour before the window began are left out, failed or not.
 */
const FAILURE_RATE = `
  SELECT CASE WHEN count(*) >= r.min_jobs THEN
           100.0::float8 * count(*) FILTER (WHERE j.status IN ('FAILED', 'DEAD')) / count(*) END AS value
  FROM job_history j
  WHERE ${concerns('j')} AND j.id >= ledger_floor(${SINCE} - interval '1 hour')
    AND j.completed_at >= ${SINCE} AND j.status IN ('COMPLETED', 'FAILED', 'DEAD')`;

const OLDEST_AGE = `
  SELECT coalesce(extract(epoch FROM now() - min(j.run_at)), 0)::float8 AS value
  FROM job_live j WHERE ${concerns('j')} AND j.status IN ('PENDING', 'QUEUED') AND j.run_at <= now()`;

/**
 * A slot is missed when its grace is over, or when its job is given up, which may be hours later: up to a day after
 * the grace. What "missed" means is defined in schedules/slots.sql.ts.
 */
const MISSED_SLOT = `
  SELECT count(*)::float8 AS value FROM (
    ${SLOTS}
    WHERE ${concerns('d')}
      AND s.fire_at >= ${SINCE} - interval '1 day' - make_interval(secs => d.jitter_seconds + d.grace_seconds)
      AND s.fire_at <= now()
      AND (s.fire_at + make_interval(secs => d.jitter_seconds + d.grace_seconds) >= ${SINCE}
        OR j.completed_at >= ${SINCE})) slot
  WHERE slot.state = 'missed'`;

const DEAD_LETTERS = `
  SELECT count(*)::float8 AS value
  FROM dead_letter l WHERE ${concerns('l')} AND l.resolved_at IS NULL AND l.created_at >= ${SINCE}`;

const VALUE: Record<AlertKind, string> = {
  failure_rate: FAILURE_RATE,
  oldest_age: OLDEST_AGE,
  missed_slot: MISSED_SLOT,
  dead_letters: DEAD_LETTERS,
};

/** The present value of each of the rules $1, in the unit of its kind; null: too few jobs to tell. */
export const MEASURE = Object.entries(VALUE)
  .map(
    ([kind, value]) => `
      SELECT r.id, m.value FROM alert_rule r CROSS JOIN LATERAL (${value}) m
      WHERE r.id = ANY($1::uuid[]) AND r.kind = '${kind}'`,
  )
  .join(' UNION ALL ');
