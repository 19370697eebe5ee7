import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { JobError } from '../ledger/job-row.js';
import { type BareError, bareError, type TenantName } from './jobs-of-all.js';

export interface GroupOfAll {
  fingerprint: string;
  jobName: string;
  /** Of the newest. */
  error: BareError;
  count: number;
  /** How many tenants are concerned. */
  tenants: number;
  /** Those with the most of them. */
  most: (TenantName & { count: number })[];
  first: Date;
  last: Date;
}

export interface GroupsOfAllFilter {
  /** Slug. */
  tenant?: string;
  jobName?: string;
  reason?: string;
}

/** How many tenants a group names. */
const NAMED = 5;

/** $1 slug, $2 kind, $3 reason, $4 limit, $5 offset. Open letters are as many as there is to mend, so all of them are read. */
const GROUPS = `
  WITH of_tenant AS MATERIALIZED (
    SELECT name, fingerprint, tenant_id, count(*)::int AS count, min(created_at) AS first, max(created_at) AS last,
      (array_agg(id ORDER BY created_at DESC))[1] AS newest
    FROM dead_letter
    WHERE resolved_at IS NULL AND ($1::text IS NULL OR tenant_id = (SELECT id FROM tenant WHERE slug = $1))
      AND ($2::text IS NULL OR name = $2) AND ($3::text IS NULL OR reason = $3)
    GROUP BY name, fingerprint, tenant_id
  ), page AS (
    SELECT name, fingerprint, sum(count)::int AS count, count(*)::int AS tenants, min(first) AS first, max(last) AS last,
      (array_agg(newest ORDER BY last DESC))[1] AS newest, (count(*) OVER ())::int AS total
    FROM of_tenant GROUP BY name, fingerprint ORDER BY sum(count) DESC, fingerprint LIMIT $4 OFFSET $5
  )
  SELECT p.fingerprint, p.name AS "jobName", d.error, p.count, p.tenants, m.most, p.first, p.last, p.total
  FROM page p JOIN dead_letter d ON d.id = p.newest CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'count', o.count)
                              ORDER BY o.count DESC, t.slug), '[]') AS most
    FROM (SELECT tenant_id, count FROM of_tenant WHERE name = p.name AND fingerprint = p.fingerprint
          ORDER BY count DESC, tenant_id LIMIT ${NAMED}) o JOIN tenant t ON t.id = o.tenant_id) m
  ORDER BY p.count DESC, p.fingerprint`;

type Row = Omit<GroupOfAll, 'error'> & { error: JobError; total: number };

/** What went wrong for good at all tenants, by the fingerprint of the error: whether one has it, or many. */
@Injectable()
export class DeadLettersOfAll {
  constructor(private readonly db: SystemDatabase) {}

  /** Open ones, the most numerous first. */
  async groups(
    { tenant, jobName, reason }: GroupsOfAllFilter,
    limit: number,
    offset: number,
  ): Promise<{ groups: GroupOfAll[]; total: number }> {
    const filter = [tenant ?? null, jobName ?? null, reason ?? null];
    const rows = await this.db.rows<Row>(GROUPS, [...filter, limit, offset]);
    const groups = rows.map(({ total: _, error, ...group }) => ({ ...group, error: bareError(error)! }));
    return { groups, total: rows[0]?.total ?? 0 };
  }
}
