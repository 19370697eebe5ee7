import { type JobEnd, reopenSql } from '../ledger/finish.sql.js';
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
 * data, the hotel it is for; $5: whether that is known.
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
  },
});

/** Opens settled batches $1 again, because some of their children run once more. */
export const REOPEN = reopenSql({
  before: ['reopened AS (UPDATE job_batch SET settled_at = NULL WHERE id = ANY($1::uuid[]) RETURNING id)'],
  where: 'id IN (SELECT id FROM reopened)',
  set: { ...FIRST_ATTEMPT, status: `'RUNNING'`, started_at: 'now()', attempt: 'attempt' },
});

/** Makes the job of kind $1 with the dedupe key $2 due, if its time has not come yet. */
export const MAKE_DUE = `
  UPDATE job_live SET run_at = now(), due = true WHERE name = $1 AND dedupe_key = $2 AND status = 'PENDING' AND NOT due`;

/**
 * Has the next look for changes ask about jobs $2 of tenant $1: those that run again are neither new nor under way yet, and wait where
 * no index finds them by when they came there.
 */
export const LOOK_AT = 'UPDATE change_feed SET under_way = under_way || $2::uuid[] WHERE tenant_id = $1';
