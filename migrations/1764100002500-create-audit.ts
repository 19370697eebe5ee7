import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/** Who did what: written once, never changed. */
export class CreateAudit1764100002500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_entry (
        id uuid PRIMARY KEY,
        -- null: an operator's.
        tenant_id uuid,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        actor_id uuid,
        actor_kind text NOT NULL,
        actor_name text,
        role text NOT NULL,
        action text NOT NULL,
        target jsonb NOT NULL,
        detail jsonb,
        status smallint NOT NULL,
        request_id text
      );
      CREATE INDEX audit_entry_idx ON audit_entry (tenant_id, id DESC);
      CREATE INDEX audit_entry_actor_idx ON audit_entry (tenant_id, actor_id, id DESC);
    `);
    await protectTenantTable(runner, 'audit_entry');
    await runner.query('REVOKE UPDATE, DELETE ON audit_entry FROM nightshift_app, nightshift_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_entry');
  }
}
