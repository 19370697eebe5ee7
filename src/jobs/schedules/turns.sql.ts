export const FIRST_TENANT = '00000000-0000-0000-0000-000000000000';

/** What choose() answers. */
export interface Turns {
  ids: string[];
  /** The last tenant looked at: start after it next time; null when there was none. */
  last: string | null;
}

/**
 * Chooses up to $1 rows of a table in turns by tenant: $1 tenants after tenant $2, found by hopping along an index that
 * begins with the tenant, each tenant's rows by `order`. Rows of one tenant, however many, do not slow down finding the others'.
 *
 * @param indexed what the index is limited to; a condition that rows of a tenant may fail would be tried row by row
 * @param condition the rows to choose among; parameters from $3 on are its own
 */
export function choose(table: string, indexed: string, condition: string, order: string): string {
  const tenant = (after: string) =>
    `SELECT tenant_id FROM ${table} WHERE ${indexed} AND tenant_id > ${after} ORDER BY tenant_id LIMIT 1`;
  return `
  WITH RECURSIVE hop (tenant_id, place) AS (
    (SELECT first.*, 1 FROM (${tenant('$2::uuid')}) first)
    UNION ALL
    SELECT next.*, hop.place + 1 FROM hop CROSS JOIN LATERAL (${tenant('hop.tenant_id')}) next WHERE hop.place < $1::int
  ), ranked AS (
    SELECT r.id, row_number() OVER (PARTITION BY hop.tenant_id ORDER BY r.ord) AS turn
    FROM hop CROSS JOIN LATERAL (
      SELECT id, ${order} AS ord FROM ${table} WHERE tenant_id = hop.tenant_id AND ${condition}
      ORDER BY ${order} LIMIT least($1::int, 10 * $1::int / nullif((SELECT count(*) FROM hop), 0))) r
  )
  SELECT ARRAY(SELECT id FROM ranked ORDER BY turn LIMIT $1::int) AS ids,
    (SELECT tenant_id FROM hop ORDER BY place DESC LIMIT 1) AS last`;
}
