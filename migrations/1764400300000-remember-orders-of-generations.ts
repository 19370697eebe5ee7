import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a run of a generation was begun for: a job that is given other data must not go on where the old data had led. */
export class RememberOrdersOfGenerations1764400300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE generation_run
        -- {from, to, jobPriceMinor, reprice, dryRun}; null in runs that are older than this column.
        ADD ordered jsonb,
        -- Orders the job has had for this category: one more with every change.
        ADD orders integer NOT NULL DEFAULT 1 CHECK (orders >= 1);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE generation_run DROP COLUMN ordered, DROP COLUMN orders');
  }
}
