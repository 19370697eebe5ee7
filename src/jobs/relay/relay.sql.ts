import { pauses } from '../ledger/pauses.sql.js';
import { GATES } from './gates.sql.js';

/** Which of the queues $1 have something to ring for, how many rings no worker has answered yet, and whether anything limits them. */
export const WAITING = `
  SELECT q.name, (SELECT count(*)::int FROM job_live WHERE name = q.name AND status = 'QUEUED') AS rung,
    EXISTS (SELECT 1 FROM job_limit l WHERE l.name = q.name)
      OR EXISTS (SELECT 1 FROM job_kind k WHERE k.name = q.name AND (k.max_running IS NOT NULL OR k.rate_jobs IS NOT NULL))
      AS limited
  FROM unnest($1::text[]) AS q(name)
  -- LIMIT 1: as a mere EXISTS it could become a join over the whole backlog.
  CROSS JOIN LATERAL (SELECT 1 FROM job_live WHERE name = q.name AND status = 'PENDING' AND due LIMIT 1) some_due
  WHERE NOT EXISTS (SELECT 1 FROM queue_pause p WHERE ${pauses('p', 'q.name')} AND p.tenant_id IS NULL)`;

/** Tenants with due jobs of queue $1, by hopping along the index: a backlog of a million costs what one job costs. */
const hop = (name: string, from: string, while_: string) => `
  ${name} (tenant_id, place) AS (
    (SELECT tenant_id, 1 FROM job_live WHERE name = $1 AND status = 'PENDING' AND due ${from}
     ORDER BY tenant_id LIMIT 1)
    UNION ALL
    SELECT (SELECT j.tenant_id FROM job_live j WHERE j.name = $1 AND j.status = 'PENDING' AND j.due
              AND j.tenant_id > t.tenant_id ${while_} ORDER BY j.tenant_id LIMIT 1), t.place + 1
    FROM ${name} t WHERE t.tenant_id IS NOT NULL AND t.place < $7)`;

/**
 * Takes up to $2 due jobs of queue $1, fairly (deficit round-robin in jobs): tenants take turns, starting after tenant
 * $3; a tenant's next turn comes the later the more it has under way already, so the tenant with the fewest jobs under way is served first;
 * within its turn each tenant's most urgent and oldest job. Every job gets its bell: a tenant's first job one of its own,
 * others share a bell by bundles of $5, from the bells $4. $6: only tenants that have nothing under way.
 * $7: how many tenants after the last one (and from the first on) are looked at.
 *
 * Answers the bells in the order of the turns: `ids` joined by commas, and whose turn was `last`.
 */
export const TAKE = `
  WITH RECURSIVE ${hop('after', 'AND tenant_id > $3', '')}, ${hop('before', 'AND tenant_id <= $3', 'AND j.tenant_id <= $3')},
  asked AS (
    SELECT tenant_id, place FROM after WHERE tenant_id IS NOT NULL
    UNION ALL SELECT tenant_id, place + $7 FROM before WHERE tenant_id IS NOT NULL
  ), ${GATES}, turns AS (
    SELECT j.id, j.rank, g.tenant_id, g.place,
      g.in_flight + row_number() OVER (PARTITION BY g.tenant_id ORDER BY j.rank, j.run_at, j.id) AS turn
    FROM gates g CROSS JOIN LATERAL (
      SELECT id, rank, run_at FROM job_live
      WHERE name = $1 AND tenant_id = g.tenant_id AND status = 'PENDING' AND due
      ORDER BY rank, run_at, id LIMIT CASE WHEN $6 THEN 1 ELSE least(coalesce(g.allow, $2), $2) END) j
    WHERE g.gate IS NULL AND (NOT $6 OR g.in_flight = 0)
  ), next AS (
    SELECT *, row_number() OVER (ORDER BY turn, rank, place) AS ord FROM turns WHERE NOT $6 OR turn = 1
    ORDER BY ord LIMIT $2
  ), taken AS (
    -- One look by id for each, as in the ledger's statements.
    SELECT next.id, next.tenant_id, next.turn, next.place, next.ord FROM next
    CROSS JOIN LATERAL (SELECT status FROM job_live WHERE id = next.id LIMIT 1 FOR UPDATE SKIP LOCKED) j
    WHERE j.status = 'PENDING'
  ), with_bell AS (
    -- While nobody has more than one ring out, the order of ringing is the fair one.
    SELECT id, tenant_id, turn = 1 AND (SELECT coalesce(bool_or(rung > 1), false) FROM flight) AS first, ord,
      CASE WHEN turn = 1 THEN gen_random_uuid()
      ELSE ($4::uuid[])[1 + (row_number() OVER (PARTITION BY turn = 1 ORDER BY ord) - 1) / $5] END AS bell
    FROM taken
  ), spent AS (
    INSERT INTO job_rate (name, tenant_id, tokens, at)
    SELECT $1, g.tenant_id, g.tokens - (SELECT count(*) FROM with_bell b WHERE b.tenant_id = g.tenant_id), clock_timestamp()
    FROM gates g WHERE g.tokens IS NOT NULL AND EXISTS (SELECT 1 FROM with_bell b WHERE b.tenant_id = g.tenant_id)
    ON CONFLICT (name, tenant_id, user_id) DO UPDATE SET tokens = excluded.tokens, at = excluded.at
  ), rung AS (
    UPDATE job_live SET status = 'QUEUED', bell = with_bell.bell, rung_at = now(), checked_at = NULL
    FROM with_bell WHERE job_live.id = with_bell.id
    RETURNING job_live.id, with_bell.bell, with_bell.first, with_bell.ord
  )
  SELECT bell, first, string_agg(id::text, ',' ORDER BY ord) AS ids,
    (SELECT tenant_id FROM taken ORDER BY place DESC LIMIT 1) AS last
  FROM rung GROUP BY bell, first ORDER BY min(ord)`;

/** Puts jobs back whose ring could not be sent, and gives their tenants' rates back what they took. $1: bells. */
export const GIVE_BACK = `
  WITH back AS (
    UPDATE job_live SET status = 'PENDING', rung_at = NULL, bell = NULL
    WHERE bell = ANY($1::uuid[]) AND status = 'QUEUED' RETURNING name, tenant_id)
  UPDATE job_rate SET tokens = tokens + jobs
  FROM (SELECT name, tenant_id, count(*) AS jobs FROM back GROUP BY 1, 2) b
  WHERE job_rate.name = b.name AND job_rate.tenant_id = b.tenant_id AND user_id IS NULL`;
