import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { Batches } from '../batches/batches.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { isPlatformKind } from '../contract/define-job.js';
import { FORGET_ITEMS, TODO } from '../items/items.sql.js';
import { BATCH, FINAL, type JobRow, type LedgerStatus } from '../ledger/job-row.js';
import { JobEndStatements } from '../ledger/job-end.js';
import { HOLD_KEYS_OF } from '../ledger/key-locks.sql.js';
import { type JobView, toView } from '../ledger/job-view.js';
import { Relay } from '../relay/relay.js';
import { CANCEL_CHANNEL } from './cancel-listener.js';
import {
  CANCEL_RUNNING,
  CANCEL_WAITING,
  MAKE_DUE,
  LOCK_BATCHES,
  LOCK_FINAL,
  LOCK_LIVE,
  LOOK_AT,
  REOPEN,
  RETRY,
  TAKE_KEYS,
} from './control.sql.js';

/** Other data for a job that runs again, checked by the caller. */
export interface Edit {
  /** JSON text. */
  data: string;
  /** Hotel the data is for; undefined where the data does not tell. */
  hotelId?: number | null;
}

/** Statuses of jobs that can be run again: they ended without success. */
const RETRYABLE: readonly LedgerStatus[] = ['FAILED', 'DEAD', 'CANCELLED'];

/** What people do to a job: cancel it, run it again. Of a batch: to its children. */
@Injectable()
export class JobControl {
  private readonly cancelWaitingSql: string;

  constructor(
    private readonly db: TenantDatabase,
    private readonly system: SystemDatabase,
    private readonly context: RequestContext,
    private readonly batches: Batches,
    private readonly relay: Relay,
    private readonly contracts: ContractRegistry,
    jobEnds: JobEndStatements,
  ) {
    this.cancelWaitingSql = jobEnds.sql(CANCEL_WAITING);
  }

  /**
   * Cancels a job. One that waits ends at once; a running one is told through its signal, on whichever worker
   * it runs, and ends as cancelled unless it completes first. A batch ends when its last child has.
   * @throws AppError NOT_FOUND; FORBIDDEN for a job of the platform; CONFLICT when it is final already.
   */
  async cancel(id: string): Promise<JobView> {
    return this.db.transaction(async (tx) => {
      const job = await this.find(tx, id);
      this.checkNotPlatform(job);
      if (FINAL.includes(job.status)) throw new AppError('CONFLICT', `The job is ${job.status} already`);
      const [row] = await this.cancelAll(tx, [id]);
      if (job.name === BATCH) await this.cancelAll(tx, await this.children(tx, id, 'job_live'));
      // No row: the job has ended meanwhile.
      return toView(row ?? (await this.find(tx, id)));
    });
  }

  /**
   * Runs a failed or cancelled job again from its first attempt; its dead letter, if any, counts as requeued.
   * Of a batch: its children that did not complete.
   * A completed job runs again if it left failed items.
   * @param edit replaces the job's data: it then starts anew, whatever its items are
   * @param failedItemsOnly keeps the items that were done: the handler leaves them out (ctx.todo)
   * @throws AppError NOT_FOUND; FORBIDDEN for a job of the platform; CONFLICT when there is nothing to run again, for a batch that a
   * route of its feature runs again, and for other data for a batch, which has none of its own.
   */
  async retry(id: string, edit?: Edit, failedItemsOnly = false): Promise<JobView> {
    return this.db.transaction(async (tx) => {
      const job = await this.find(tx, id);
      this.checkNotPlatform(job);
      const batch = job.name === BATCH;
      if (batch && edit) throw new AppError('CONFLICT', 'A batch has no data to run with: its jobs have their own');
      if (batch) await this.checkRetriedHere(tx, id);
      const rows = await this.retryAll(
        batch ? await this.children(tx, id, 'job_history') : [id],
        edit,
        failedItemsOnly,
      );
      if (rows.length === 0)
        throw new AppError(
          'CONFLICT',
          batch
            ? 'No job of this batch has failed or was cancelled'
            : `Only a failed or cancelled job, or one with failed items, can be retried; this one is ${job.status}`,
        );
      return toView(batch ? await this.find(tx, id) : rows[0]!);
    });
  }

  /** The same for many at once; those that cannot be retried are left alone. Answers the rows that will run. */
  async retryAll(ids: readonly string[], edit?: Edit, failedItemsOnly = false): Promise<JobRow[]> {
    return this.db.transaction(async (tx) => {
      await this.holdFinal(tx, ids);
      // One job at a time carries a delivery out, or a message: whoever looks for it finds it by its key.
      const keyed = this.contracts.platformKinds();
      await tx.run(TAKE_KEYS, [ids, keyed]);
      const rows = await tx.rows<JobRow>(RETRY, [
        ids,
        RETRYABLE,
        edit?.data ?? null,
        edit?.hotelId ?? null,
        edit !== undefined && edit.hotelId !== undefined,
        keyed,
      ]);
      // Items of the earlier data say nothing about the new data.
      await tx.run(FORGET_ITEMS, [rows.map((row) => row.id), failedItemsOnly && edit === undefined]);
      await tx.run(
        `UPDATE dead_letter SET resolved_at = now(), resolution = 'requeued', resolved_by = $2
         WHERE job_id = ANY($1::uuid[]) AND resolved_at IS NULL`,
        [rows.map((row) => row.id), this.context.principal?.userId ?? null],
      );
      const batches = new Set(rows.flatMap((row) => row.batch_id ?? []));
      if (batches.size > 0) await tx.rows(REOPEN, [[...batches]]);
      const names = new Set(rows.map((row) => row.name));
      this.db.afterCommit(() => names.forEach((name) => this.relay.wake(name)));
      this.tell(rows.map((row) => row.id));
      return rows;
    });
  }

  /**
   * Readers of the tenant's events learn that these jobs wait again. After the commit, so that nobody waits for the feed's row while he
   * holds jobs; what is lost with the process is told when the jobs run.
   */
  private tell(ids: readonly string[]): void {
    const { tenantId } = this.context;
    if (ids.length > 0)
      this.db.afterCommit(() => void this.system.run(LOOK_AT, [tenantId, ids]).catch(() => undefined));
  }

  /** Locks final jobs, and so their dead letters, which are only written by transactions that have locked the job. */
  async holdFinal(tx: Tx, ids: readonly string[]): Promise<void> {
    // Before the children are moved: a batch that is being settled has either ended by then, or counts them as live.
    await tx.run(LOCK_BATCHES, [ids]);
    await tx.run(LOCK_FINAL, [ids]);
  }

  private async checkRetriedHere(tx: Tx, batchId: string): Promise<void> {
    const kind = await tx.first<{ name: string }>(
      'SELECT name FROM job_history WHERE batch_id = $1 AND name = ANY($2::text[]) LIMIT 1',
      [batchId, this.contracts.retriedElsewhere()],
    );
    const route = kind && this.contracts.get(kind.name)?.retryRoute?.replace('{batchId}', batchId);
    if (route) throw new AppError('CONFLICT', `The jobs of this batch are run again by ${route}`);
  }

  /** Makes the tenant's delayed job with this dedupe key due now. False when there is no such job. */
  async makeDue(tx: Tx, name: string, dedupeKey: string): Promise<boolean> {
    const changed = await tx.run(MAKE_DUE, [name, dedupeKey]);
    if (changed > 0) this.db.afterCommit(() => this.relay.wake(name));
    return changed > 0;
  }

  /** Jobs of the platform carry out deliveries and messages: these have routes of their own, and cancelling would leave their rows unfinished. */
  private checkNotPlatform(job: JobRow): void {
    const contract = this.contracts.get(job.name);
    if (contract && isPlatformKind(contract))
      throw new AppError(
        'FORBIDDEN',
        `${job.name} jobs are the platform's: they are neither cancelled nor retried by hand`,
      );
  }

  /** Cancels the jobs among these that are not final, of any user. Inside the caller's transaction. */
  async cancelAll(tx: Tx, ids: string[]): Promise<JobRow[]> {
    await tx.run(HOLD_KEYS_OF, [ids]);
    // Locked first: a job that a worker claimed between the two statements would be missed by both.
    await tx.run(LOCK_LIVE, [ids]);
    const ended = await tx.rows<JobRow>(this.cancelWaitingSql, [ids]);
    const told = await tx.rows<JobRow>(CANCEL_RUNNING, [ids, CANCEL_CHANNEL]);
    const batches = new Set(ended.flatMap((row) => row.batch_id ?? []));
    for (const row of [...ended, ...told]) if (row.name === BATCH) batches.add(row.id);
    this.db.afterCommit(() => batches.forEach((id) => this.batches.touch(id)));
    return [...ended, ...told];
  }

  /** The same for what a filter found, of batches their jobs too. Answers the ids of those that end or were told to stop. */
  async cancelMany(tx: Tx, jobs: readonly { id: string; name: string }[]): Promise<ReadonlySet<string>> {
    const batches = jobs.filter(({ name }) => name === BATCH).map(({ id }) => id);
    const children = await tx.rows<{ id: string }>('SELECT id FROM job_live WHERE batch_id = ANY($1::uuid[])', [
      batches,
    ]);
    const rows = await this.cancelAll(tx, [...new Set([...jobs, ...children].map(({ id }) => id))]);
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Runs again what a filter found, of batches their jobs; not of those that a route of their feature runs again. Answers the ids of
   * what runs again, batches too.
   * @param by the job that does so: what is among its items has run again already
   */
  async retryMany(
    tx: Tx,
    jobs: readonly { id: string; name: string }[],
    by: string,
    failedItemsOnly?: boolean,
  ): Promise<ReadonlySet<string>> {
    const batches = jobs.filter(({ name }) => name === BATCH).map(({ id }) => id);
    const children = await tx.rows<{ id: string }>(
      'SELECT id FROM job_history WHERE batch_id = ANY($1::uuid[]) AND name <> ALL($2::text[])',
      [batches, this.contracts.retriedElsewhere()],
    );
    const ids = [...new Set([...jobs.filter(({ name }) => name !== BATCH), ...children].map(({ id }) => id))];
    const todo = await tx.rows<{ key: string }>(TODO, [by, ids]);
    const rows = await this.retryAll(
      todo.map(({ key }) => key),
      undefined,
      failedItemsOnly,
    );
    const again = new Set(rows.map(({ batch_id }) => batch_id));
    return new Set([...rows.map(({ id }) => id), ...batches.filter((id) => again.has(id))]);
  }

  private async children(tx: Tx, batchId: string, table: 'job_live' | 'job_history'): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(`SELECT id FROM ${table} WHERE batch_id = $1`, [batchId]);
    return rows.map((row) => row.id);
  }

  private async find(tx: Tx, id: string): Promise<JobRow> {
    const row = await tx.first<JobRow>('SELECT * FROM job WHERE id = $1', [id]);
    if (!row) throw notFound('Job');
    return row;
  }
}
