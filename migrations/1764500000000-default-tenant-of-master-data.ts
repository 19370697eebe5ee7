import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of master data, which are written through entities. */
const TABLES = [
  'hotel',
  'room_category',
  'room',
  'price_rule',
  'price_override',
  'tax_category',
  'penalty_rule',
  'hotel_policy',
  'attendant',
  'hk_rule',
  'equipment',
  'pm_schedule',
  'legal_entity',
  'invoice_series',
  'webhook',
  'alert_rule',
];

/** A new row belongs to the tenant its transaction names; row-level security refuses it where none is named. */
export class DefaultTenantOfMasterData1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(
        `ALTER TABLE ${table} ALTER COLUMN tenant_id SET DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`ALTER TABLE ${table} ALTER COLUMN tenant_id DROP DEFAULT`);
  }
}
