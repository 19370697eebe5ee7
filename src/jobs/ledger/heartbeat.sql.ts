/**
 * Extends leases. A row somebody is just writing is left alone, not waited for: what is held is told either way.
 * (LATERAL: one look by id for each job, whatever the planner believes about how many there are; LIMIT 1 keeps the status
 * out of that look: no plan can make an index of it.)
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
