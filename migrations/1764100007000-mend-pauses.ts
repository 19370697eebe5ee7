import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A tenant's pause and the operator's pause of that tenant are two rows: each is lifted by who made it. */
export class MendPauses1764100007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE queue_pause ADD by_operator boolean NOT NULL DEFAULT false;
      -- The owner may be no superuser, and then sees no tenant's rows while this is forced.
      ALTER TABLE queue_pause NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE app_user NO FORCE ROW LEVEL SECURITY;
      UPDATE queue_pause p SET by_operator = true
      WHERE tenant_id IS NULL OR EXISTS (SELECT FROM app_user u WHERE u.id = p.paused_by AND u.tenant_id IS NULL);
      ALTER TABLE queue_pause FORCE ROW LEVEL SECURITY;
      ALTER TABLE app_user FORCE ROW LEVEL SECURITY;
      ALTER TABLE queue_pause DROP CONSTRAINT queue_pause_key,
        ADD CONSTRAINT queue_pause_key UNIQUE NULLS NOT DISTINCT (name, tenant_id, by_operator);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE queue_pause NO FORCE ROW LEVEL SECURITY;
      DELETE FROM queue_pause p USING queue_pause o
      WHERE o.by_operator AND NOT p.by_operator AND o.name IS NOT DISTINCT FROM p.name
        AND o.tenant_id IS NOT DISTINCT FROM p.tenant_id;
      ALTER TABLE queue_pause FORCE ROW LEVEL SECURITY;
      ALTER TABLE queue_pause DROP CONSTRAINT queue_pause_key, DROP by_operator,
        ADD CONSTRAINT queue_pause_key UNIQUE NULLS NOT DISTINCT (name, tenant_id);
    `);
  }
}
