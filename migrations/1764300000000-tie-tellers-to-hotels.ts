import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['webhook', 'alert_rule'];

/** A webhook or an alert of one hotel is of a hotel the tenant has: of any other it would never be heard. */
export class TieTellersToHotels1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`
        -- The owner may be no superuser, and then sees no tenant's rows while this is forced.
        ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE hotel NO FORCE ROW LEVEL SECURITY;
        DELETE FROM ${table} t WHERE hotel_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM hotel h WHERE h.tenant_id = t.tenant_id AND h.id = t.hotel_id);
        ALTER TABLE ${table} ADD CONSTRAINT ${table}_hotel_fkey
          FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id) ON DELETE CASCADE;
        ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        ALTER TABLE hotel FORCE ROW LEVEL SECURITY;
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_hotel_fkey`);
  }
}
