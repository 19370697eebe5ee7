import type { DataSource } from 'typeorm';

/** Tables whose policy accepts app.tenant_id without a proof, as protectTenantTable() of the migrations leaves them. */
const TRUSTING = `
  SELECT polrelid::regclass::text AS table FROM pg_policy
  WHERE polname = 'tenant_rows' AND NOT (pg_get_expr(polqual, polrelid) LIKE '%current_tenant()%'
    AND pg_get_expr(polwithcheck, polrelid) LIKE '%current_tenant()%')`;

/**
 * Makes the policy of every tenant's table ask for the proven tenant. Every migrate calls it after the migrations, because the
 * migrations that make the tables use a helper that is older than the proof, and frozen.
 */
export async function requireTenantProof(owner: DataSource): Promise<void> {
  const tables = await owner.query<{ table: string }[]>(TRUSTING);
  // In a sub-select, which Postgres evaluates once a statement instead of once a row.
  const own = 'tenant_id = (SELECT current_tenant())';
  for (const { table } of tables)
    await owner.query(`ALTER POLICY tenant_rows ON ${table} USING (${own}) WITH CHECK (${own})`);
}
