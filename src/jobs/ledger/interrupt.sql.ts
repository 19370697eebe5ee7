/**
 * How often attempts of job $1 were interrupted since the last one that ended in another way; `perhapsOwn`: by causes ($2)
 * that its own statements can bring about.
 */
export const INTERRUPTIONS = `
  SELECT count(*)::int AS all, count(*) FILTER (WHERE error ->> 'cause' = ANY($2::text[]))::int AS "perhapsOwn"
  FROM job_attempt WHERE job_id = $1 AND outcome = 'interrupted' AND token > coalesce((
    SELECT max(token) FROM job_attempt WHERE job_id = $1 AND outcome NOT IN ('interrupted', 'released')), 0)`;

/**
 * The attempt $2 (token) of job $1 was taken for crashed while its worker could not reach Postgres: its error becomes $3, and
 * the crash is taken back.
 */
export const NO_CRASH = `
  WITH told AS (
    UPDATE job_attempt SET outcome = 'interrupted', error = $3::jsonb
    WHERE job_id = $1 AND token = $2 AND outcome = 'crashed' RETURNING job_id)
  UPDATE job_live SET crashes = greatest(crashes - 1, 0) FROM told WHERE job_live.id = told.job_id`;

/**
 * Jobs that run on worker $1 according to the ledger, but of which the worker does not know, because the answer to its claim
 * was lost. Those it knows are $2; their leases have been extended since, while those of the others are past half of their
 * life ($3 ms). The error noted is $4.
 */
export const ORPHANS = `
  WITH lost AS (
    SELECT id FROM job_live
    WHERE status = 'RUNNING' AND worker = $1 AND id <> ALL ($2::uuid[]) AND cancel_requested_at IS NULL
      AND lease_until < now() + make_interval(secs => $3::float8 / 2000)
    FOR UPDATE SKIP LOCKED
  ), freed AS (
    UPDATE job_live SET status = 'PENDING', due = true, attempt = attempt - 1, token = token + 1, bell = NULL,
      rung_at = NULL, checked_at = NULL, lease_until = NULL
    FROM lost WHERE job_live.id = lost.id RETURNING job_live.*)
  INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome, worker, started_at, error)
  SELECT tenant_id, id, token - 1, attempt + 1, 'interrupted', worker, started_at, $4::jsonb FROM freed RETURNING job_id`;
