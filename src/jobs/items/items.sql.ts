/**
 * Writes items of the attempt that holds the job ($1 id, $2 token); $3…$8: key, outcome, code, message, data, ord,
 * one array a column, each key once. No row comes back when the attempt does not hold the job any more.
 *
 * The job's row is locked before a seq is drawn, so a job's items become visible in the order of seq. A key that has
 * an item gets the new outcome if it was told later; it keeps its seq if nothing changed.
 */
export const WRITE_ITEMS = `
  WITH fence AS (
    SELECT id, tenant_id, attempt FROM job_live WHERE id = $1 AND token = $2 AND status = 'RUNNING' FOR NO KEY UPDATE
  ), written AS (
    INSERT INTO job_item AS i (tenant_id, job_id, item_key, outcome, code, message, data, attempt, token, ord)
    SELECT f.tenant_id, f.id, n.item_key, n.outcome, n.code, n.message, n.data, f.attempt, $2, n.ord
    FROM fence f CROSS JOIN unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::int[])
      AS n(item_key, outcome, code, message, data, ord)
    ORDER BY n.ord
    ON CONFLICT (job_id, item_key) DO UPDATE SET
      seq = CASE WHEN (i.outcome, i.code, i.message, i.data)
                      IS DISTINCT FROM (excluded.outcome, excluded.code, excluded.message, excluded.data)
                 THEN excluded.seq ELSE i.seq END,
      outcome = excluded.outcome, code = excluded.code, message = excluded.message, data = excluded.data,
      attempt = excluded.attempt, token = excluded.token, ord = excluded.ord, at = now()
    WHERE (i.token, i.ord) < (excluded.token, excluded.ord)
  )
  SELECT id FROM fence`;

/** Those of the keys $2 that job $1 has not done yet, in the order given. */
export const TODO = `
  SELECT k.key FROM unnest($2::text[]) WITH ORDINALITY AS k(key, n)
  WHERE NOT EXISTS (
    SELECT 1 FROM job_item i WHERE i.job_id = $1 AND i.item_key = k.key AND i.outcome IN ('ok', 'skipped'))
  ORDER BY k.n`;

export const COUNT_ITEMS = `
  SELECT count(*) FILTER (WHERE outcome = 'ok')::int AS ok, count(*) FILTER (WHERE outcome = 'skipped')::int AS skipped,
         count(*) FILTER (WHERE outcome = 'failed')::int AS failed
  FROM job_item WHERE job_id = $1`;

/** Forgets items of the jobs $1 that run again; $2: only the failed ones. */
export const FORGET_ITEMS = `DELETE FROM job_item WHERE job_id = ANY($1::uuid[]) AND (NOT $2 OR outcome = 'failed')`;

/** Items of job $1 after seq $2, $3 at most. */
export const ITEMS_AFTER = `
  SELECT seq, item_key AS key, outcome, code, message, data, attempt, at FROM job_item
  WHERE job_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`;

/** Codes of the items of job $1 with outcome $2 (null: any), the most frequent first. */
export const COUNT_CODES = `
  SELECT code, count(*)::int AS count FROM job_item
  WHERE job_id = $1 AND ($2::text IS NULL OR outcome = $2) AND code IS NOT NULL
  GROUP BY code ORDER BY count DESC, code LIMIT 50`;
