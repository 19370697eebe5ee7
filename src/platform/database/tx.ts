import type { EntityManager } from 'typeorm';

/** One open transaction. Raw SQL answers plain rows, whatever the statement was. */
export class Tx {
  constructor(readonly em: EntityManager) {}

  /** Rows of a SELECT or of a RETURNING clause. */
  async rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const result = await this.em.queryRunner!.query(sql, parameters, true);
    return (result.records ?? []) as Row[];
  }

  /** First row, or undefined. */
  async first<Row>(sql: string, parameters: unknown[] = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, parameters))[0];
  }

  /** Number of rows the statement touched. */
  async run(sql: string, parameters: unknown[] = []): Promise<number> {
    const result = await this.em.queryRunner!.query(sql, parameters, true);
    return result.affected ?? 0;
  }
}
