import { BATCH } from '../ledger/job-row.js';
import { LIMIT, OF_THE_BUSINESS, SLOT_STATE } from '../schedules/slots.sql.js';
import { ALERT_NOTIFICATION, type AlertKind } from './alert-rule.js';

/** The start of the window of rule `r`. */
const SINCE = `(now() - make_interval(mins => r.window_minutes))`;

/** Condition for rows with a job's `name` and `hotel_id` that rule `r` measures. */
const concerns = (thing: string) => `${thing}.tenant_id = r.tenant_id
  AND (${thing}.name = r.job_name OR r.job_name IS NULL AND ${thing}.name <> '${ALERT_NOTIFICATION}')
  AND (r.hotel_id IS NULL OR ${thing}.hotel_id = r.hotel_id)`;

/**
 * Jobs that finished in the window. The ledger is read by its ids, which contain the time a job was made, so jobs that were
 * made over an hour before the window began are left out, failed or not. Without a type, so are the kinds $2, which are made beside other
 * jobs (`beside` in their contracts), and batches: both complete whatever became of the jobs that people asked for, and would hide how many of these
 * failed.
 */
const FAILURE_RATE = `
  SELECT CASE WHEN count(*) >= r.min_jobs THEN
           100.0::float8 * count(*) FILTER (WHERE j.status IN ('FAILED', 'DEAD')) / count(*) END AS value
  FROM job_history j
  WHERE ${concerns('j')} AND j.id >= ledger_floor(${SINCE} - interval '1 hour')
    AND j.completed_at >= ${SINCE} AND j.status IN ('COMPLETED', 'FAILED', 'DEAD')
    AND (r.job_name IS NOT NULL OR j.name <> ALL ($2::text[]) AND j.name <> '${BATCH}')`;

const OLDEST_AGE = `
  SELECT coalesce(extract(epoch FROM now() - min(j.run_at)), 0)::float8 AS value
  FROM job_live j WHERE ${concerns('j')} AND j.status IN ('PENDING', 'QUEUED') AND j.run_at <= now()`;

/** Without a type, the slots of single people's schedules are left out: a calendar that cannot be read is hers to mend. */
const WHOSE = `(r.job_name IS NOT NULL OR ${OF_THE_BUSINESS})`;

/**
 * A slot is missed when its grace is over, or when its job is given up, which may be hours later: up to a day after
 * the grace. What "missed" means is defined in schedules/slots.sql.ts. Slots without a job and jobs that did not complete have an index
 * each; slots whose jobs completed, by far the most of them, are never read. A schedule's jitter and grace are eight days at most.
 */
const MISSED_SLOT = `
  SELECT count(*)::float8 AS value FROM (
    SELECT FROM schedule_slot s JOIN schedule d ON d.id = s.schedule_id LEFT JOIN job j ON false
    WHERE s.tenant_id = r.tenant_id AND s.job_id IS NULL AND s.fire_at >= ${SINCE} - interval '8 days'
      AND s.fire_at <= now() AND ${LIMIT} >= ${SINCE} AND ${concerns('d')} AND ${WHOSE} AND ${SLOT_STATE} = 'missed'
    UNION ALL
    SELECT FROM job_history j
    JOIN schedule_slot s ON s.schedule_id = j.schedule_id AND s.fire_at = j.scheduled_for AND s.job_id = j.id
    JOIN schedule d ON d.id = s.schedule_id
    WHERE j.tenant_id = r.tenant_id AND j.id >= ledger_floor(${SINCE} - interval '9 days') AND j.status <> 'COMPLETED'
      AND s.fire_at >= ${SINCE} - interval '1 day' - make_interval(secs => d.jitter_seconds + d.grace_seconds)
      AND s.fire_at <= now() AND (${LIMIT} >= ${SINCE} OR j.completed_at >= ${SINCE})
      AND ${concerns('d')} AND ${WHOSE} AND ${SLOT_STATE} = 'missed') slot`;

const DEAD_LETTERS = `
  SELECT count(*)::float8 AS value
  FROM dead_letter l WHERE ${concerns('l')} AND l.resolved_at IS NULL AND l.created_at >= ${SINCE}`;

const VALUE: Record<AlertKind, string> = {
  failure_rate: FAILURE_RATE,
  oldest_age: OLDEST_AGE,
  missed_slot: MISSED_SLOT,
  dead_letters: DEAD_LETTERS,
};

/** The present value of those of the rules $1 that are of this kind, in its unit; null: too few jobs to tell. $2: kinds made beside others. */
const measure = (kind: AlertKind) => `
      SELECT r.id, m.value FROM alert_rule r CROSS JOIN LATERAL (${VALUE[kind]}) m
      WHERE r.id = ANY($1::uuid[]) AND r.kind = '${kind}' AND $2::text[] IS NOT NULL`;

/** Statements that measure rules of these kinds. */
export const measureSql = (kinds: readonly AlertKind[]) => kinds.map(measure).join(' UNION ALL ');
