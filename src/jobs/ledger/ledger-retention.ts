import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { BATCH_MS, LOCK_MS, Retention } from '../../platform/retention/retention.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { FREQUENT, LATE, LEFT_OVER, OPEN, ORPHANS, PAST, RETIRED } from './retention.sql.js';

const LOCK_KEY = 0x6e737274;
/** Postgres's code for a lock_timeout. */
const LOCK_NOT_AVAILABLE = '55P03';
/** Jobs of one statement, each with its items. */
const JOBS_AT_ONCE = 1_000;
const SHORT = { statementMs: BATCH_MS, lockMs: LOCK_MS };

/** Keeps the ledger's months: makes the next ones before they are needed, drops those that are not kept any more. */
@Injectable()
export class LedgerRetention implements OnModuleInit {
  private readonly logger = new Logger('Retention');

  constructor(
    private readonly db: SystemDatabase,
    private readonly retention: Retention,
    private readonly config: Config,
    private readonly contracts: ContractRegistry,
  ) {}

  onModuleInit(): void {
    // Registered one by one: each has its own time limit, and one that is slow does not delay the others.
    this.retention.register({ what: 'months to come', keep: (signal) => this.prepare(signal) });
    this.retention.register({ what: 'past months', keep: async (signal) => (await this.drop(signal)).length });
    this.retention.register({ what: 'job_history, frequent', keep: (signal) => this.keepFrequent(signal) });
    const months = [this.config.JOBS_KEEP_MONTHS];
    for (const [what, sql] of [['job_history_rest', LEFT_OVER], ...ORPHANS] as const)
      this.retention.register({ what, keep: (signal) => this.retention.inBatches(signal, sql, months) });
  }

  private async prepare(signal: AbortSignal): Promise<number> {
    await this.db.interruptible(signal, SHORT, (tx) => tx.rows('SELECT ledger_partitions()'));
    return 0;
  }

  /** Answers how many jobs were deleted whose kinds keep them for fewer days. */
  async keepFrequent(signal: AbortSignal): Promise<number> {
    let gone = 0;
    for (const { name, keepDays } of this.contracts.all())
      if (keepDays !== undefined)
        gone += await this.retention.inBatches(signal, FREQUENT, [name, keepDays], JOBS_AT_ONCE);
    return gone;
  }

  /**
   * Answers the partitions dropped. A month with open dead letters keeps their jobs, and only those, until they are closed, and
   * those that were run again meanwhile, as long from their end.
   * Rows that belong to jobs are deleted after them, not before: a drop takes no time, but a month's items may be many millions.
   */
  async drop(signal: AbortSignal): Promise<string[]> {
    const keep = this.config.JOBS_KEEP_MONTHS;
    const past = await this.db.rows<{ partition: string; month: Date }>(PAST, [keep]);
    const dropped: string[] = [];
    for (const { partition, month } of past) {
      const needed = (await this.db.first(OPEN, [month])) ?? (await this.db.first(LATE, [month, keep]));
      if (needed) await this.retention.inBatches(signal, RETIRED, [month, keep]);
      else if (await this.dropMonth(signal, month)) dropped.push(partition);
    }
    if (dropped.length > 0) this.logger.log(`dropped ${dropped.join(', ')}`);
    return dropped;
  }

  /** False when another process does it, the lock was not free, or a dead letter was opened, or run again, just now. */
  private async dropMonth(signal: AbortSignal, month: Date): Promise<boolean> {
    try {
      return await this.db.interruptible(signal, SHORT, async (tx) => {
        const [mine] = await tx.rows<{ got: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS got', [LOCK_KEY]);
        if (!mine?.got) return false;
        // All later statements on the table wait behind this request for a lock: so it gives up soon, and it holds no other locks.
        await tx.run('LOCK TABLE job_history IN ACCESS EXCLUSIVE MODE');
        if ((await tx.rows(OPEN, [month])).length > 0) return false;
        if ((await tx.rows(LATE, [month, this.config.JOBS_KEEP_MONTHS])).length > 0) return false;
        await tx.run('SELECT ledger_drop($1)', [month]);
        return true;
      });
    } catch (error) {
      if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE) return false;
      throw error;
    }
  }
}
