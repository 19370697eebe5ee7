import type { JobEnd } from '../ledger/finish.sql.js';
import { BATCH } from '../ledger/job-row.js';

/** The job of a batch ($1 id, $2 tenant, $3 data, $4 hotel, $5 user, $6 request): running until its children are final. */
export const OPEN = `
  INSERT INTO job_live (id, tenant_id, name, data, max_attempts, hotel_id, created_by, request_id, status, started_at)
  VALUES ($1, $2, '${BATCH}', $3::jsonb, 1, $4, $5, $6, 'RUNNING', now()) RETURNING *`;

/** Children of a batch by status. $1: its id. */
export const CHILDREN = `
  SELECT count(*)::int AS total,
    count(*) FILTER (WHERE status = 'QUEUED' OR (status = 'PENDING' AND due))::int AS waiting,
    count(*) FILTER (WHERE status = 'PENDING' AND NOT due)::int AS delayed,
    count(*) FILTER (WHERE status = 'RUNNING')::int AS active,
    count(*) FILTER (WHERE status = 'COMPLETED')::int AS completed,
    count(*) FILTER (WHERE status IN ('FAILED', 'DEAD'))::int AS failed,
    count(*) FILTER (WHERE status = 'CANCELLED')::int AS cancelled
  FROM job WHERE batch_id = $1`;

/** Those of the batches $1 that may be done, because no child is live. */
export const PERHAPS = `
  SELECT b.id FROM unnest($1::uuid[]) AS b(id) WHERE (SELECT 1 FROM job_live c WHERE c.batch_id = b.id LIMIT 1) IS NULL`;

/** Of the batches $1 (null: all), those whose children are all final, locked. */
export const DONE = `
  SELECT b.id, b.tenant_id, b.on_complete FROM job_batch b JOIN job_live j ON j.id = b.id
  WHERE b.settled_at IS NULL AND ($1::uuid[] IS NULL OR b.id = ANY($1))
    AND NOT EXISTS (SELECT 1 FROM job_live c WHERE c.batch_id = b.id)
  LIMIT 500 FOR UPDATE OF b, j SKIP LOCKED`;

/**
 * Ends the locked batches $1, except those of which a child was reopened while they were being locked. A batch is completed,
 * or failed when children failed and none completed, or cancelled when that was asked for.
 */
export const SETTLE: JobEnd = {
  ends: `
   SELECT b.id, CASE WHEN j.cancel_requested_at IS NOT NULL THEN 'CANCELLED'
                     WHEN c.failed > 0 AND c.completed = 0 THEN 'FAILED' ELSE 'COMPLETED' END AS status,
     jsonb_build_object('total', b.total, 'completed', c.completed, 'failed', c.failed, 'cancelled', c.cancelled) AS result,
     CASE WHEN c.failed > 0 AND c.completed = 0 THEN
       jsonb_build_object('code', 'BATCH_FAILED', 'message', 'All jobs of the batch failed') END AS error,
     100::smallint AS progress
   FROM job_batch b JOIN job_live j ON j.id = b.id
   CROSS JOIN LATERAL (
     SELECT count(*) FILTER (WHERE h.status = 'COMPLETED') AS completed,
            count(*) FILTER (WHERE h.status IN ('FAILED', 'DEAD')) AS failed,
            count(*) FILTER (WHERE h.status = 'CANCELLED') AS cancelled
     FROM job_history h WHERE h.batch_id = b.id) c
   WHERE b.id = ANY($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM job_live o WHERE o.batch_id = b.id)`,
  also: ['settled AS (UPDATE job_batch SET settled_at = now() FROM finished WHERE job_batch.id = finished.id)'],
  answer: 'SELECT id, status FROM finished',
};
