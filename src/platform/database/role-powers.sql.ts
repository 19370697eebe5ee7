import { APP_ROLE } from './data-source.js';

/** Columns that prove who somebody is: password and key hashes. The system role alone may read them. */
const PROOFS = [
  ['app_user', 'password_hash'],
  ['api_key', 'hash'],
  ['tenant_proof_key', 'key'],
] as const;

/**
 * The rights that the session's log-in has beyond those of the role it works as, one row each: (who, can). Without a row, it
 * can take no other role, owns no objects and creates none.
 */
export function excessRights(role: string): string {
  const proofs = role === APP_ROLE ? PROOFS : [];
  return `
    WITH RECURSIVE me AS (
      SELECT oid, rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication
      FROM pg_roles WHERE rolname = session_user
    ), reach (oid) AS (
      -- Every membership counts: its rights are inherited, or can be had by SET ROLE or by a grant to itself.
      SELECT oid FROM me UNION
      SELECT m.roleid FROM pg_auth_members m JOIN reach r ON m.member = r.oid
    ), roles AS (
      SELECT r.* FROM pg_roles r JOIN reach USING (oid)
    )
    SELECT (SELECT rolname FROM me) AS who, can FROM (
      SELECT 'it works as ' || current_user WHERE current_user <> '${role}'
      UNION ALL SELECT rolname || ' is a superuser' FROM roles WHERE rolsuper
      UNION ALL SELECT rolname || ' bypasses row-level security' FROM roles WHERE rolbypassrls
      UNION ALL SELECT rolname || ' makes roles' FROM roles WHERE rolcreaterole
      UNION ALL SELECT rolname || ' makes databases' FROM roles WHERE rolcreatedb
      UNION ALL SELECT rolname || ' replicates' FROM roles WHERE rolreplication
      UNION ALL SELECT 'it is a member of ' || rolname FROM roles WHERE rolname NOT IN (session_user, '${role}')
      UNION ALL SELECT 'it may grant ' || r.rolname FROM pg_auth_members m JOIN reach ON m.member = reach.oid
        JOIN pg_roles r ON r.oid = m.roleid WHERE m.admin_option
      UNION ALL SELECT DISTINCT rolname || ' owns objects' FROM pg_shdepend d JOIN roles r ON d.refobjid = r.oid
        WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o'
      UNION ALL SELECT rolname || ' makes objects in the schema ' || nspname FROM roles, pg_namespace n
        WHERE has_schema_privilege(roles.oid, n.oid, 'CREATE')
      UNION ALL SELECT rolname || ' makes schemas' FROM roles WHERE has_database_privilege(oid, current_database(), 'CREATE')
      UNION ALL SELECT rolname || ' makes temporary tables, which shadow real ones' FROM roles
        WHERE has_database_privilege(oid, current_database(), 'TEMP')
      ${proofs
        .map(
          ([table, column]) => `
      UNION ALL SELECT rolname || ' reads ${table}.${column}' FROM roles
        JOIN pg_attribute a ON a.attrelid = to_regclass('public.${table}') AND a.attname = '${column}'
        WHERE has_column_privilege(roles.oid, a.attrelid, a.attnum, 'SELECT')`,
        )
        .join('')}
    ) powers (can)`;
}
