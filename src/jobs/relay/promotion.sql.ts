import { pauses } from '../ledger/pauses.sql.js';

/** A change of waiting jobs whose time, an instant in one of their columns, has come. */
export interface TimedChange {
  /** Which waiting jobs have such an instant; worded exactly as the condition of the partial index. */
  which: string;
  /** The column with the instant. */
  at: string;
  /** What is set. */
  set: string;
}

/** Jobs whose time to run has come. */
export const DUE: TimedChange = { which: 'NOT due', at: 'run_at', set: 'due = true' };
/** Jobs that must be done soon: they go before jobs of every priority. */
export const URGENT: TimedChange = { which: 'raise_at IS NOT NULL', at: 'raise_at', set: 'rank = 0, raise_at = NULL' };

/** Changes the jobs of the CTE `chosen (id)`, except those whose rows are locked. */
const changed = ({ which, at, set }: TimedChange, condition = 'true') => `
  free AS (
    SELECT chosen.id FROM chosen
    CROSS JOIN LATERAL (
      SELECT status = 'PENDING' AND ${which} AND ${at} <= now() AS waits FROM job_live WHERE id = chosen.id
      LIMIT 1 FOR UPDATE SKIP LOCKED) j
    WHERE ${condition} AND j.waits
  ), changed AS (
    UPDATE job_live SET ${set} FROM free WHERE job_live.id = free.id RETURNING name
  )`;

/**
 * The longest overdue, $1 at most. Changes them only if there are no others, so that no tenant has to wait for its turn, or if $2 says so.
 * Answers `jobs` changed, their queues' `names`, and whether there are perhaps more (`crowded`).
 */
export const head = (change: TimedChange) => `
  WITH chosen AS MATERIALIZED (
    SELECT id FROM job_live WHERE status = 'PENDING' AND ${change.which} AND ${change.at} <= now() ORDER BY ${change.at} LIMIT $1
  ), ${changed(change, '((SELECT count(*) FROM chosen) < $1 OR $2)')}
  SELECT (SELECT count(*) FROM changed) AS jobs, ARRAY(SELECT DISTINCT name FROM changed) AS names,
    (SELECT count(*) FROM chosen) >= $1 AS crowded`;

/**
 * Up to $1 jobs in turns by tenant: tenants are found by hopping along the index from kind to kind, $4 of them after
 * tenant $2's kind $3, so that one job is found behind a million of another tenant as fast as behind none. Jobs that
 * a pause holds take no turn: they could not run anyway. Ten times as many jobs as are taken are looked at, at most.
 * Answers as head() does, and where the hopping ended: `last_tenant`, `last_name`, and whether it saw the last (`ended`).
 */
export const turns = (change: TimedChange) => {
  const waiting = `status = 'PENDING' AND ${change.which}`;
  const kind = (after: string) => `
    SELECT tenant_id, name, ${change.at} AS at FROM job_live WHERE ${waiting} AND (tenant_id, name) > ${after}
    ORDER BY tenant_id, name, ${change.at} LIMIT 1`;
  return `
  WITH RECURSIVE hop (tenant_id, name, at, place) AS (
    (SELECT first.*, 1 FROM (${kind('($2::uuid, $3::text)')}) first)
    UNION ALL
    SELECT next.*, hop.place + 1 FROM hop CROSS JOIN LATERAL (${kind('(hop.tenant_id, hop.name)')}) next
    WHERE hop.place < $4::int
  ), open AS MATERIALIZED (
    SELECT tenant_id, name FROM hop WHERE at <= now() AND NOT EXISTS (
      SELECT 1 FROM queue_pause p WHERE ${pauses('p', 'hop.name')}
        AND (p.tenant_id = hop.tenant_id OR p.tenant_id IS NULL))
  ), ranked AS (
    SELECT j.id, row_number() OVER (PARTITION BY open.tenant_id ORDER BY j.at) AS turn
    FROM open CROSS JOIN LATERAL (
      SELECT id, ${change.at} AS at FROM job_live
      WHERE tenant_id = open.tenant_id AND name = open.name AND ${waiting} AND ${change.at} <= now()
      ORDER BY ${change.at} LIMIT least($1::int, 10 * $1::int / nullif((SELECT count(*) FROM open), 0))) j
  ), chosen AS MATERIALIZED (SELECT id FROM ranked ORDER BY turn LIMIT $1::int),
  ${changed(change)}
  SELECT (SELECT count(*) FROM changed) AS jobs, ARRAY(SELECT DISTINCT name FROM changed) AS names,
    last.tenant_id AS last_tenant, last.name AS last_name, coalesce(last.place < $4::int, true) AS ended
  FROM (SELECT 1) one LEFT JOIN (SELECT * FROM hop ORDER BY place DESC LIMIT 1) last ON true`;
};
