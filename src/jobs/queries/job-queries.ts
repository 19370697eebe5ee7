import { Injectable } from '@nestjs/common';
import { containing } from '../../platform/database/like-pattern.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { CHILDREN } from '../batches/batches.sql.js';
import { countItems } from '../items/items.service.js';
import { BATCH, FINAL, type JobRow, type LedgerStatus, statusFilter } from '../ledger/job-row.js';
import {
  attemptLog,
  type AttemptRow,
  type ChildCounts,
  type JobDetail,
  type JobListItem,
  toListItem,
  toView,
} from '../ledger/job-view.js';

export interface JobFilter {
  jobName?: string;
  /** A word of either vocabulary, already checked. */
  status?: string;
  hotelId?: number;
  batchId?: string;
  /** Created at or after. */
  startDate?: Date;
  /** Created before. */
  endDate?: Date;
  /** Part of the error's code or message, case-insensitive. */
  error?: string;
  /** What the job's data contains: members and values at any depth from the root. */
  data?: Record<string, unknown>;
  limit: number;
  offset: number;
}

interface Search {
  source: 'job' | 'job_live' | 'job_history';
  condition: string;
  values: unknown[];
}

interface Page {
  rows: JobRow[];
  total: number;
}

/** Highest total that is counted out. */
export const COUNT_AT_MOST = 10_000;

export interface QueueCounts {
  waiting: number;
  active: number;
  completed: number;
  failed: number;
  delayed: number;
}

export interface JobStats {
  totalJobs: number;
  completedJobs: number;
  failedJobs: number;
  /** Completed among finished (completed + failed), percent with two decimals; 100 when nothing has finished. */
  successRate: number;
  averageDurationMs: number | null;
}

/** Days the totals look back. */
export const STATS_DAYS = 30;

const STATS_COLUMNS = `
  count(*)::int AS "totalJobs",
  count(*) FILTER (WHERE status = 'COMPLETED')::int AS "completedJobs",
  count(*) FILTER (WHERE status IN ('FAILED', 'DEAD'))::int AS "failedJobs",
  coalesce(round(100.0 * count(*) FILTER (WHERE status = 'COMPLETED')
    / nullif(count(*) FILTER (WHERE status IN ('COMPLETED', 'FAILED', 'DEAD')), 0), 2), 100)::float8 AS "successRate",
  round(avg(extract(epoch FROM completed_at - started_at) * 1000) FILTER (WHERE status = 'COMPLETED'))::float8
    AS "averageDurationMs"`;

/** Reads of the ledger for a tenant; row-level security does the scoping. */
@Injectable()
export class JobQueries {
  constructor(
    private readonly db: TenantDatabase,
    private readonly systemDb: SystemDatabase,
    private readonly context: RequestContext,
  ) {}

  /** @throws AppError NOT_FOUND, also for another tenant's job and for a job of another type. */
  async detail(id: string, type?: string): Promise<JobDetail> {
    return this.db.transaction(async (tx) => {
      const row = await tx.first<JobRow>('SELECT * FROM job WHERE id = $1', [id]);
      if (!row || (type && row.name !== type)) throw notFound('Job');
      const attempts = await tx.rows<AttemptRow>(
        'SELECT attempt, outcome, started_at, ended_at, error, retry_at FROM job_attempt WHERE job_id = $1 ORDER BY token',
        [id],
      );
      const view = { ...toView(row), attemptLog: attemptLog(row, attempts), items: await countItems(tx, id) };
      if (row.name !== BATCH) return view;
      const children = await tx.first<ChildCounts>(CHILDREN, [id]);
      return { ...view, progress: progressOf(children!), children: children! };
    });
  }

  /** True once the job will not change by itself any more. */
  async isFinal(id: string): Promise<boolean> {
    const row = await this.db.first('SELECT 1 FROM job WHERE id = $1 AND status = ANY($2::text[])', [id, FINAL]);
    return row !== undefined;
  }

  /**
   * Newest first. `total` is exact up to COUNT_AT_MOST and stays there above it.
   * Asked as the platform with the tenant named: under row-level security Postgres may not use the text and data indexes.
   */
  async list(filter: JobFilter): Promise<{ jobs: JobListItem[]; total: number }> {
    const search = searchFor(this.context.tenantId, filter);
    const page = (filter.error || filter.data) && (await this.searched(search, filter));
    const { rows, total } = page || (await this.inOrder(search, filter));
    return { jobs: rows.map(toListItem), total };
  }

  /** A page of what is read in the order of ids anyway. */
  private async inOrder({ source, condition, values }: Search, { limit, offset }: JobFilter): Promise<Page> {
    const [count, rows] = await Promise.all([
      this.systemDb.first<{ total: number }>(
        `SELECT count(*) AS total FROM (SELECT 1 FROM ${source} WHERE ${condition} LIMIT ${COUNT_AT_MOST}) AS counted`,
        values,
      ),
      this.systemDb.rows<JobRow>(
        `SELECT * FROM ${source} WHERE ${condition} ORDER BY id DESC LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
        [...values, limit, offset],
      ),
    ]);
    return { rows, total: count?.total ?? 0 };
  }

  /**
   * A page of what an index over texts or data finds, in no order: all hits first, then the newest of them. Undefined
   * when there are too many hits for that; then reading in order finds a page soon.
   */
  private async searched(
    { source, condition, values }: Search,
    { limit, offset }: JobFilter,
  ): Promise<Page | undefined> {
    const hits = await this.systemDb.rows<{ id: string; total: number }>(
      `WITH hits AS MATERIALIZED (SELECT id FROM ${source} WHERE ${condition} LIMIT ${COUNT_AT_MOST + 1}),
            page AS (SELECT id FROM hits ORDER BY id DESC LIMIT $${values.length + 1} OFFSET $${values.length + 2})
       SELECT page.id, n.total FROM (SELECT count(*) AS total FROM hits) n LEFT JOIN page ON true ORDER BY page.id DESC`,
      [...values, limit, offset],
    );
    const total = hits[0]?.total ?? 0;
    if (total > COUNT_AT_MOST) return undefined;
    const rows = await this.systemDb.rows<JobRow>(
      'SELECT * FROM job WHERE id = ANY($1::uuid[]) AND tenant_id = $2 ORDER BY id DESC',
      [hits.flatMap((hit) => hit.id ?? []), this.context.tenantId],
    );
    return { rows, total };
  }

  /** Jobs of one queue by Bull's states, of the last STATS_DAYS days. */
  async counts(name: string): Promise<QueueCounts> {
    const row = await this.db.first<QueueCounts>(
      `SELECT count(*) FILTER (WHERE status = 'QUEUED' OR (status = 'PENDING' AND due))::int AS waiting,
              count(*) FILTER (WHERE status = 'RUNNING')::int AS active,
              count(*) FILTER (WHERE status = 'COMPLETED')::int AS completed,
              count(*) FILTER (WHERE status IN ('FAILED', 'DEAD'))::int AS failed,
              count(*) FILTER (WHERE status = 'PENDING' AND NOT due)::int AS delayed
       FROM job WHERE name = $1 AND id >= ledger_floor(now() - make_interval(days => ${STATS_DAYS}))`,
      [name],
    );
    return row!;
  }

  /** Totals of the last STATS_DAYS days, and the same for each kind, in one reading. */
  async stats(): Promise<JobStats & { byJob: (JobStats & { jobName: string })[] }> {
    const rows = await this.db.rows<JobStats & { jobName: string | null; whole: boolean }>(
      `SELECT name AS "jobName", GROUPING(name) = 1 AS whole, ${STATS_COLUMNS}
       FROM job WHERE id >= ledger_floor(now() - make_interval(days => ${STATS_DAYS}))
       GROUP BY GROUPING SETS ((), (name)) ORDER BY name`,
    );
    const figures = rows.map(({ whole, jobName, ...stats }) => ({ whole, jobName: jobName!, stats }));
    const total = figures.find(({ whole }) => whole)!.stats;
    const byJob = figures.filter(({ whole }) => !whole).map(({ jobName, stats }) => ({ jobName, ...stats }));
    return { ...total, byJob };
  }
}

function searchFor(tenantId: string, filter: JobFilter): Search {
  const values: unknown[] = [tenantId];
  const conditions = ['tenant_id = $1'];
  const add = (condition: string, value: unknown) =>
    conditions.push(condition.replaceAll('?', `$${values.push(value)}`));
  if (filter.jobName) add('name = ?', filter.jobName);
  if (filter.hotelId !== undefined) add('hotel_id = ?', filter.hotelId);
  if (filter.batchId) add('batch_id = ?', filter.batchId);
  // The id tells the month's partition; its clock may differ from Postgres's a little, so created_at decides.
  if (filter.startDate)
    add(`created_at >= ? AND id >= ledger_floor(?::timestamptz - interval '1 hour')`, filter.startDate);
  if (filter.endDate) add(`created_at < ? AND id < ledger_floor(?::timestamptz + interval '1 hour')`, filter.endDate);
  const status = filter.status ? statusFilter(filter.status) : undefined;
  if (status) add('status = ANY(?::text[])', status.statuses);
  // Said outright, so that the index of what did not go well can answer.
  if (status && !status.statuses.includes('COMPLETED')) conditions.push(`status <> 'COMPLETED'`);
  // A rung job is waiting, whatever its run_at: `due` tells pending ones apart only.
  if (status?.due !== undefined) add(`due = ?`, status.due);
  if (filter.error)
    add(`error IS NOT NULL AND (error ->> 'code') || ' ' || (error ->> 'message') ILIKE ?`, containing(filter.error));
  if (filter.data) add('data @> ?::jsonb', JSON.stringify(filter.data));
  return { source: sourceOf(status?.statuses), condition: conditions.join(' AND '), values };
}

/** The part of the ledger that can hold these statuses. */
function sourceOf(statuses: readonly LedgerStatus[] = []): Search['source'] {
  if (statuses.length === 0) return 'job';
  const final = statuses.filter((status) => FINAL.includes(status)).length;
  return final === statuses.length ? 'job_history' : final === 0 ? 'job_live' : 'job';
}

function progressOf({ total, completed, failed, cancelled }: ChildCounts): number {
  return total === 0 ? 100 : Math.floor((100 * (completed + failed + cancelled)) / total);
}
