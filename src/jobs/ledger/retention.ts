import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { Tx } from '../../platform/database/tx.js';
import { SystemDatabase } from '../../platform/database/system-database.js';

const EVERY_MS = 3_600_000;
const LOCK_MS = 2_000;
const LOCK_KEY = 0x6e737274;
/** Postgres's code for a lock_timeout. */
const LOCK_NOT_AVAILABLE = '55P03';

/** Past months of the ledger, oldest first, that ended more than $1 months ago. */
const PAST = `
  SELECT c.relname AS partition, to_timestamp(right(c.relname, 7) || '+00', 'YYYY_MMTZH') AS month
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'job_history'::regclass AND c.relname ~ '^job_history_[0-9]{4}_[0-9]{2}$'
    AND to_timestamp(right(c.relname, 7) || '+00', 'YYYY_MMTZH')
      < (date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => $1)) AT TIME ZONE 'UTC'
  ORDER BY 1`;

/** Ids made in the month that begins at $1. */
const made = (id: string) => `${id} >= ledger_floor($1::timestamptz)
  AND ${id} < ledger_floor((($1::timestamptz AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC')`;

/** Those of them that nobody waits for. */
const RETIRED = `SELECT id FROM job_history WHERE ${made('id')}
  EXCEPT SELECT job_id FROM dead_letter WHERE resolved_at IS NULL`;

const OPEN = `SELECT 1 FROM dead_letter WHERE resolved_at IS NULL AND ${made('job_id')}`;

/**
 * Jobs that were made in a month that is gone and ended later (put off for long, or requeued): kept $1 months from
 * their end. They lie in job_history_rest.
 */
const LEFT_OVER = `
  WITH until AS MATERIALIZED (
    SELECT (date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => $1)) AT TIME ZONE 'UTC' AS at
  ), gone AS (
    DELETE FROM job_history h USING until
    WHERE h.tableoid = 'job_history_rest'::regclass AND h.id < ledger_floor(until.at) AND h.completed_at < until.at
      AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.job_id = h.id AND d.resolved_at IS NULL)
    RETURNING h.id
  ), attempts AS (DELETE FROM job_attempt WHERE job_id IN (SELECT id FROM gone)),
  letters AS (DELETE FROM dead_letter WHERE job_id IN (SELECT id FROM gone))
  DELETE FROM job_batch WHERE id IN (SELECT id FROM gone)`;

/** Keeps the ledger's months: makes the next ones before they are needed, drops those nobody keeps. */
@Injectable()
export class Retention {
  private readonly logger = new Logger('Retention');
  private timer?: NodeJS.Timeout;
  private pass?: Promise<void>;

  constructor(
    private readonly db: SystemDatabase,
    private readonly config: Config,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.tick(), EVERY_MS);
    this.tick();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.pass;
  }

  private tick(): void {
    this.pass ??= this.keep()
      .then((dropped) => {
        if (dropped.length > 0) this.logger.log(`dropped ${dropped.join(', ')}`);
      })
      .catch((error: Error) => this.logger.warn(error.message))
      .finally(() => (this.pass = undefined));
  }

  /** Answers the partitions dropped. A month with open dead letters keeps those, and only those, until they are closed. */
  async keep(): Promise<string[]> {
    await this.db.run('SELECT ledger_partitions()');
    const past = await this.db.rows<{ partition: string; month: Date }>(PAST, [this.config.JOBS_KEEP_MONTHS]);
    const dropped: string[] = [];
    for (const { partition, month } of past) if (await this.drop(month)) dropped.push(partition);
    await this.db.run(LEFT_OVER, [this.config.JOBS_KEEP_MONTHS]);
    return dropped;
  }

  /**
   * Two steps, because dropping a partition needs the whole history for itself for a moment: the long work first, row by
   * row, then a short wait for that lock with nothing else in hand. Held up, it is for the next pass.
   */
  private async drop(month: Date): Promise<boolean> {
    const open = await this.alone(async (tx) => {
      await tx.run(`DELETE FROM job_item WHERE job_id IN (${RETIRED})`, [month]);
      await tx.run(`DELETE FROM effect WHERE state IN ('done', 'not-done') AND job_id IN (${RETIRED})`, [month]);
      await tx.run(`DELETE FROM job_attempt WHERE job_id IN (${RETIRED})`, [month]);
      await tx.run(`DELETE FROM dead_letter WHERE resolved_at IS NOT NULL AND job_id IN (${RETIRED})`, [month]);
      await tx.run(`DELETE FROM job_batch WHERE id IN (${RETIRED})`, [month]);
      const letter = await tx.first(OPEN, [month]);
      if (letter) await tx.run(`DELETE FROM job_history WHERE id IN (${RETIRED})`, [month]);
      return letter !== undefined;
    });
    if (open !== false) return false;
    const dropped = await this.alone(async (tx) => {
      // Everybody who comes later waits behind this lock.
      await tx.run(`SET LOCAL lock_timeout = '${LOCK_MS}ms'`);
      await tx.run('LOCK TABLE job_history IN ACCESS EXCLUSIVE MODE');
      await tx.run('SELECT ledger_drop($1)', [month]);
      return true;
    });
    return dropped === true;
  }

  /** Undefined when another process is at it, or the lock was not to be had. */
  private async alone<T>(work: (tx: Tx) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.db.transaction(async (tx) => {
        const mine = await tx.first<{ got: boolean }>(`SELECT pg_try_advisory_xact_lock($1) AS got`, [LOCK_KEY]);
        return mine?.got ? work(tx) : undefined;
      });
    } catch (error) {
      if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE) return undefined;
      throw error;
    }
  }
}
