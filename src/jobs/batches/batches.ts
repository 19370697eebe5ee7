import { Injectable, Logger } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/tx.js';
import type { JobRow } from '../ledger/job-row.js';
import { JobWatch } from '../watch/job-watch.js';
import { JobEndStatements } from '../ledger/job-end.js';
import { Ledger, type NewJob } from '../ledger/ledger.js';
import { newId } from '../ledger/new-id.js';
import { DONE, OPEN, PERHAPS, SETTLE } from './batches.sql.js';

/** The job to start when every child is final, whatever its outcome. */
export type OnComplete = Pick<NewJob, 'name' | 'data' | 'priority' | 'maxAttempts' | 'hotelId'>;

/** How long the ends of children are gathered, ms. */
const TOUCH_MS = 20;

interface Done {
  id: string;
  tenant_id: string;
  on_complete: OnComplete | null;
}

/** Batches: a batch is a job that runs as long as its children do, and is settled when the last one ends. */
@Injectable()
export class Batches {
  private readonly logger = new Logger('Batches');
  private readonly touched = new Set<string>();
  private readonly settleSql: string;

  constructor(
    private readonly db: SystemDatabase,
    private readonly ledger: Ledger,
    private readonly watch: JobWatch,
    jobEnds: JobEndStatements,
  ) {
    this.settleSql = jobEnds.sql(SETTLE);
  }

  /** Opens a batch in the caller's transaction; its children are inserted with its id. */
  async open(
    tx: Tx,
    batch: { id?: string; tenantId: string; total: number; data: object; hotelId: number | null } & Pick<
      NewJob,
      'createdBy' | 'requestId'
    >,
    onComplete: OnComplete | null,
  ): Promise<JobRow> {
    const { id = newId(), tenantId, total, data, hotelId, createdBy = null, requestId = null } = batch;
    await tx.run('INSERT INTO job_batch (id, tenant_id, total, on_complete) VALUES ($1, $2, $3, $4::jsonb)', [
      id,
      tenantId,
      total,
      onComplete && JSON.stringify(onComplete),
    ]);
    const row = await tx.first<JobRow>(OPEN, [id, tenantId, JSON.stringify(data), hotelId, createdBy, requestId]);
    return row!;
  }

  /** Called when a child of this batch has ended, possibly the last. Returns at once; looks soon, once for many children. */
  touch(id: string): void {
    if (this.touched.size === 0) setTimeout(() => void this.settleTouched(), TOUCH_MS);
    this.touched.add(id);
  }

  /** Settles every batch whose children are final, also those that touch() was not called for. */
  async settleAll(): Promise<void> {
    await this.settle(null);
  }

  private async settleTouched(): Promise<void> {
    const ids = [...this.touched];
    this.touched.clear();
    await this.settle(ids).catch((error: Error) => this.logger.warn(`batches: ${error.message}`));
  }

  private async settle(these: string[] | null): Promise<void> {
    // Most children are not the last, so the batch is not locked unless it may be done.
    if (these && (await this.db.prepared(PERHAPS, [these])).length === 0) return;
    const settled = await this.db.transaction(async (tx) => {
      const done = await tx.rows<Done>(DONE, [these]);
      if (done.length === 0) return [];
      const rows = await tx.rows<{ id: string }>(this.settleSql, [done.map(({ id }) => id)]);
      const ids = new Set(rows.map(({ id }) => id));
      const next = done.flatMap((batch) => (ids.has(batch.id) ? (this.next(batch) ?? []) : []));
      await this.ledger.insert(tx, next);
      return [...ids];
    });
    for (const id of settled) this.watch.nudge(id);
  }

  private next({ id, tenant_id, on_complete }: Done): NewJob | undefined {
    if (!on_complete) return undefined;
    return {
      ...on_complete,
      id: newId(),
      tenantId: tenant_id,
      runAt: null,
      dedupeKey: null,
      // It is no child, since the batch is over; its handler finds the batch by this id.
      metadata: { batchId: id },
    };
  }
}
