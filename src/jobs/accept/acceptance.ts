import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { Inserted, Places } from '../ledger/insert.sql.js';
import type { JobRow } from '../ledger/job-row.js';
import { Ledger, type NewJob } from '../ledger/ledger.js';
import { MicroBatch } from '../ledger/micro-batch.js';
import { Relay } from '../relay/relay.js';

/** From so many jobs on, a call is a group by itself. */
const A_CROWD = 100;

/**
 * Where jobs become durable: in the caller's transaction if one is open, else by group commit, which puts the jobs of
 * many callers into one statement. Either way the job is in Postgres when the promise resolves.
 */
@Injectable()
export class Acceptance {
  private readonly group = new MicroBatch<NewJob[], JobRow[]>((calls) => this.commit(calls), 200, 2);

  constructor(
    private readonly tenantDb: TenantDatabase,
    private readonly systemDb: SystemDatabase,
    private readonly context: RequestContext,
    private readonly ledger: Ledger,
    private readonly relay: Relay,
  ) {}

  /**
   * Accepts checked jobs of the current tenant; answers their rows in order. For a dedupe key that is in use, the
   * unfinished job that has it.
   * @throws AppError CONFLICT when that job finished at this very moment.
   */
  accept(jobs: NewJob[]): Promise<JobRow[]> {
    if (this.context.store.transaction)
      return this.tenantDb.transaction(async (tx) => {
        const rows = await this.insert(tx, [jobs], new Map());
        this.tenantDb.afterCommit(() => this.relay.accepted(rows.made));
        return rows.answers[0]!;
      });
    return jobs.length >= A_CROWD ? this.commit([jobs]).then(([rows]) => rows!) : this.group.add(jobs);
  }

  private async commit(calls: NewJob[][]): Promise<JobRow[][]> {
    const names = new Set(calls.flatMap((jobs) => jobs.map((job) => job.name)));
    const db = { rows: <Row>(sql: string, parameters?: unknown[]) => this.systemDb.prepared<Row>(sql, parameters) };
    const rows = await this.insert(db, calls, this.relay.places(names));
    this.relay.accepted(rows.made);
    return rows.answers;
  }

  private async insert(db: Pick<Tx, 'rows'>, calls: NewJob[][], places: Places) {
    const all = calls.flat();
    const inserted = await this.ledger.insert(db, all, places);
    const taken = all.filter((job) => !inserted.has(job.id));
    const others = taken.length > 0 ? await this.holders(db, taken) : new Map<string, JobRow>();
    const rowOf = (job: NewJob): JobRow => {
      const mine = inserted.get(job.id);
      const row = mine ? rowFrom(job, mine) : others.get(keyOf(job.tenantId, job.name, job.dedupeKey));
      // The job that had the key finished in between: a retry of the request will be accepted.
      if (!row) throw new AppError('CONFLICT', 'The same work has just finished; ask again to run it anew');
      return row;
    };
    const made = all.flatMap((job) => {
      const mine = inserted.get(job.id);
      return mine ? [{ name: job.name, inserted: mine }] : [];
    });
    return { answers: calls.map((jobs) => jobs.map(rowOf)), made };
  }

  /** The unfinished jobs that hold the dedupe keys. */
  private async holders(db: Pick<Tx, 'rows'>, jobs: readonly NewJob[]): Promise<Map<string, JobRow>> {
    const rows = await db.rows<JobRow>(
      `SELECT j.* FROM job_live j JOIN unnest($1::uuid[], $2::text[], $3::text[]) AS k(tenant_id, name, dedupe_key)
         USING (tenant_id, name, dedupe_key)`,
      [jobs.map((job) => job.tenantId), jobs.map((job) => job.name), jobs.map((job) => job.dedupeKey)],
    );
    return new Map(rows.map((row) => [keyOf(row.tenant_id, row.name, row.dedupe_key), row]));
  }
}

function keyOf(tenantId: string, name: string, key: string | null): string {
  return `${tenantId}\n${name}\n${key}`;
}

/** The row as Postgres has it now, without asking for it. */
function rowFrom(job: NewJob, inserted: Inserted): JobRow {
  return {
    id: job.id,
    tenant_id: job.tenantId,
    name: job.name,
    status: inserted.status,
    priority: job.priority,
    rank: job.priority,
    due_by: job.dueBy ?? null,
    data: JSON.parse(job.data) as Record<string, unknown>,
    result: null,
    error: null,
    progress: 0,
    attempt: 0,
    max_attempts: job.maxAttempts,
    crashes: 0,
    token: 0,
    run_at: inserted.run_at,
    due: inserted.due,
    cancel_requested_at: null,
    dedupe_key: job.dedupeKey,
    batch_id: job.batchId ?? null,
    hotel_id: job.hotelId,
    schedule_id: job.scheduleId ?? null,
    created_by: job.createdBy ?? null,
    request_id: job.requestId ?? null,
    worker: null,
    metadata: job.metadata ?? {},
    created_at: inserted.created_at,
    scheduled_for: inserted.scheduled_for,
    started_at: null,
    completed_at: null,
  };
}
