import type { DataSource } from 'typeorm';

/** The tables' policies that take the tenant's name on trust, as protectTenantTable() leaves them. */
const TRUSTING = `
  SELECT polrelid::regclass::text AS table FROM pg_policy
  WHERE polname = 'tenant_rows' AND NOT (pg_get_expr(polqual, polrelid) LIKE '%current_tenant()%'
    AND pg_get_expr(polwithcheck, polrelid) LIKE '%current_tenant()%')`;

/**
 * Makes the policy of every tenant's table ask for the proven tenant. Part of every migrate, after the migrations: those
 * that made the tables are older than the proof.
 */
export async function provePolicies(owner: DataSource): Promise<void> {
  const tables = await owner.query<{ table: string }[]>(TRUSTING);
  // In a sub-select: asked once a statement, not once a row.
  const own = 'tenant_id = (SELECT current_tenant())';
  for (const { table } of tables)
    await owner.query(`ALTER POLICY tenant_rows ON ${table} USING (${own}) WITH CHECK (${own})`);
}
