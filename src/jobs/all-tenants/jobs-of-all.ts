import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { JobError, LedgerStatus } from '../ledger/job-row.js';
import { type Condition, conditionOf, EVERYBODY, type Source, type Whose } from '../queries/job-filter.js';
import { type Cursor, NEWEST_FIRST, readCursor, writeCursor } from '../queries/job-order.js';
import { COUNT_AT_MOST } from '../queries/job-search.js';
import { bareMessage } from './bare-message.js';

export interface TenantName {
  id: string;
  slug: string;
  name: string;
}

/** A job as an operator sees it: what went on, and nothing of the tenant's business. */
export interface JobOfAll {
  id: string;
  jobName: string;
  status: LedgerStatus;
  tenant: TenantName;
  createdAt: Date;
  runAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  attempts: number;
  maxAttempts: number;
  crashes: number;
  worker: string | null;
  error: BareError | null;
}

/** What went wrong, by its code and a message that names nobody. */
export interface BareError {
  code: string;
  message: string;
}

export interface JobsOfAllFilter {
  /** Slug. */
  tenant?: string;
  jobNames?: readonly string[];
  /** Words of either vocabulary. */
  statuses?: readonly string[];
  id?: string;
}

/** So far back final jobs are listed, in days: with a filter each tenant's part of the history is looked at, and so few months of it. */
const DAYS = 30;

const COLUMNS = `id, tenant_id, name, status, created_at, run_at, started_at, completed_at, attempt, max_attempts, crashes, worker, error`;
const VIEW = `j.id, j.name AS "jobName", j.status, j.created_at AS "createdAt", j.run_at AS "runAt", j.started_at AS "startedAt",
  j.completed_at AS "completedAt", j.attempt AS attempts, j.max_attempts AS "maxAttempts", j.crashes, j.worker, j.error,
  jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS tenant`;

/**
 * Jobs of all tenants for an operator, newest first. The indexes of the ledger begin with the tenant: with a filter they are asked for
 * each tenant's page, and the newest of these are shown; without one the order of ids alone is enough.
 */
@Injectable()
export class JobsOfAll {
  constructor(private readonly db: SystemDatabase) {}

  /** @throws AppError NOT_FOUND (tenant); VALIDATION_FAILED for a cursor of another list */
  async list(
    filter: JobsOfAllFilter,
    { limit, cursor: text }: { limit: number; cursor?: string },
  ): Promise<{ jobs: JobOfAll[]; total: number; nextCursor: string | null; previousCursor: string | null }> {
    const cursor = text === undefined ? undefined : readCursor(text, NEWEST_FIRST);
    const wanted = await this.wanted(filter);
    const [total, found] = await Promise.all([this.total(wanted), this.page(wanted, cursor, limit + 1)]);
    // One more was read than is shown: whether the list goes on.
    const more = found.length > limit;
    const jobs = found.slice(0, limit).map((row) => ({ ...row, error: bareError(row.error) }));
    if (cursor?.before) jobs.reverse();
    const place = (row: JobOfAll | undefined, before: boolean) =>
      row ? writeCursor({ sort: NEWEST_FIRST, before, part: 0, micros: null, id: row.id }) : null;
    const [after, earlier] = cursor?.before ? [true, more] : [more, cursor !== undefined];
    return {
      jobs,
      total,
      nextCursor: after ? place(jobs.at(-1), false) : null,
      previousCursor: earlier ? place(jobs[0], true) : null,
    };
  }

  private async wanted({ tenant, id, jobNames, statuses }: JobsOfAllFilter): Promise<Condition> {
    const search = id === undefined ? undefined : { from: id, to: id };
    return conditionOf(await this.whose(tenant, !search && Boolean(jobNames ?? statuses)), {
      jobNames,
      statuses,
      search,
    });
  }

  private async whose(slug: string | undefined, filtered: boolean): Promise<Whose> {
    if (slug === undefined) return filtered ? { column: 't.id' } : EVERYBODY;
    const tenant = await this.db.first<{ id: string }>('SELECT id FROM tenant WHERE slug = $1', [slug]);
    if (!tenant) throw notFound('Tenant');
    return tenant.id;
  }

  private page(wanted: Condition, cursor: Cursor | undefined, count: number): Promise<JobOfAll[]> {
    const values = [...wanted.values];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const by = cursor?.before ? 'ASC' : 'DESC';
    const after = cursor ? ` AND id ${cursor.before ? '>' : '<'} ${bind(cursor.id)}::uuid` : '';
    const limit = bind(count);
    return this.db.rows<JobOfAll>(
      `SELECT ${VIEW} FROM ${rowsOf(wanted, COLUMNS, `${after} ORDER BY id ${by} LIMIT ${limit}`)}
       ORDER BY j.id ${by} LIMIT ${limit}`,
      values,
    );
  }

  private async total(wanted: Condition): Promise<number> {
    const row = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM (SELECT 1 FROM ${rowsOf(wanted, 'tenant_id', '')} LIMIT ${COUNT_AT_MOST}) AS counted`,
      wanted.values,
    );
    return row!.total;
  }
}

/** The parts of the ledger that hold what is wanted, each with `tail` after its condition, beside their tenants `t`. */
function rowsOf({ source, condition }: Condition, columns: string, tail: string): string {
  const parts: Source[] = source === 'job' ? ['job_live', 'job_history'] : [source];
  const union = parts
    .map((part) => {
      const since = part === 'job_history' ? ` AND id >= ledger_floor(now() - interval '${DAYS} days')` : '';
      return `(SELECT ${columns} FROM ${part} WHERE ${condition}${since}${tail})`;
    })
    .join(' UNION ALL ');
  return condition.includes('tenant_id = t.id')
    ? `tenant t CROSS JOIN LATERAL (${union}) j`
    : `(${union}) j JOIN tenant t ON t.id = j.tenant_id`;
}

export function bareError(error: JobError | null): BareError | null {
  return error && { code: error.code, message: bareMessage(error.message) };
}
