import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { CHILDREN } from '../batches/batches.sql.js';
import { countItems } from '../items/items.service.js';
import { BATCH, FINAL, type JobRow } from '../ledger/job-row.js';
import { attemptLog, type AttemptRow, type ChildCounts, type JobDetail, toView } from '../ledger/job-view.js';

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
  constructor(private readonly db: TenantDatabase) {}

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

function progressOf({ total, completed, failed, cancelled }: ChildCounts): number {
  return total === 0 ? 100 : Math.floor((100 * (completed + failed + cancelled)) / total);
}
