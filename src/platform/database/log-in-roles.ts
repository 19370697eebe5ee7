import pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { RIGHTS_ROLES, type Side } from '../config/database-urls.js';
import { scramVerifier } from './scram.js';

/** Another migration, of another database on this server, makes or changes the same role at this moment. */
const MEANWHILE = /tuple concurrently updated|pg_authid_rolname_index|already exists/;
/** Class of what Postgres answers to who may not log in. */
const NOT_LET_IN = /^28/;
const TRIES = 5;

/**
 * Functions of Postgres that let everybody meddle with what belongs to no tenant: large objects, which row-level security
 * does not know; locks that outlast a transaction; the end of sessions of the same role. Only a superuser may take them
 * away; who owns the database and migrates keeps them.
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
 * Sees to who the serving processes log in as: for either side a role that may log in, owns nothing, and has the rights
 * of its side and no more. Part of every migration; changes nothing that is right already, so it may be repeated, and a
 * server whose administrator made the roles needs no owner who may.
 * @throws Error that says what the administrator has to do where the owner may not
 */
export async function prepareLogIns(owner: DataSource, urls: Record<Side, string>): Promise<void> {
  const runner = owner.createQueryRunner();
  try {
    await closeDatabase(runner);
    for (const side of ['app', 'system'] as const) await prepareLogIn(runner, side, urls[side]);
  } finally {
    await runner.release();
  }
}

/**
 * A temporary table shadows the real one of its name for whoever gets the pooled session next; one in the schema does so
 * for everybody. Rights that everybody has cannot be kept from a single role.
 */
async function closeDatabase(runner: QueryRunner): Promise<void> {
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
  // Only a password: attributes that nobody but a superuser may write, not even to say no, are checked at every start.
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
