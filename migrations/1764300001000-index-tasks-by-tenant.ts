import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Row-level security asks for the tenant in every statement: an index that begins with it is chosen for a hotel's day even
 * where Postgres knows nothing of the tenant yet, instead of one that gives the day of all its hotels.
 */
export class IndexTasksByTenant1764300001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX hk_task_day_idx;
      CREATE INDEX hk_task_day_idx ON hk_task (tenant_id, hotel_id, business_date);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX hk_task_day_idx;
      CREATE INDEX hk_task_day_idx ON hk_task (hotel_id, business_date);
    `);
  }
}
