import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Pool } from 'pg';
import { Tx } from './tx.js';

export const SYSTEM = 'system';

/**
 * Postgres as the platform itself, across tenants: relay, reconciler, schedules, log-in, operator views.
 * Features never use it; the architecture test says so.
 */
@Injectable()
export class SystemDatabase {
  private readonly names = new Map<string, string>();

  constructor(@InjectDataSource(SYSTEM) private readonly dataSource: DataSource) {}

  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    return this.dataSource.transaction((em) => fn(new Tx(em)));
  }

  /** Rows of one statement in autocommit. */
  async rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query(sql, parameters)).rows as Row[];
  }

  /** Rows of a statement that runs thousands of times: parsed and planned once a connection, under a name of its own. */
  async prepared<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    let name = this.names.get(sql);
    if (!name) this.names.set(sql, (name = `s${this.names.size}`));
    return (await this.pool.query({ name, text: sql, values: parameters })).rows as Row[];
  }

  /** First row of one statement in autocommit. */
  async first<Row>(sql: string, parameters: unknown[] = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, parameters))[0];
  }

  /** Number of rows one statement in autocommit touched. */
  async run(sql: string, parameters: unknown[] = []): Promise<number> {
    return (await this.pool.query(sql, parameters)).rowCount ?? 0;
  }

  /** The pg pool beneath, for LISTEN and the hot paths of the job ledger. */
  get pool(): Pool {
    return (this.dataSource.driver as PostgresDriver).master as Pool;
  }
}
