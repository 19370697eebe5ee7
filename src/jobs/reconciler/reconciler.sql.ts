/**
 * Attempts whose lease ran out: the job goes back with a crash counted and the attempt refunded (only failures the
 * handler reports spend attempts), ends as cancelled if that was asked, or is quarantined after $2 crashes.
 * $1: how many at most.
 */
export const EXPIRED_LEASES = `
  WITH lost AS (
    SELECT id FROM job WHERE status = 'RUNNING' AND lease_until < now()
    ORDER BY lease_until LIMIT $1 FOR UPDATE SKIP LOCKED
  ), back AS (
    UPDATE job SET
      crashes = crashes + 1,
      attempt = attempt - 1,
      token = token + 1,
      epoch = epoch + 1,
      status = CASE WHEN cancel_requested_at IS NOT NULL THEN 'CANCELLED'
                    WHEN crashes + 1 >= $2 THEN 'DEAD' ELSE 'PENDING' END,
      due = true, rung_at = NULL, checked_at = NULL, lease_until = NULL,
      completed_at = CASE WHEN cancel_requested_at IS NOT NULL OR crashes + 1 >= $2 THEN now() END,
      error = jsonb_build_object('code', 'WORKER_LOST', 'message',
        'The worker that ran this job stopped without a word (crash ' || crashes + 1 || ')')
    FROM lost WHERE job.id = lost.id
    RETURNING job.*
  ), log AS (
    INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome, worker, started_at, error)
    SELECT tenant_id, id, token - 1, attempt + 1, 'crashed', worker, started_at, error FROM back
  ), letter AS (
    INSERT INTO dead_letter (id, tenant_id, job_id, name, hotel_id, data, error, reason, attempts)
    SELECT gen_random_uuid(), tenant_id, id, name, hotel_id, data, error, 'quarantined', attempt
    FROM back WHERE status = 'DEAD'
  )
  SELECT id, name, status FROM back`;

/** Every rung job rings again: the engine forgot all rings. */
export const RESET_RUNG = `
  UPDATE job SET status = 'PENDING', rung_at = NULL, checked_at = NULL, epoch = epoch + 1
  WHERE status = 'QUEUED' RETURNING name`;

/** Rings unanswered for $1 ms, longest unchecked first, marked as checked now. $2: how many at most. */
export const UNCHECKED = `
  UPDATE job SET checked_at = now()
  WHERE id IN (
    SELECT id FROM job
    WHERE status = 'QUEUED' AND coalesce(checked_at, rung_at) < now() - make_interval(secs => $1::float8 / 1000)
    ORDER BY coalesce(checked_at, rung_at) LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING id, epoch, name`;

/** Lost rings: (id, epoch) pairs go back to be rung under a new epoch. */
export const PUT_BACK = `
  UPDATE job SET status = 'PENDING', rung_at = NULL, checked_at = NULL, epoch = job.epoch + 1
  FROM unnest($1::uuid[], $2::int[]) AS lost(id, epoch)
  WHERE job.id = lost.id AND job.epoch = lost.epoch AND job.status = 'QUEUED'`;
