/**
 * Frozen: migrations that have run on other people's databases call this, and a database made anew must come out the same.
 * When a table needs something else, write a new file beside this one and leave this one as it is.
 */
import type { QueryRunner } from 'typeorm';
import { protectTenantTable } from './protect-tenant-table.js';

/**
 * Puts a table of what belongs to single users (tenant_id, user_id) behind row-level security twice: the app role sees rows of its
 * tenant, and of these only the rows of the person whom the transaction names and proves (current_person). Call it for every table
 * with a user_id that nobody else may read, whatever her role.
 */
export async function protectPersonalTable(runner: QueryRunner, table: string): Promise<void> {
  await protectTenantTable(runner, table);
  await runner.query(`
    CREATE POLICY personal_rows ON ${table} AS RESTRICTIVE TO nightshift_app
      USING (user_id = (SELECT current_person())) WITH CHECK (user_id = (SELECT current_person()));
  `);
}
