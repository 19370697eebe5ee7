import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which tenants are the demo: their people are shown around, until they have ended that. */
export class MarkDemoTenants1764824002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenant ADD COLUMN demo boolean NOT NULL DEFAULT false;
      ALTER TABLE app_user ADD COLUMN tour_ended_at timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE app_user DROP COLUMN tour_ended_at;
      ALTER TABLE tenant DROP COLUMN demo;
    `);
  }
}
