import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityTarget, type ObjectLiteral, type Repository } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import pg from 'pg';
import { Config } from '../config/config.js';
import { keepPlansFresh } from './fresh-plans.js';
import { socketWithTimeout, SYSTEM_ROLE, sessionOptions } from './data-source.js';
import { retryTransaction } from './retry-transaction.js';
import { RequestContext } from '../tenancy/context.js';
import { Tx } from './tx.js';

export const SYSTEM = 'system';
const HOT_CONNECTIONS = 5;
/** These statements take milliseconds; a connection that is silent for so long, ms, is dead. */
const HOT_SILENCE_MS = 15_000;

/**
 * Postgres as the platform itself, across tenants: relay, reconciler, schedules, log-in, operator views.
 * Features must not use it; the architecture test checks this.
 */
@Injectable()
export class SystemDatabase implements OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  private readonly names = new Map<string, string>();
  /** Connections for the ledger's frequent statements alone, so that no heartbeat waits for a report. */
  private readonly hot: pg.Pool;

  constructor(
    @InjectDataSource(SYSTEM) private readonly dataSource: DataSource,
    private readonly context: RequestContext,
    config: Config,
  ) {
    this.hot = new pg.Pool({
      connectionString: config.systemDatabaseUrl,
      max: Math.min(HOT_CONNECTIONS, config.DATABASE_POOL_SIZE),
      connectionTimeoutMillis: 5_000,
      application_name: 'nightshift:hot',
      // One plan for all calls: these statements are written so that it fits any number of rows. No sequential scan, because
      // a plan that was made while the table had one page would still be used when it has a million rows.
      options: `${sessionOptions(SYSTEM_ROLE)} -c statement_timeout=10s -c plan_cache_mode=force_generic_plan -c enable_seqscan=off`,
      keepAlive: true,
      stream: () => socketWithTimeout(HOT_SILENCE_MS),
    });
    // A connection that breaks while it is idle is replaced when the next one is needed.
    this.hot.on('error', () => undefined);
    keepPlansFresh(this.hot);
    keepPlansFresh(this.pool);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.hot.end();
  }

  /** Runs fn in one transaction, and again after a deadlock: fn must do nothing that a rollback does not undo. */
  async transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    let wrote = false;
    const result = await retryTransaction(
      () =>
        this.dataSource.transaction(async (em) => {
          const tx = new Tx(em);
          const value = await fn(tx);
          wrote = tx.wrote;
          return value;
        }),
      (error) => this.logger.warn({ msg: 'a transaction is run again', err: error }),
    );
    if (wrote) this.context.noteCommit();
    return result;
  }

  /** TypeORM's repository of an entity; each of its statements commits by itself. */
  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    return this.dataSource.getRepository(entity);
  }

  /** Rows of one statement in autocommit. */
  async rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query(sql, parameters)).rows as Row[];
  }

  /** Rows of a statement that runs thousands of times: parsed and planned once a connection. */
  async prepared<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    let name = this.names.get(sql);
    if (!name) this.names.set(sql, (name = `s${this.names.size}`));
    return (await this.hot.query({ name, text: sql, values: parameters })).rows as Row[];
  }

  /** First row of one statement in autocommit. */
  async first<Row>(sql: string, parameters: unknown[] = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, parameters))[0];
  }

  /** Number of rows one statement in autocommit touched. */
  async run(sql: string, parameters: unknown[] = []): Promise<number> {
    return (await this.pool.query(sql, parameters)).rowCount ?? 0;
  }

  /**
   * One transaction whose statements and waits are short, on a connection that is given up the moment the signal aborts:
   * the caller gets the error at once, and Postgres rolls back.
   * @throws the signal's reason
   */
  async interruptible<T>(
    signal: AbortSignal,
    { statementMs, lockMs }: { statementMs: number; lockMs: number },
    work: (tx: Pick<Tx, 'rows' | 'run'>) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const ignore = () => undefined;
    let onAbort!: () => void;
    const aborted = new Promise<never>((_, reject) => (onAbort = () => reject(signal.reason as Error)));
    signal.addEventListener('abort', onAbort, { once: true });
    const connecting = this.pool.connect();
    try {
      const client = await Promise.race([connecting, aborted]);
      // A connection that breaks fails the statement under way; without a listener it would end the process as well.
      client.on('error', ignore);
      const query = (sql: string, parameters?: unknown[]) =>
        Promise.race([client.query<Record<string, unknown>>(sql, parameters), aborted]);
      await query(`BEGIN; SET LOCAL statement_timeout = ${statementMs}; SET LOCAL lock_timeout = ${lockMs}`);
      const result = await work({
        rows: async <Row>(sql: string, parameters?: unknown[]) => (await query(sql, parameters)).rows as Row[],
        run: async (sql, parameters) => (await query(sql, parameters)).rowCount ?? 0,
      });
      await query('COMMIT');
      client.off('error', ignore);
      client.release();
      return result;
    } catch (error) {
      // The connection is closed instead of returned to the pool, because a statement may still run on it; one that is only
      // being opened is closed when it is there.
      void connecting.then((client) => client.release(true)).catch(() => undefined);
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  private get pool(): pg.Pool {
    return (this.dataSource.driver as PostgresDriver).master as pg.Pool;
  }
}
