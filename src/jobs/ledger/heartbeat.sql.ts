/**
 * Extends leases. A row that is locked is skipped, not waited for; the answer says of every job whether it is still held.
 * (LATERAL makes the plan look up each job by its id, whatever the planner estimates about their number. LIMIT 1 keeps the
 * condition on the status out of that look-up, so that no plan uses the index of a status for it.)
 */
export const HEARTBEAT = `
  WITH held AS (SELECT * FROM unnest($1::uuid[], $2::int[]) AS h(id, token)),
  free AS (
    SELECT h.id FROM held h
    CROSS JOIN LATERAL (SELECT token, status FROM job_live WHERE id = h.id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) j
    WHERE j.token = h.token AND j.status = 'RUNNING'),
  beat AS (
    UPDATE job_live SET lease_until = now() + make_interval(secs => $3::float8 / 1000) FROM free
    WHERE job_live.id = free.id RETURNING job_live.id)
  SELECT j.id, j.token, j.cancel_requested_at IS NOT NULL AS cancel, h.id IN (SELECT id FROM beat) AS extended
  FROM held h CROSS JOIN LATERAL (SELECT * FROM job_live WHERE id = h.id LIMIT 1) j
  WHERE j.token = h.token AND j.status = 'RUNNING'`;
