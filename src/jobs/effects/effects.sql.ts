/** $1 job, $2 token: the attempt, which must hold the job. Its row stays locked while the claim is written. */
const FENCE = `fence AS (
  SELECT id, tenant_id FROM job_live WHERE id = $1 AND token = $2 AND status = 'RUNNING' FOR NO KEY UPDATE)`;

/**
 * Claims effect $3 (key) of kind $4 as $5 (claim) for $6 ms. `held`: the attempt holds its job; `claimed`: the effect
 * is its own now, otherwise another claim has or had it.
 */
export const CLAIM = `
  WITH ${FENCE}, claim AS (
    INSERT INTO effect (tenant_id, key, kind, job_id, token, claim, until)
    SELECT tenant_id, $3, $4, id, $2, $5, now() + make_interval(secs => $6::float8 / 1000) FROM fence
    ON CONFLICT (tenant_id, key) WHERE state <> 'not-done' DO NOTHING RETURNING id)
  SELECT EXISTS (SELECT 1 FROM fence) AS held, EXISTS (SELECT 1 FROM claim) AS claimed`;

/** The same for an effect whose claim $7 is over without a known outcome, and which the provider does not know. */
export const TAKE_OVER = `
  WITH ${FENCE}, claim AS (
    UPDATE effect e SET kind = $4, job_id = f.id, token = $2, claim = $5, state = 'claimed', claimed_at = now(),
      until = now() + make_interval(secs => $6::float8 / 1000), note = NULL
    FROM fence f
    WHERE e.tenant_id = f.tenant_id AND e.key = $3 AND e.claim = $7 AND e.state IN ('claimed', 'unknown')
      AND e.until < now() RETURNING e.id)
  SELECT EXISTS (SELECT 1 FROM fence) AS held, EXISTS (SELECT 1 FROM claim) AS claimed`;

/** Effect $2 (key) of tenant $1; left_ms: how long its call may still be under way. */
export const FIND = `
  SELECT claim, state, receipt, extract(epoch FROM until - now()) * 1000 AS left_ms FROM effect
  WHERE tenant_id = $1 AND key = $2 AND state <> 'not-done'`;

/** Stores receipt $2 of claim $1; $3: a note. It may come late, from an attempt that has lost its job meanwhile. */
export const DONE = `
  UPDATE effect SET state = 'done', receipt = $2::jsonb, settled_at = now(), note = $3
  WHERE claim = $1 AND state IN ('claimed', 'unknown') RETURNING id`;

/** Notes that the outcome of claim $1 is unknown; $2 says why. */
export const UNKNOWN = `UPDATE effect SET state = 'unknown', note = $2 WHERE claim = $1 AND state = 'claimed'`;

/** Gives claim $1 back: the provider did not take it. */
export const RELEASE = `DELETE FROM effect WHERE claim = $1 AND state = 'claimed'`;
