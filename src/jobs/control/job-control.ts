import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { FINAL, type JobRow, type LedgerStatus } from '../ledger/job-row.js';
import { type JobView, toView } from '../ledger/job-view.js';
import { Relay } from '../relay/relay.js';
import { CANCEL_CHANNEL } from './cancel-listener.js';

/** What can be run again: it ended, and not well. */
const RETRYABLE: readonly LedgerStatus[] = ['FAILED', 'DEAD', 'CANCELLED'];

/** What people do to a single job: cancel it, run it again. */
@Injectable()
export class JobControl {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly relay: Relay,
  ) {}

  /**
   * Cancels a job. One that waits ends at once; a running one is told through its signal, on whichever worker
   * it runs, and ends as cancelled unless it completes first.
   * @throws AppError NOT_FOUND; CONFLICT when it is final already.
   */
  async cancel(id: string): Promise<JobView> {
    return this.db.transaction(async (tx) => {
      const before = await this.lock(id);
      if (FINAL.includes(before.status)) throw new AppError('CONFLICT', `The job is ${before.status} already`);
      const row = await tx.first<JobRow>(
        before.status === 'RUNNING'
          ? `UPDATE job SET cancel_requested_at = coalesce(cancel_requested_at, now()) WHERE id = $1 RETURNING *`
          : `UPDATE job SET status = 'CANCELLED', cancel_requested_at = now(), completed_at = now(),
                    epoch = epoch + 1 WHERE id = $1 RETURNING *`,
        [id],
      );
      if (before.status === 'RUNNING') await tx.run('SELECT pg_notify($1, $2)', [CANCEL_CHANNEL, id]);
      return toView(row!);
    });
  }

  /**
   * Runs a failed or cancelled job again from its first attempt; its dead letter, if any, counts as requeued.
   * @param data replaces the job's data (JSON text, checked by the caller)
   * @throws AppError NOT_FOUND; CONFLICT when it waits, runs, or has completed.
   */
  async retry(id: string, data?: string): Promise<JobView> {
    return this.db.transaction(async () => {
      const before = await this.lock(id);
      if (!RETRYABLE.includes(before.status))
        throw new AppError('CONFLICT', `Only a failed or cancelled job can be retried; this one is ${before.status}`);
      const [row] = await this.retryAll([id], data);
      return toView(row!);
    });
  }

  /** The same for many at once; those that cannot be retried are left alone. Answers the rows that will run. */
  async retryAll(ids: readonly string[], data?: string): Promise<JobRow[]> {
    return this.db.transaction(async (tx) => {
      const rows = await tx.rows<JobRow>(
        `UPDATE job SET status = 'PENDING', due = true, run_at = now(), attempt = 0, crashes = 0, epoch = epoch + 1,
                rung_at = NULL, checked_at = NULL, cancel_requested_at = NULL, completed_at = NULL, started_at = NULL,
                progress = 0, error = NULL, dedupe_key = NULL, data = coalesce($2::jsonb, data)
         WHERE id = ANY($1::uuid[]) AND status = ANY($3::text[]) RETURNING *`,
        [ids, data ?? null, RETRYABLE],
      );
      await tx.run(
        `UPDATE dead_letter SET resolved_at = now(), resolution = 'requeued', resolved_by = $2
         WHERE job_id = ANY($1::uuid[]) AND resolved_at IS NULL`,
        [rows.map((row) => row.id), this.context.principal?.userId ?? null],
      );
      const names = new Set(rows.map((row) => row.name));
      this.db.afterCommit(() => names.forEach((name) => this.relay.wake(name)));
      return rows;
    });
  }

  private async lock(id: string): Promise<JobRow> {
    const row = await this.db.first<JobRow>('SELECT * FROM job WHERE id = $1 FOR UPDATE', [id]);
    if (!row) throw notFound('Job');
    return row;
  }
}
