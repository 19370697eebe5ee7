import { Injectable, Logger } from '@nestjs/common';
import { SystemDatabase } from '../database/system-database.js';

/** A run every hour; sooner after one that ran out of time. */
const EVERY_MS = 3_600_000;
const SOON_MS = 60_000;
/** Longest time of one task in one run, ms, so that the others run in the same hour. */
const TASK_MS = 60_000;
/** Longest statement and longest wait for a lock, ms. */
export const BATCH_MS = 10_000;
export const LOCK_MS = 2_000;
/** Rows of one statement. */
const AT_ONCE = 5_000;

export interface RetentionTask {
  /** The table, or what else it keeps, for the log. */
  what: string;
  /** Deletes what is too old, in steps, until nothing is left or the signal aborts. Answers how many rows were deleted. */
  keep(signal: AbortSignal): Promise<number>;
}

/** Which rows of a table are deleted. */
export interface Expiry {
  table: string;
  /** Condition for a row to be deleted; its parameters begin with $2. */
  expired: string;
  parameters?: readonly unknown[];
  /** Columns of an index by which the oldest are found first. */
  order: string;
}

/**
 * Deletes old rows of tables that only grow, in scheduler processes. The module that owns a table registers what of it is kept
 * and for how long. Statements are short, so that nobody waits for them; any number of processes may run them. They end as
 * soon as the process is to stop, and what was not committed is left to the next run.
 */
@Injectable()
export class Retention {
  private readonly logger = new Logger('Retention');
  private readonly tasks: RetentionTask[] = [];
  private readonly leaving = new AbortController();
  private timer?: NodeJS.Timeout;
  private pass?: Promise<void>;

  constructor(private readonly db: SystemDatabase) {}

  register(task: RetentionTask): void {
    this.tasks.push(task);
  }

  /** Registers one table's rows. */
  expire(expiry: Expiry): void {
    this.register({ what: expiry.table, keep: (signal) => this.inBatches(signal, ...deletion(expiry)) });
  }

  start(): void {
    this.look();
  }

  async stop(): Promise<void> {
    this.leaving.abort(new Error('The process is stopping'));
    clearTimeout(this.timer);
    await this.pass;
  }

  private look(): void {
    this.pass = this.keep(this.leaving.signal).then((finished) => {
      if (this.leaving.signal.aborted) return;
      this.timer = setTimeout(() => this.look(), finished ? EVERY_MS : SOON_MS);
      this.timer.unref();
    });
  }

  /**
   * Runs every task once. The others run even if one fails or runs out of time.
   * @param taskMs what each task may take
   * @returns false when one of them did not finish
   */
  async keep(signal: AbortSignal = this.leaving.signal, taskMs = TASK_MS): Promise<boolean> {
    let finished = true;
    for (const task of this.tasks) {
      if (signal.aborted) return false;
      const time = AbortSignal.timeout(taskMs);
      try {
        const gone = await task.keep(AbortSignal.any([signal, time]));
        if (gone > 0) this.logger.log(`${task.what}: let ${gone} old rows go`);
      } catch (error) {
        finished = false;
        if (signal.aborted) return false;
        if (time.aborted) this.logger.log(`${task.what}: more old rows than one look can let go; the next goes on`);
        else this.logger.warn(`${task.what}: ${(error as Error).message}`);
      }
    }
    return finished;
  }

  /** Runs a statement that touches at most $1 rows until it touches fewer. Answers how many it touched together. */
  async inBatches(
    signal: AbortSignal,
    sql: string,
    parameters: readonly unknown[] = [],
    atOnce = AT_ONCE,
  ): Promise<number> {
    let gone = 0;
    for (;;) {
      const batch = await this.db.interruptible(signal, { statementMs: BATCH_MS, lockMs: LOCK_MS }, (tx) =>
        tx.run(sql, [atOnce, ...parameters]),
      );
      gone += batch;
      if (batch < atOnce) return gone;
    }
  }
}

function deletion({ table, expired, parameters = [], order }: Expiry): [string, readonly unknown[]] {
  return [
    `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM ${table} WHERE ${expired} ORDER BY ${order} LIMIT $1::int FOR UPDATE SKIP LOCKED))`,
    parameters,
  ];
}
