import { pauses } from '../ledger/pauses.sql.js';
import { GATES } from '../relay/gates.sql.js';

/** Jobs before one are counted up to this many. */
export const COUNT_AT_MOST = 10_000;

/** The gates before tenant $2 in queue $1, as the relay sees them, and who made the pauses. */
export const GATES_OF = `
  WITH asked AS (SELECT $2::uuid AS tenant_id), ${GATES}
  SELECT g.gate, g.in_flight, g.max_running, g.rate_jobs, g.rate_seconds, g.tokens::float8 AS tokens,
    CASE WHEN g.tokens < 1 THEN now() + make_interval(secs => (1 - g.tokens) * g.rate_seconds / g.rate_jobs) END AS next_token,
    p.pauses
  FROM gates g
  CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('since', p.paused_at, 'reason', p.reason,
        'forAll', p.tenant_id IS NULL, 'allQueues', p.name IS NULL,
        -- Who works for the platform is not named to tenants, whosever jobs they hold.
        'by', CASE WHEN p.by_operator OR p.tenant_id IS NULL THEN 'the operator' ELSE coalesce(u.email, 'an API key') END)
      ORDER BY p.tenant_id NULLS FIRST, p.name NULLS FIRST, p.by_operator DESC), '[]') AS pauses
    FROM queue_pause p LEFT JOIN app_user u ON u.id = p.paused_by
    WHERE ${pauses('p', '$1')} AND (p.tenant_id = g.tenant_id OR p.tenant_id IS NULL)) p`;

/** Due jobs before job $1 in its tenant's line, and rings of the queue that no worker has answered yet. */
export const BEFORE = `
  SELECT
    (SELECT count(*)::int FROM (
       SELECT 1 FROM job_live o WHERE o.name = j.name AND o.tenant_id = j.tenant_id AND o.status = 'PENDING' AND o.due
         AND (o.rank, o.run_at, o.id) < (j.rank, j.run_at, j.id) LIMIT ${COUNT_AT_MOST}) line) AS ahead,
    (SELECT count(*)::int FROM job_live o WHERE o.name = j.name AND o.status = 'QUEUED' AND o.rung_at < j.rung_at) AS rung_before,
    (SELECT count(*)::int FROM job_live o WHERE o.name = j.name AND o.status = 'RUNNING') AS running
  FROM job_live j WHERE j.id = $1`;
