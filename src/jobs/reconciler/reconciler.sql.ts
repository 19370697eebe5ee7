import type { JobEnd } from '../ledger/finish.sql.js';

const LOST_ERROR = `jsonb_build_object('code', 'WORKER_LOST', 'message',
  'The worker that ran this job stopped without a word (crash ' || crashes + 1 || ')')`;

/** One group for each kind, as with all other errors (runner/describe-error.ts): one is requeued without the others. */
const LOST_FINGERPRINT = `left(encode(sha256(convert_to(name || E'\\nWORKER_LOST', 'UTF8')), 'hex'), 16)`;

const LOG = (source: string) => `log AS (
    INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome, worker, started_at, error)
    SELECT tenant_id, id, token - 1, attempt + 1, 'crashed', worker, started_at, error FROM ${source})`;

/** A job that has crashed before comes back at a random moment within so many seconds for each crash. */
const SPREAD_SECONDS = 5;

/** Every lease of the job's worker has run out by now, so all jobs that it ran are known. $3: life of a lease, ms. */
const WORKER_GONE = `(lease_until < now() - make_interval(secs => $3::float8 / 1000) OR NOT EXISTS (
      SELECT 1 FROM job_live o WHERE o.worker = j.worker AND o.status = 'RUNNING' AND o.lease_until >= now()))`;

/** No other job that has crashed as often ran on the same worker; or this one has crashed four times as often as allowed. */
const ALONE = `(crashes + 1 >= 4 * $2 OR NOT EXISTS (
      SELECT 1 FROM job_live o
      WHERE o.worker = j.worker AND o.status = 'RUNNING' AND o.crashes + 1 >= $2 AND o.id <> j.id))`;

/**
 * Attempts whose lease ran out: the job goes back with a crash counted and the attempt refunded (only failures the
 * handler reports spend attempts). At once after its first crash; later at a random moment, so that a job which
 * kills its process does not run together with the same others again. A job that has used up its crashes still goes back
 * if another one that often crashes ran on the same worker, since that one may be the cause.
 * $1: how many at most; $2: crashes from which a job does not go back; $3: life of a lease, ms; $4: instant after which
 * nothing is done: if Postgres began the statement late, it would find leases over that no worker could extend.
 */
export const EXPIRED_LEASES = `
  WITH lost AS (
    SELECT id FROM job_live j
    WHERE status = 'RUNNING' AND lease_until < now() AND cancel_requested_at IS NULL AND now() < $4::timestamptz
      AND (crashes + 1 < $2 OR (${WORKER_GONE} AND NOT ${ALONE}))
    ORDER BY lease_until LIMIT $1 FOR UPDATE SKIP LOCKED
  ), back AS (
    UPDATE job_live SET crashes = crashes + 1, attempt = attempt - 1, token = token + 1, status = 'PENDING',
      due = (crashes = 0),
      run_at = CASE WHEN crashes = 0 THEN run_at ELSE now() + make_interval(secs => random() * crashes * ${SPREAD_SECONDS}) END,
      bell = NULL, rung_at = NULL, checked_at = NULL, lease_until = NULL, error = ${LOST_ERROR}
    FROM lost WHERE job_live.id = lost.id
    RETURNING job_live.*
  ), ${LOG('back')}
  SELECT id, name, status, batch_id FROM back`;

/** Those of them that end: cancelled if that was asked, else quarantined. Parameters as above; asked first. */
export const LAST_CRASHES = `
  WITH lost AS (
    SELECT id FROM job_live j
    WHERE status = 'RUNNING' AND lease_until < now() AND now() < $4::timestamptz
      AND (cancel_requested_at IS NOT NULL OR (crashes + 1 >= $2 AND ${WORKER_GONE} AND ${ALONE}))
    ORDER BY lease_until LIMIT $1 FOR UPDATE SKIP LOCKED
  ), counted AS (
    UPDATE job_live SET crashes = crashes + 1, attempt = attempt - 1, token = token + 1, lease_until = NULL,
      status = 'PENDING', error = ${LOST_ERROR}
    FROM lost WHERE job_live.id = lost.id RETURNING job_live.id
  ) SELECT id FROM counted`;

/** Ends the jobs $1 that LAST_CRASHES has taken in the same transaction. */
export const QUARANTINE: JobEnd = {
  ends: `
   SELECT id, CASE WHEN cancel_requested_at IS NOT NULL THEN 'CANCELLED' ELSE 'DEAD' END AS status, NULL::jsonb AS result,
          error, NULL::smallint AS progress
   FROM job_live WHERE id = ANY($1::uuid[])`,
  also: [
    LOG('finished'),
    `letter AS (
    INSERT INTO dead_letter (id, tenant_id, job_id, name, hotel_id, data, error, reason, attempts, fingerprint)
    SELECT ledger_id(), tenant_id, id, name, hotel_id, data, error, 'quarantined', attempt, ${LOST_FINGERPRINT}
    FROM finished WHERE status = 'DEAD')`,
  ],
  answer: 'SELECT id, name, status, batch_id FROM finished',
};

/** Every rung job is rung again, because Redis has lost all rings. */
export const RESET_RUNG = `
  UPDATE job_live SET status = 'PENDING', rung_at = NULL, checked_at = NULL, bell = NULL
  WHERE id IN (SELECT id FROM job_live WHERE status = 'QUEUED' FOR UPDATE SKIP LOCKED) RETURNING name`;

/** Bells unanswered for $1 ms, longest unchecked first, marked as checked now. $2: how many jobs at most. */
export const UNCHECKED = `
  WITH old AS (
    SELECT id FROM job_live
    WHERE status = 'QUEUED' AND rung_at < now() - make_interval(secs => $1::float8 / 1000)
      AND coalesce(checked_at, rung_at) < now() - make_interval(secs => $1::float8 / 1000)
    ORDER BY coalesce(checked_at, rung_at) LIMIT $2 FOR UPDATE SKIP LOCKED
  ), checked AS (
    UPDATE job_live SET checked_at = now() FROM old WHERE job_live.id = old.id RETURNING name, bell
  )
  SELECT name, bell, count(*) AS jobs FROM checked WHERE bell IS NOT NULL GROUP BY name, bell`;

/** Puts jobs of lost bells ($1) back, to be rung anew. */
export const PUT_BACK = `
  UPDATE job_live SET status = 'PENDING', rung_at = NULL, checked_at = NULL, bell = NULL
  WHERE id IN (SELECT id FROM job_live WHERE status = 'QUEUED' AND bell = ANY($1::uuid[]) FOR UPDATE SKIP LOCKED)`;
