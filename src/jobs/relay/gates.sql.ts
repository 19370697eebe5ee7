import { pauses } from '../ledger/pauses.sql.js';

/**
 * What holds back a tenant's jobs of queue $1: pauses, caps, rates. The relay and GET /jobs/:id/why use the same SQL.
 *
 * Reads `asked (tenant_id, …)`; gives `gates`: the columns of asked, in_flight, max_running, rate_jobs, rate_seconds,
 * tokens (null: no rate), gate (null: open; else PAUSED, TENANT_CAP or RATE_LIMIT) and allow, how many may go now
 * (null: any number).
 */
export const GATES = `
  flight AS (
    SELECT tenant_id, count(*)::int AS jobs, count(*) FILTER (WHERE status = 'QUEUED')::int AS rung FROM job_live WHERE name = $1 AND status IN ('QUEUED', 'RUNNING')
    GROUP BY tenant_id
  ), bounds AS (
    SELECT a.*, coalesce(f.jobs, 0) AS in_flight,
      coalesce(own.max_running, everyone.max_running, kind.max_running) AS max_running,
      coalesce(own.rate_jobs, everyone.rate_jobs, kind.rate_jobs) AS rate_jobs,
      coalesce(own.rate_seconds, everyone.rate_seconds, kind.rate_seconds) AS rate_seconds
    FROM asked a
    LEFT JOIN flight f ON f.tenant_id = a.tenant_id
    LEFT JOIN job_kind kind ON kind.name = $1
    LEFT JOIN job_limit own ON own.name = $1 AND own.tenant_id = a.tenant_id
    LEFT JOIN job_limit everyone ON everyone.name = $1 AND everyone.tenant_id IS NULL
  ), buckets AS (
    SELECT b.*, CASE WHEN b.rate_jobs IS NOT NULL THEN
        least(b.rate_jobs, coalesce(r.tokens + extract(epoch FROM clock_timestamp() - r.at) * b.rate_jobs / b.rate_seconds,
                                    b.rate_jobs)) END AS tokens
    FROM bounds b
    LEFT JOIN job_rate r ON b.rate_jobs IS NOT NULL AND r.name = $1 AND r.tenant_id = b.tenant_id AND r.user_id IS NULL
  ), gates AS (
    SELECT b.*,
      CASE WHEN EXISTS (SELECT 1 FROM queue_pause p WHERE ${pauses('p', '$1')}
                          AND (p.tenant_id = b.tenant_id OR p.tenant_id IS NULL)) THEN 'PAUSED'
           WHEN b.in_flight >= b.max_running THEN 'TENANT_CAP'
           WHEN b.tokens < 1 THEN 'RATE_LIMIT' END AS gate,
      least(b.max_running - b.in_flight, floor(b.tokens)::int) AS allow
    FROM buckets b
  )`;
