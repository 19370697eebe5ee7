import type { JobEnd } from './finish.sql.js';

/**
 * The token is the fence: a worker that has taken the job over since has another token. (The status stands inside the CASE, where no plan can
 * use it for an index: a plan made while the table was empty would walk the partial index of that status once for each job.)
 */
const FENCE = `AND CASE WHEN job_live.status = 'RUNNING' THEN job_live.token END = ends.token`;

/**
 * Completes jobs ($1 ids, $2 tokens, $3 results) of all tenants together. A row that another transaction has locked is left out, not
 * waited for: a tenant's transaction that cancels jobs must not delay the completion of other jobs, and the two statements
 * must not wait for each other's rows.
 */
export const COMPLETE: JobEnd = {
  ends: `
   SELECT o.id, o.token, 'COMPLETED' AS status, coalesce(o.result, 'null') AS result, NULL::jsonb AS error,
     100::smallint AS progress
   FROM unnest($1::uuid[], $2::int[], $3::jsonb[]) AS o(id, token, result)
   CROSS JOIN LATERAL (SELECT 1 FROM job_live WHERE id = o.id LIMIT 1 FOR UPDATE SKIP LOCKED) free`,
  answer: 'SELECT id FROM finished',
  fence: FENCE,
};

/** Completes one job ($1 id, $2 token, $3 result); waits for the transaction that has locked its row. */
export const COMPLETE_ONE: JobEnd = {
  ends: `
   SELECT $1::uuid AS id, $2::int AS token, 'COMPLETED' AS status, $3::jsonb AS result, NULL::jsonb AS error,
     100::smallint AS progress`,
  answer: 'SELECT id FROM finished',
  fence: FENCE,
};

const attemptOf = (outcome: 'failed' | 'cancelled') => `log AS (
    INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome, worker, started_at, error)
    SELECT tenant_id, id, token, attempt, '${outcome}', worker, started_at, error FROM finished)`;

/** Ends a failed attempt ($1 id, $2 token, $3 error) and its job, as dead letter $4 for reason $5 with fingerprint $6. */
export const DEAD_LETTER: JobEnd = {
  ends: `
   SELECT id, 'DEAD' AS status, NULL::jsonb AS result, $3::jsonb AS error, NULL::smallint AS progress
   FROM job_live WHERE id = $1 AND token = $2 AND status = 'RUNNING' FOR UPDATE`,
  also: [
    attemptOf('failed'),
    `letter AS (
    INSERT INTO dead_letter (id, tenant_id, job_id, name, hotel_id, data, error, reason, attempts, fingerprint)
    SELECT $4::uuid, tenant_id, id, name, hotel_id, data, error, $5, attempt, $6 FROM finished)`,
  ],
  answer: 'SELECT id FROM finished',
};

/** Ends an attempt ($1 id, $2 token) whose job was cancelled while it ran; $3: its error, or null. */
export const CANCELLED: JobEnd = {
  ends: `
   SELECT id, 'CANCELLED' AS status, NULL::jsonb AS result, $3::jsonb AS error, NULL::smallint AS progress
   FROM job_live WHERE id = $1 AND token = $2 AND status = 'RUNNING' AND cancel_requested_at IS NOT NULL
   FOR UPDATE`,
  also: [attemptOf('cancelled')],
  answer: 'SELECT id FROM finished',
};
