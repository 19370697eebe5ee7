import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityTarget, type ObjectLiteral, type Repository } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type pg from 'pg';
import { keepPlansFresh } from './fresh-plans.js';
import { retryTransaction } from './retry-transaction.js';
import { Snapshot, SNAPSHOT_SETTINGS } from './snapshot.js';
import { TenantProofs } from './tenant-proofs.js';
import { type OpenTransaction, RequestContext } from '../tenancy/context.js';
import { Tx } from './tx.js';

interface Options {
  steps?: boolean;
  person?: string;
}

/** Settings of a transaction, by their names in Postgres. */
type Settings = Record<string, string>;

/**
 * The only access to tenants' tables. Every statement runs in a transaction that first names the tenant to Postgres and proves
 * it, so row-level security keeps other tenants' rows out even of a query that forgot its WHERE or was injected.
 */
@Injectable()
export class TenantDatabase {
  private readonly logger = new Logger('Database');

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly context: RequestContext,
    private readonly proofs: TenantProofs,
  ) {
    keepPlansFresh((dataSource.driver as PostgresDriver).master as pg.Pool);
  }

  /**
   * Runs fn in one transaction of the current tenant; a nested call joins the caller's transaction. The outermost one is run
   * again after a deadlock, with new afterCommit hooks: fn must do nothing that a rollback does not undo.
   * @param steps each nested call gets a savepoint: when it fails, the caller may catch the error and the rest of the transaction is kept
   * @param person whose own rows it shows as well; for PersonalDatabase
   */
  async transaction<T>(fn: (tx: Tx) => Promise<T>, { steps = false, person }: Options = {}): Promise<T> {
    const open = this.context.store.transaction;
    if (open?.steps) return this.step(open, fn, person);
    if (open) {
      await this.name(open, person);
      return fn(open.tx);
    }
    return retryTransaction(
      () => this.once(fn, steps, person),
      (error) => this.logger.warn({ msg: 'a transaction is run again', err: error }),
    );
  }

  private async once<T>(fn: (tx: Tx) => Promise<T>, steps: boolean, person?: string): Promise<T> {
    const tenantId = this.context.tenantId;
    const settings = { ...(await this.ofTenant(tenantId)), ...(person && (await this.ofPerson(person))) };
    const afterCommit: (() => void)[] = [];
    let wrote = false;
    const result = await this.dataSource.transaction(async (em) => {
      const tx = new Tx(em);
      await set(tx, settings);
      const transaction = { tx, afterCommit, person, steps: steps ? Promise.resolve() : undefined };
      return this.context.with({ transaction }, async () => {
        const value = await fn(tx);
        await this.context.store.beforeCommit?.(tx);
        wrote = tx.wrote;
        return value;
      });
    });
    if (wrote) this.context.noteCommit();
    for (const hook of afterCommit) hook();
    return result;
  }

  /**
   * Runs fn with the current tenant's rows as they are at one instant (REPEATABLE READ, READ ONLY), on a connection of its own.
   * What fn does through TenantDatabase is not part of it. The connection is held until fn is done: for exports, not for requests.
   */
  async snapshot<T>(fn: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    const settings = { ...SNAPSHOT_SETTINGS, ...(await this.ofTenant(this.context.tenantId)) };
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction('REPEATABLE READ');
      await runner.query('SET TRANSACTION READ ONLY');
      await runner.query(...statement(settings));
      return await fn(new Snapshot(runner));
    } finally {
      // Nothing was written, so that there is nothing to commit, whatever happened.
      await runner.rollbackTransaction().catch(() => undefined);
      await runner.release();
    }
  }

  /** Steps run one after another: they share a connection, and savepoints that overlap would release each other. */
  private step<T>(open: OpenTransaction, fn: (tx: Tx) => Promise<T>, person?: string): Promise<T> {
    const step = async (): Promise<T> => {
      const afterCommit: (() => void)[] = [];
      const transaction: OpenTransaction = { tx: open.tx, afterCommit };
      const value = await open.tx.em.transaction(async () => {
        await this.name(transaction, person);
        return this.context.with({ transaction }, () => fn(open.tx));
      });
      open.afterCommit.push(...afterCommit);
      return value;
    };
    const done = open.steps!.then(step);
    open.steps = done.catch(() => undefined);
    return done;
  }

  /** From now on the open transaction shows this user's own rows, and no other's. */
  private async name(open: OpenTransaction, person: string | undefined): Promise<void> {
    if (person === undefined || open.person === person) return;
    await set(open.tx, await this.ofPerson(person));
    open.person = person;
  }

  private async ofTenant(tenantId: string): Promise<Settings> {
    return { 'app.tenant_id': tenantId, 'app.tenant_proof': await this.proofs.of(tenantId) };
  }

  private async ofPerson(userId: string): Promise<Settings> {
    return { 'app.person_id': userId, 'app.person_proof': await this.proofs.ofPerson(this.context.tenantId, userId) };
  }

  /** The transaction that is open in this context, if any. */
  get open(): Tx | undefined {
    return this.context.store.transaction?.tx;
  }

  /** Rows of one statement of the current tenant. */
  rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.transaction((tx) => tx.rows<Row>(sql, parameters));
  }

  /** First row of one statement of the current tenant. */
  first<Row>(sql: string, parameters: unknown[] = []): Promise<Row | undefined> {
    return this.transaction((tx) => tx.first<Row>(sql, parameters));
  }

  /** Runs fn with TypeORM's repository of an entity, in the current transaction of the tenant (or one of its own). */
  withRepository<Entity extends ObjectLiteral, T>(
    entity: EntityTarget<Entity>,
    fn: (repository: Repository<Entity>) => Promise<T>,
  ): Promise<T> {
    return this.transaction((tx) => fn(tx.repository(entity)));
  }

  /** Calls hook once the surrounding transaction has committed (at once when there is none). */
  afterCommit(hook: () => void): void {
    const open = this.context.store.transaction;
    if (open) open.afterCommit.push(hook);
    else hook();
  }
}

function statement(settings: Settings): [string, string[]] {
  const all = Object.entries(settings);
  return [`SELECT ${all.map((_, n) => `set_config($${2 * n + 1}, $${2 * n + 2}, true)`).join(', ')}`, all.flat()];
}

async function set(tx: Tx, settings: Settings): Promise<void> {
  await tx.run(...statement(settings));
}
