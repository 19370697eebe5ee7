import pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { RIGHTS_ROLES, type Side } from '../config/database-urls.js';
import { scramVerifier } from './scram.js';

/** Errors of two migrate commands, of two databases on one server, that create or change the same role at the same time. */
const MEANWHILE = /tuple concurrently updated|pg_authid_rolname_index|already exists/;
/** SQLSTATE class of a refused log-in. */
const NOT_LET_IN = /^28/;
const TRIES = 5;

/**
 * Takes from PUBLIC the functions of Postgres that row-level security does not restrict: large objects, advisory locks that
 * outlast a transaction, and ending other sessions of the same role. Only a superuser may do this; the database's owner, who
 * runs the migrations, keeps the functions.
 */
const CLOSE_FUNCTIONS = `
  DO $$ DECLARE f regprocedure; BEGIN
    FOR f IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      AND (proname ~ '^(lo_|loread|lowrite|pg_(try_)?advisory_(lock|unlock)|pg_(cancel|terminate)_backend$)')
      AND has_function_privilege('public', oid, 'EXECUTE')
    LOOP
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC; GRANT EXECUTE ON FUNCTION %s TO pg_database_owner', f, f);
    END LOOP;
  END $$`;

/**
 * Prepares the two roles that the serving processes log in as, one for each side: it may log in, owns nothing, and has the
 * rights of its side and no others. Runs at every migrate, with the passwords of the environment. It changes nothing that is
 * right already, so an owner who may not create roles can migrate where an administrator has created them.
 * @throws Error that says what the administrator has to do where the owner may not
 */
export async function prepareLogIns(owner: DataSource, urls: Record<Side, string>): Promise<void> {
  const runner = owner.createQueryRunner();
  try {
    await revokePublicRights(runner);
    for (const side of ['app', 'system'] as const) await prepareLogIn(runner, side, urls[side]);
  } finally {
    await runner.release();
  }
}

/**
 * Takes the right to create tables from PUBLIC, because a right of PUBLIC cannot be taken from one role alone. A temporary
 * table would hide the real table of that name from the next request that gets the pooled session, and a table in the schema
 * would hide it from every session.
 */
async function revokePublicRights(runner: QueryRunner): Promise<void> {
  const [{ database }] = (await runner.query('SELECT quote_ident(current_database()) AS database')) as [
    { database: string },
  ];
  await runner.query(`REVOKE TEMPORARY, CREATE ON DATABASE ${database} FROM PUBLIC`);
  await runner.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  const [{ superuser }] = (await runner.query(
    'SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = current_user',
  )) as [{ superuser: boolean }];
  if (superuser) await runner.query(CLOSE_FUNCTIONS);
}

async function prepareLogIn(runner: QueryRunner, side: Side, url: string): Promise<void> {
  const name = decodeURIComponent(new URL(url).username);
  const before = await failure(url);
  if (!before) return;
  if (!NOT_LET_IN.test((before as pg.DatabaseError).code ?? '')) throw refusal(name, side, before);
  for (let tries = 1; ; tries++)
    try {
      await putRole(runner, side, name, decodeURIComponent(new URL(url).password));
      break;
    } catch (error) {
      if (tries < TRIES && MEANWHILE.test((error as Error).message)) continue;
      throw refusal(name, side, error as Error);
    }
  const error = await failure(url);
  if (error) throw refusal(name, side, error);
}

async function putRole(runner: QueryRunner, side: Side, name: string, password: string): Promise<void> {
  const role = pg.escapeIdentifier(name);
  const [kept] = (await runner.query(
    `SELECT r.rolcanlogin AS login, d.datname AS of FROM pg_roles r
     LEFT JOIN pg_database d ON shobj_description(r.oid, 'pg_authid') = 'Nightshift, database ' || d.datname
       AND d.datname <> current_database()
     WHERE r.rolname = $1`,
    [name],
  )) as { login: boolean; of: string | null }[];
  if (kept?.login && kept.of) throw new Error(`the database ${kept.of} on this server uses it with another password`);
  // NOSUPERUSER, NOBYPASSRLS and the like may be written by a superuser alone, so they are not set; every start checks them.
  const put = `LOGIN NOINHERIT PASSWORD ${pg.escapeLiteral(scramVerifier(password))}`;
  await runner.query(kept ? `ALTER ROLE ${role} ${put}` : `CREATE ROLE ${role} ${put}`);
  if (name !== RIGHTS_ROLES[side]) await runner.query(`GRANT ${RIGHTS_ROLES[side]} TO ${role}`);
  await runner.query(
    `DO $$ BEGIN EXECUTE format('COMMENT ON ROLE %I IS %L', ${pg.escapeLiteral(name)}, 'Nightshift, database ' || current_database()); END $$`,
  );
}

async function failure(url: string): Promise<Error | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function refusal(name: string, side: Side, cause: Error): Error {
  const variable = `DATABASE_${side.toUpperCase()}_URL`;
  return new Error(
    `Nobody can log in to Postgres as ${name}: ${cause.message}. Have an administrator make a role with LOGIN NOINHERIT, ` +
      `grant it ${RIGHTS_ROLES[side]}, and give its URL in ${variable}`,
    { cause },
  );
}
