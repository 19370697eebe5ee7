import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const ENDED = `
  -- A permission at a provider whose account is deleted, until the provider knows. Nothing tells whose it was.
  CREATE TABLE ended_permission (
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
    id uuid NOT NULL,
    token_sealed text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
  );
  CREATE INDEX ended_permission_created_idx ON ended_permission (created_at);
`;

/** How far back a calendar's past is known, how long the slots of a schedule are kept, and permissions that are still to be ended. */
export class CatchupRoutine1764810051000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ENDED);
    await protectTenantTable(runner, 'ended_permission');
    await runner.query('ALTER TABLE calendar ADD COLUMN known_since timestamptz');
    await runner.query(`
      -- Of one that fires often for each of many users; null: as long as the ledger's months.
      ALTER TABLE schedule ADD COLUMN slots_days smallint CHECK (slots_days BETWEEN 1 AND 400);
      CREATE INDEX schedule_slots_days_idx ON schedule (id) WHERE slots_days IS NOT NULL;
      -- The owner sees all rows for a moment.
      ALTER TABLE schedule NO FORCE ROW LEVEL SECURITY;
      UPDATE schedule SET slots_days = 7, data = data || '{"routine": true}' WHERE key LIKE 'catchup:sync:%';
      ALTER TABLE schedule FORCE ROW LEVEL SECURITY;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE schedule NO FORCE ROW LEVEL SECURITY;
      UPDATE schedule SET data = data - 'routine' WHERE key LIKE 'catchup:sync:%';
      ALTER TABLE schedule FORCE ROW LEVEL SECURITY;
    `);
    await runner.query('DROP TABLE ended_permission');
    await runner.query('ALTER TABLE schedule DROP COLUMN slots_days');
    await runner.query('ALTER TABLE calendar DROP COLUMN known_since');
  }
}
