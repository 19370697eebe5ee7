/** Makes due what has become due. $1: how many at most. */
export const PROMOTE = `
  UPDATE job SET due = true
  WHERE id IN (
    SELECT id FROM job WHERE status = 'PENDING' AND NOT due AND run_at <= now()
    ORDER BY run_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING name`;

/** Which of the queues $1 have something to ring for, and how many rings are out. */
export const WAITING = `
  SELECT q.name, (SELECT count(*) FROM job WHERE name = q.name AND status = 'QUEUED') AS rung
  FROM unnest($1::text[]) AS q(name)
  WHERE EXISTS (SELECT 1 FROM job WHERE name = q.name AND status = 'PENDING' AND due)
    AND NOT EXISTS (SELECT 1 FROM queue_pause WHERE name = q.name AND tenant_id IS NULL)`;

/**
 * Takes up to $2 due jobs of queue $1, fairly: tenant by tenant, one each in turn, each tenant's most urgent and
 * oldest first. Tenants are found by hopping along the index, so a tenant's backlog of a million costs nothing.
 */
export const TAKE = `
  WITH RECURSIVE tenants (tenant_id) AS (
    (SELECT tenant_id FROM job WHERE name = $1 AND status = 'PENDING' AND due ORDER BY tenant_id LIMIT 1)
    UNION ALL
    SELECT (SELECT j.tenant_id FROM job j
            WHERE j.name = $1 AND j.status = 'PENDING' AND j.due AND j.tenant_id > t.tenant_id
            ORDER BY j.tenant_id LIMIT 1)
    FROM tenants t WHERE t.tenant_id IS NOT NULL
  ), turns AS (
    SELECT j.id, j.priority, row_number() OVER (PARTITION BY t.tenant_id ORDER BY j.priority, j.run_at, j.id) AS turn
    FROM tenants t CROSS JOIN LATERAL (
      SELECT id, priority, run_at FROM job
      WHERE name = $1 AND tenant_id = t.tenant_id AND status = 'PENDING' AND due
      ORDER BY priority, run_at, id LIMIT $2) j
    WHERE t.tenant_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM queue_pause p WHERE p.name = $1 AND p.tenant_id = t.tenant_id)
  ), taken AS (
    SELECT job.id FROM job JOIN (SELECT id FROM turns ORDER BY turn, priority LIMIT $2) next USING (id)
    WHERE job.status = 'PENDING' FOR UPDATE OF job SKIP LOCKED
  )
  UPDATE job SET status = 'QUEUED', rung_at = now(), checked_at = NULL FROM taken WHERE job.id = taken.id
  RETURNING job.id, job.epoch`;

/** Puts jobs back whose ring did not go out. */
export const UNTAKE = `
  UPDATE job SET status = 'PENDING', rung_at = NULL, epoch = epoch + 1
  WHERE id = ANY($1::uuid[]) AND status = 'QUEUED'`;
