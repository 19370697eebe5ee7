import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a webhook's receiver takes nothing; which key somebody acted with. */
export class ExtendWebhooksAndAudit1764100005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- When the first of the failures in a row was given up; null while there are none.
      ALTER TABLE webhook ADD COLUMN failing_since timestamptz;
      ALTER TABLE audit_entry ADD COLUMN api_key_id uuid;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook DROP COLUMN failing_since;
      ALTER TABLE audit_entry DROP COLUMN api_key_id;
    `);
  }
}
