/**
 * Frozen: migrations that have run on other people's databases call this, and a database made anew must come out the same.
 * When a table needs something else, write a new file beside this one and leave this one as it is.
 */
import type { QueryRunner } from 'typeorm';

/**
 * Puts a tenant's table behind forced row-level security: the app role sees its tenant's rows only, the system role (relay,
 * reconciler, scheduler) sees all. The setting is read in a sub-select, so that Postgres reads it once a statement instead
 * of once a row. Call it for every table with a tenant_id. The policy believes the setting; the migrate command, when all
 * migrations have run, makes it ask for a proven tenant instead (src/platform/database/tenant-policies.ts).
 */
export async function protectTenantTable(runner: QueryRunner, table: string): Promise<void> {
  await runner.query(`
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_rows ON ${table} TO nightshift_app
      USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::uuid))
      WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::uuid));
    CREATE POLICY system_rows ON ${table} TO nightshift_system USING (true) WITH CHECK (true);
    GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO nightshift_app, nightshift_system;
  `);
}
