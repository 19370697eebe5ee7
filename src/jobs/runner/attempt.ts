import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Completed, JobContext } from '../contract/job-context.js';
import { LeaseLostError, SnoozeError } from '../contract/job-errors.js';
import type { EffectAnswer, EffectOptions, Send } from '../contract/effect.js';
import type { EffectRunner } from '../effects/effect-runner.js';
import type { ItemDetails, ItemOutcome } from '../contract/item.js';
import type { ItemLog } from '../items/item-log.js';
import { TODO } from '../items/items.sql.js';
import type { Ledger } from '../ledger/ledger.js';
import type { RunningJob } from './running-job.js';

/** Least time between two writes of progress, ms. */
const PROGRESS_EVERY_MS = 500;
const SNOOZE_MIN_MS = 1_000;
const SNOOZE_MAX_MS = 30 * 86_400_000;

/** Made when an attempt first needs them: most never do. */
export interface Tools {
  items(name: string, job: RunningJob): ItemLog;
  effects(name: string, job: RunningJob): EffectRunner;
}

/** The context of one attempt: everything it writes is fenced by its token. */
export class Attempt implements JobContext {
  readonly jobId: string;
  readonly tenantId: string;
  readonly attempt: number;
  readonly scheduledFor: Date;
  readonly batchId: string | null;
  private itemLog?: ItemLog;
  private effectRunner?: EffectRunner;
  private percent = 0;
  private progressWritten = -Infinity;
  private progressTimer?: NodeJS.Timeout;
  private progressWrite?: Promise<void>;
  private finished?: unknown;

  constructor(
    private readonly name: string,
    private readonly job: RunningJob,
    private readonly ledger: Ledger,
    private readonly db: TenantDatabase,
    private readonly tools: Tools,
    private readonly leaseMs: number,
  ) {
    const { row } = job;
    this.jobId = row.id;
    this.tenantId = row.tenant_id;
    this.attempt = row.attempt;
    this.scheduledFor = row.scheduled_for;
    this.batchId = row.batch_id ?? row.follows;
  }

  get signal(): AbortSignal {
    return this.job.signal;
  }

  progress(percent: number): void {
    this.percent = Math.max(this.percent, Math.min(100, Math.floor(percent)));
    if (this.progressTimer) return;
    const wait = this.progressWritten + PROGRESS_EVERY_MS - performance.now();
    if (wait <= 0) return this.writeProgress();
    // What was said last is written too, though a long step may follow that says nothing.
    this.progressTimer = setTimeout(() => this.writeProgress(), wait).unref();
  }

  private writeProgress(): void {
    this.progressTimer = undefined;
    this.progressWritten = performance.now();
    // A write that fails must not make the attempt fail; one that comes after its end changes nothing.
    this.progressWrite = this.ledger.progress(this.job, this.percent).catch(() => undefined);
  }

  /** Waits until what was said last is written: an attempt that fails or is cancelled ends with the progress that it had. */
  async lastProgress(): Promise<void> {
    if (this.progressTimer) {
      clearTimeout(this.progressTimer);
      this.writeProgress();
    }
    await this.progressWrite;
  }

  snooze(ms: number): never {
    throw new SnoozeError(Math.min(Math.max(ms, SNOOZE_MIN_MS), SNOOZE_MAX_MS));
  }

  item(key: string, outcome: ItemOutcome, details: ItemDetails = {}): void {
    this.items.add(key, outcome, details, this.db.open);
  }

  async todo<Key extends string>(keys: readonly Key[]): Promise<Key[]> {
    await this.items.flush();
    return (await this.db.rows<{ key: Key }>(TODO, [this.jobId, keys])).map(({ key }) => key);
  }

  effect<R extends object>(options: EffectOptions<R>, send: Send<R>): Promise<EffectAnswer<R>> {
    this.throwIfAborted();
    if (this.db.open)
      throw new Error(
        `The effect "${options.key}" may not be done inside a transaction: it would stay open during the call`,
      );
    return this.effects.run(options, send);
  }

  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    this.throwIfAborted();
    let leaseEnds = 0;
    const work = this.db.transaction(async (tx) => {
      if (this.items.isGathering(tx)) return fn(tx);
      const { result, items } = await this.items.gather(tx, fn);
      // At the end and not at the start, because a lock on the ledger row during long SQL would block the heartbeat.
      const held = items.length > 0 ? await this.items.write(tx, items) : await this.ledger.fence(tx, this.job);
      if (!held) throw new LeaseLostError();
      leaseEnds = await this.extended(tx);
      return result;
    });
    return work.then((result) => {
      this.job.leaseEnds = Math.max(this.job.leaseEnds, leaseEnds);
      return result;
    });
  }

  /**
   * Heartbeats skip a row that is locked. A job whose transactions follow each other closely, or run side by side, would lose its
   * lease by that: a transaction that finds half of it gone extends it. @returns when it ends then; 0: as before
   */
  private async extended(tx: Tx): Promise<number> {
    const now = performance.now();
    if (this.job.leaseEnds - now > this.leaseMs / 2) return 0;
    await this.ledger.extend(tx, this.job, this.leaseMs);
    return now + this.leaseMs;
  }

  async complete<Result>(fn: (tx: Tx) => Promise<Result>): Promise<Completed<Result>> {
    this.throwIfAborted();
    const result = await this.db.transaction(async (tx) => {
      const { result: value, items } = await this.items.gather(tx, fn);
      // Items can only be written before the job ends.
      const all = this.items.all(items);
      if (all.length > 0 && !(await this.items.write(tx, all))) throw new LeaseLostError();
      if (!(await this.ledger.completeIn(tx, this.job, value))) throw new LeaseLostError();
      return value;
    });
    this.items.discard();
    this.finished = { result };
    return this.finished as Completed<Result>;
  }

  /** Whether there may be items that are not written yet. */
  get hasItems(): boolean {
    return this.itemLog !== undefined;
  }

  /** Writes what is left of the items. */
  async close(): Promise<void> {
    await this.itemLog?.close();
  }

  /** True once complete() has committed, whatever the handler did afterwards. */
  get committed(): boolean {
    return this.finished !== undefined;
  }

  private get items(): ItemLog {
    return (this.itemLog ??= this.tools.items(this.name, this.job));
  }

  private get effects(): EffectRunner {
    return (this.effectRunner ??= this.tools.effects(this.name, this.job));
  }

  private throwIfAborted(): void {
    if (this.job.reason) throw this.job.reason;
  }
}
