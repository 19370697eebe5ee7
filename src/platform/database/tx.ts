import type pg from 'pg';
import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';

/** Names of prepared statements, by their text. */
const names = new Map<string, string>();

/** One open transaction. Raw SQL answers plain rows, whatever the statement was. */
export class Tx {
  /** Whether anything but a plain SELECT was sent, so that its commit may have changed something. */
  wrote = false;

  constructor(readonly em: EntityManager) {}

  /** TypeORM's repository of an entity, within this transaction. */
  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    this.wrote = true;
    return this.em.getRepository(entity);
  }

  /** Rows of a SELECT or of a RETURNING clause. */
  async rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    this.note(sql);
    const result = await this.em.queryRunner!.query(sql, parameters, true);
    return (result.records ?? []) as Row[];
  }

  /** First row, or undefined. */
  async first<Row>(sql: string, parameters: unknown[] = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, parameters))[0];
  }

  /** Rows of a statement that runs thousands of times: parsed and planned once a connection. */
  async prepared<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    this.note(sql);
    let name = names.get(sql);
    if (!name) names.set(sql, (name = `t${names.size}`));
    const connection = (await this.em.queryRunner!.connect()) as pg.PoolClient;
    return (await connection.query({ name, text: sql, values: parameters })).rows as Row[];
  }

  /** Number of rows the statement touched. */
  async run(sql: string, parameters: unknown[] = []): Promise<number> {
    this.note(sql);
    const result = await this.em.queryRunner!.query(sql, parameters, true);
    return result.affected ?? 0;
  }

  private note(sql: string): void {
    this.wrote ||= !/^\s*SELECT\b/i.test(sql);
  }
}
