import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The pause of a disabled tenant is a row of its own beside an operator's of the same tenant: neither is lifted with the other. */
export class PausesOfDisabledTenants1764826082000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE queue_pause ADD tenant_disabled boolean NOT NULL DEFAULT false;
      ALTER TABLE queue_pause DROP CONSTRAINT queue_pause_key,
        ADD CONSTRAINT queue_pause_key UNIQUE NULLS NOT DISTINCT (name, tenant_id, by_operator, tenant_disabled);
      -- The owner may be no superuser, and then sees no tenant's rows while this is forced.
      ALTER TABLE queue_pause NO FORCE ROW LEVEL SECURITY;
      UPDATE queue_pause SET tenant_disabled = true
      WHERE name IS NULL AND by_operator AND paused_by IS NULL AND tenant_id IS NOT NULL AND reason = 'The tenant is disabled';
      -- Where an operator's pause of the same tenant stood in the only place there was.
      INSERT INTO queue_pause (name, tenant_id, reason, by_operator, tenant_disabled)
      SELECT NULL, id, 'The tenant is disabled', true, true FROM tenant WHERE disabled_at IS NOT NULL
      ON CONFLICT DO NOTHING;
      ALTER TABLE queue_pause FORCE ROW LEVEL SECURITY;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE queue_pause NO FORCE ROW LEVEL SECURITY;
      DELETE FROM queue_pause p USING queue_pause o
      WHERE p.tenant_disabled AND NOT o.tenant_disabled AND o.by_operator AND o.name IS NULL AND o.tenant_id = p.tenant_id;
      ALTER TABLE queue_pause FORCE ROW LEVEL SECURITY;
      ALTER TABLE queue_pause DROP CONSTRAINT queue_pause_key, DROP tenant_disabled,
        ADD CONSTRAINT queue_pause_key UNIQUE NULLS NOT DISTINCT (name, tenant_id, by_operator);
    `);
  }
}
