import { type JobEnd, reopenSql } from '../ledger/finish.sql.js';
import { keyLock } from '../ledger/key-locks.sql.js';
import { RAISE_AT_LEAST_MS, RAISE_AT_SHARE } from '../ledger/new-job.js';

/** Locks those of the jobs $1 that are not final. */
export const LOCK_LIVE = 'SELECT 1 FROM job_live WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE';

/** Locks the final jobs $1. */
export const LOCK_FINAL = 'SELECT 1 FROM job_history WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE';

/** Locks the batches of the final jobs $1. */
export const LOCK_BATCHES = `
  SELECT 1 FROM job_batch WHERE id IN (SELECT batch_id FROM job_history WHERE id = ANY($1::uuid[])) ORDER BY id FOR UPDATE`;

/** Ends the jobs $1 that have not started. */
export const CANCEL_WAITING: JobEnd = {
  ends: `
   SELECT id, 'CANCELLED' AS status, NULL::jsonb AS result, NULL::jsonb AS error, NULL::smallint AS progress
   FROM job_live WHERE id = ANY($1::uuid[]) AND status IN ('PENDING', 'QUEUED') ORDER BY id FOR UPDATE`,
  answer: 'SELECT * FROM finished',
};

/** Tells the running jobs among $1 to stop, on whichever worker; $2: the channel that workers listen on. */
export const CANCEL_RUNNING = `
  WITH flagged AS (
    UPDATE job_live SET cancel_requested_at = coalesce(cancel_requested_at, now())
    WHERE id IN (SELECT id FROM job_live WHERE id = ANY($1::uuid[]) AND status = 'RUNNING' ORDER BY id FOR UPDATE)
    RETURNING *)
  SELECT flagged.*, pg_notify($2, id::text) FROM flagged`;

const LEAST = `interval '${RAISE_AT_LEAST_MS} milliseconds'`;

/** The values with which a job that runs again begins. */
const FIRST_ATTEMPT = {
  status: `'PENDING'`,
  due: 'true',
  run_at: 'now()',
  attempt: '0',
  crashes: '0',
  // As for a new job: to the front when it is urgent, or later, when it becomes so.
  rank: `CASE WHEN due_by <= now() + ${LEAST} THEN 0 ELSE priority END`,
  raise_at: `CASE WHEN due_by > now() + ${LEAST} THEN due_by - greatest(${LEAST}, (due_by - now()) * ${RAISE_AT_SHARE}) END`,
  progress: '0',
  error: 'NULL',
  result: 'NULL',
  cancel_requested_at: 'NULL',
  started_at: 'NULL',
  worker: 'NULL',
  // Another job may have the key by now.
  dedupe_key: 'NULL',
};

/**
 * Runs the jobs $1 again if their status is one of $2, or they left failed items; $3: other data, or null; $4: with other
 * data, the hotel it is for; $5: whether that is known; $6: kinds whose jobs keep their dedupe keys.
 */
export const RETRY = reopenSql({
  where: `id = ANY($1::uuid[]) AND (status = ANY($2::text[])
     OR EXISTS (SELECT 1 FROM job_item i WHERE i.job_id = job_history.id AND i.outcome = 'failed'))`,
  set: {
    ...FIRST_ATTEMPT,
    data: 'coalesce($3::jsonb, data)',
    // The job may not answer a request with the old data, whose digest this is.
    input_hash: 'CASE WHEN $3::jsonb IS NULL THEN input_hash END',
    hotel_id: 'CASE WHEN $5::bool THEN $4::int ELSE hotel_id END',
    dedupe_key: `CASE WHEN name = ANY($6::text[]) AND NOT EXISTS (
        SELECT 1 FROM job_live o WHERE o.tenant_id = gone.tenant_id AND o.name = gone.name AND o.dedupe_key = gone.dedupe_key)
      AND NOT EXISTS (
        SELECT 1 FROM gone o WHERE o.tenant_id = gone.tenant_id AND o.name = gone.name AND o.dedupe_key = gone.dedupe_key AND o.id > gone.id)
      THEN dedupe_key END`,
  },
});

/** Keeps the dedupe keys of the final jobs $1 of kinds $2 from being taken until the transaction ends; waits for those who are taking them. */
export const TAKE_KEYS = `
  SELECT count(pg_advisory_xact_lock(k.kind, k.key)) FROM (
    SELECT DISTINCT l.kind, l.key FROM job_history j CROSS JOIN LATERAL (SELECT ${keyLock('j')}) AS l(kind, key)
    WHERE j.id = ANY($1::uuid[]) AND j.name = ANY($2::text[]) AND j.dedupe_key IS NOT NULL ORDER BY 1, 2) k`;

/** Opens settled batches $1 again, because some of their children run once more. */
export const REOPEN = reopenSql({
  before: ['reopened AS (UPDATE job_batch SET settled_at = NULL WHERE id = ANY($1::uuid[]) RETURNING id)'],
  where: 'id IN (SELECT id FROM reopened)',
  set: { ...FIRST_ATTEMPT, status: `'RUNNING'`, started_at: 'now()', attempt: 'attempt' },
});

/** Makes the job of kind $1 with the dedupe key $2 due, if its time has not come yet. */
export const MAKE_DUE = `
  UPDATE job_live SET run_at = now(), due = true WHERE name = $1 AND dedupe_key = $2 AND status = 'PENDING' AND NOT due`;

/** A feed that nobody has looked after for so long begins anew. */
export const ASLEEP = `interval '10 minutes'`;
/** Most jobs that a feed asks about one by one. */
const ASKED_AT_MOST = 2_000;

const MANY = `cardinality(under_way) + cardinality($2::uuid[]) > ${ASKED_AT_MOST}`;

/**
 * Has the next look for changes ask about jobs $2 of tenant $1: those that run again are neither new nor under way yet, and wait where
 * no index finds them by when they came there. A feed that sleeps begins anew in any case; and one of which too many are asked is put to sleep, so
 * that the list does not grow with each of very many retries.
 */
export const LOOK_AT = `
  UPDATE change_feed SET under_way = CASE WHEN ${MANY} THEN '{}' ELSE under_way || $2::uuid[] END,
    looked_at = CASE WHEN ${MANY} THEN clock_timestamp() - ${ASLEEP} ELSE looked_at END
  WHERE tenant_id = $1 AND looked_at > clock_timestamp() - ${ASLEEP}`;
