import type pg from 'pg';
import type { QueryRunner } from 'typeorm';

/** Rows of one FETCH: enough that the round trips do not count, few enough that they are no memory. */
const AT_ONCE = 1_000;

export interface CursorOptions {
  /** Rows of a batch. Default 1,000. */
  size?: number;
  signal?: AbortSignal;
}

/** Values of a row in the order of the statement's columns. */
export type RowValues = unknown[];

/**
 * The database as it was at one instant, for a tenant, to be read only: whatever is written meanwhile is not in it. Statements
 * given here see it; those given to TenantDatabase do not.
 */
export class Snapshot {
  private cursors = 0;

  constructor(private readonly runner: QueryRunner) {}

  async rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const result = await this.runner.query(sql, parameters, true);
    return (result.records ?? []) as Row[];
  }

  async first<Row>(sql: string, parameters: unknown[] = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, parameters))[0];
  }

  /** Names of the columns that a statement answers, without running it. */
  async columnsOf(sql: string, parameters: unknown[] = []): Promise<string[]> {
    const { fields } = await this.query(`SELECT * FROM (${sql}) q LIMIT 0`, parameters);
    return fields.map(({ name }) => name);
  }

  /** Rows of a statement in batches, as fast as they are taken; memory holds one batch at a time, however many there are. */
  async *cursor(sql: string, parameters: unknown[] = [], options: CursorOptions = {}): AsyncGenerator<RowValues[]> {
    const { size = AT_ONCE, signal } = options;
    const name = `snapshot_${++this.cursors}`;
    signal?.throwIfAborted();
    await this.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, parameters);
    for (;;) {
      signal?.throwIfAborted();
      const { rows } = await this.query(`FETCH ${size} FROM ${name}`);
      if (rows.length > 0) yield rows;
      if (rows.length < size) break;
    }
    await this.query(`CLOSE ${name}`);
  }

  private async query(text: string, values: unknown[] = []): Promise<pg.QueryArrayResult<RowValues>> {
    const connection = (await this.runner.connect()) as pg.PoolClient;
    return connection.query<RowValues>({ text, values, rowMode: 'array' });
  }
}

/**
 * What a snapshot's transaction is started with, besides its tenant. Reading a whole range wants other plans than the short
 * statements of a request, for which scans are switched off; and whoever takes the rows may be slow for a while.
 */
export const SNAPSHOT_SETTINGS: Record<string, string> = {
  enable_seqscan: 'on',
  enable_mergejoin: 'on',
  // A cursor is planned for its first tenth by default; all rows are wanted here.
  cursor_tuple_fraction: '1',
  statement_timeout: '120s',
  idle_in_transaction_session_timeout: '120s',
};
