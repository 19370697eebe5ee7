import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a recurring expense that had been stopped is active again: what was left out meanwhile is not made up. */
export class RecurringActiveSince1764826072000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE recurring_expense
        -- Null: it was never stopped.
        ADD COLUMN active_since date;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE recurring_expense DROP COLUMN active_since');
  }
}
