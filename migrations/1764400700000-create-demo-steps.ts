import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/**
 * What the demo still owes to each hotel it has made. Only a hotel with a row here was made by the demo, and a step that is
 * done once is never done again: hotels that people made, or whose books they keep by now, are left alone.
 */
export class CreateDemoSteps1764400700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE demo_step (
        tenant_id uuid NOT NULL,
        hotel_id integer NOT NULL,
        step text NOT NULL CHECK (step IN ('sweep', 'night-audit')),
        -- The day that was open at the hotel when its guests were made.
        business_date date NOT NULL,
        done_at timestamptz,
        PRIMARY KEY (tenant_id, hotel_id, step),
        FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id) ON DELETE CASCADE
      )`);
    await protectTenantTable(runner, 'demo_step');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE demo_step');
  }
}
