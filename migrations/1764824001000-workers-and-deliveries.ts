import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a worker runs and which version of the program; deliveries of all webhooks of a tenant that did not arrive. */
export class WorkersAndDeliveries1764824001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Empty and null: workers of an earlier version, until they start anew.
      ALTER TABLE worker ADD COLUMN host text NOT NULL DEFAULT '', ADD COLUMN pid integer, ADD COLUMN version text;
      CREATE INDEX webhook_delivery_open_idx ON webhook_delivery (tenant_id, id DESC) WHERE state <> 'delivered';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX webhook_delivery_open_idx;
      ALTER TABLE worker DROP COLUMN host, DROP COLUMN pid, DROP COLUMN version;
    `);
  }
}
