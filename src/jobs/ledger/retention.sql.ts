const keptSince = (months: string) =>
  `(date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => ${months}::int)) AT TIME ZONE 'UTC'`;
/** The beginning of the oldest month that is kept: so many months ($2) before this one. UTC. */
const KEPT_SINCE = keptSince('$2');

/** Past months of the ledger, oldest first, that ended more than $1 months ago. */
export const PAST = `
  SELECT c.relname AS partition, to_timestamp(right(c.relname, 7) || '+00', 'YYYY_MMTZH') AS month
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'job_history'::regclass AND c.relname ~ '^job_history_[0-9]{4}_[0-9]{2}$'
    AND to_timestamp(right(c.relname, 7) || '+00', 'YYYY_MMTZH')
      < (date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => $1)) AT TIME ZONE 'UTC'
  ORDER BY 1`;

/** Ids made in the month that begins at an instant. */
const made = (id: string, month: string) => `${id} >= ledger_floor(${month}::timestamptz)
  AND ${id} < ledger_floor(((${month}::timestamptz AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC')`;

// (LIMIT 1 IS NULL instead of NOT EXISTS: that may become a join that reads the whole ledger for a few rows.)
const noOpenLetterOf = (id: string) =>
  `(SELECT 1 FROM dead_letter d WHERE d.job_id = ${id} AND d.resolved_at IS NULL LIMIT 1) IS NULL`;

/** Whether a dead letter of a job of the month $1 is open. */
export const OPEN = `SELECT 1 FROM dead_letter WHERE resolved_at IS NULL AND ${made('job_id', '$1')} LIMIT 1`;

/**
 * Job `h` of a month that open dead letters have kept beyond its time ended after that time, as a requeued one does: it is kept from its
 * end on, like those whose month is gone.
 */
const endedLate = (month: string, months: string) => `h.completed_at >= ${keptSince(months)}
  AND h.completed_at >= (${month}::timestamptz AT TIME ZONE 'UTC' + make_interval(months => ${months}::int + 1)) AT TIME ZONE 'UTC'`;

/** Whether such a job of the month $1 is there, where $2 months are kept: one look at an index for each tenant. */
export const LATE = `
  SELECT 1 FROM tenant t CROSS JOIN LATERAL (
    SELECT 1 FROM job_history h WHERE h.tenant_id = t.id AND ${made('h.id', '$1')} AND ${endedLate('$1', '$2')} LIMIT 1) late
  LIMIT 1`;

/** Up to $1 of the jobs of the month $2 that have no open dead letter, where $3 months are kept; not those that ended late. */
export const RETIRED = `
  DELETE FROM job_history WHERE id IN (
    SELECT h.id FROM job_history h
    WHERE ${made('h.id', '$2')} AND ${noOpenLetterOf('h.id')} AND NOT (${endedLate('$2', '$3')})
    ORDER BY h.id LIMIT $1::int)`;

/**
 * Up to $1 jobs that were made in a month that is gone and ended later (delayed for long, or requeued): kept $2 months
 * from their end. They lie in job_history_rest.
 */
export const LEFT_OVER = `
  DELETE FROM job_history WHERE id IN (
    SELECT h.id FROM job_history h
    WHERE h.tableoid = 'job_history_rest'::regclass AND h.id < ledger_floor(${KEPT_SINCE}) AND h.completed_at < ${KEPT_SINCE}
      AND ${noOpenLetterOf('h.id')}
    ORDER BY h.id LIMIT $1::int)`;

/**
 * Up to $1 rows of a table that belong to jobs which no longer exist: made more than $2 months ago, not live, not kept beyond
 * their month because of their end, and without an open dead letter. What one run could not delete, the next one finds.
 */
const orphans = (table: string, jobId: string, condition = 'true') => `
  DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
    SELECT c.ctid FROM ${table} c
    WHERE c.${jobId} < ledger_floor(${KEPT_SINCE}) AND ${condition} AND ${noOpenLetterOf(`c.${jobId}`)}
      AND (SELECT 1 FROM job_live j WHERE j.id = c.${jobId} LIMIT 1) IS NULL
      AND (SELECT 1 FROM job_history h WHERE h.id = c.${jobId}
             AND (h.tableoid = 'job_history_rest'::regclass OR h.completed_at >= ${KEPT_SINCE}) LIMIT 1) IS NULL
    ORDER BY c.${jobId} LIMIT $1::int FOR UPDATE SKIP LOCKED))`;

/**
 * Up to $1 completed jobs of the kind $2 that ended more than $3 days ago, with their items and attempts; tenant by tenant, in the
 * order of their index. One that has done something outside, or has a dead letter, stays as long as others.
 */
export const FREQUENT = `
  WITH ended AS MATERIALIZED (
    SELECT o.id FROM tenant t CROSS JOIN LATERAL (
      SELECT h.id FROM job_history h
      WHERE h.tenant_id = t.id AND h.name = $2 AND h.id < ledger_floor(now() - make_interval(days => $3::int))
        AND h.status = 'COMPLETED' AND h.completed_at < now() - make_interval(days => $3::int)
        AND (SELECT 1 FROM dead_letter d WHERE d.job_id = h.id LIMIT 1) IS NULL
        AND (SELECT 1 FROM effect e WHERE e.job_id = h.id LIMIT 1) IS NULL
      ORDER BY h.id LIMIT $1::int) o
    LIMIT $1::int),
  items AS (DELETE FROM job_item WHERE job_id = ANY (ARRAY(SELECT id FROM ended))),
  attempts AS (DELETE FROM job_attempt WHERE job_id = ANY (ARRAY(SELECT id FROM ended)))
  DELETE FROM job_history WHERE id = ANY (ARRAY(SELECT id FROM ended))`;

/** Tables whose rows belong to jobs. An effect with an unknown outcome is kept until a person settles it. */
export const ORPHANS: readonly (readonly [table: string, sql: string])[] = [
  ['job_item', orphans('job_item', 'job_id')],
  ['effect', orphans('effect', 'job_id', `c.state IN ('done', 'not-done')`)],
  ['job_attempt', orphans('job_attempt', 'job_id')],
  ['dead_letter', orphans('dead_letter', 'job_id', 'c.resolved_at IS NOT NULL')],
  ['job_batch', orphans('job_batch', 'id')],
];
