import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locate } from './postgres-binaries.mjs';
import { reachable, serviceUser } from './postgres-user.mjs';
import { Stop } from './print.mjs';
import { commandOf, folderOf, freePort, isAlive, pause, run, stopPid, track } from './processes.mjs';

/** SIGINT is Postgres' fast shutdown, which rolls open transactions back; SIGQUIT ends it and its children at once. */
const HOW_TO_END = { signal: 'SIGINT', ms: 15_000, force: 'SIGQUIT' };

async function end(pid) {
  await stopPid(pid, HOW_TO_END.signal, HOW_TO_END.ms, HOW_TO_END.force);
}

/**
 * A PostgreSQL server of ours, from the binaries that npm installed. Postgres refuses to run as root, so for root
 * it runs as another user, from a place that user can reach.
 *
 * @param {{ folder: string, port?: number, fast?: boolean, env?: object }} options folder: where data and password lie;
 *   fast: no fsync, for tests; env: besides this process's, e.g. another clock
 * @returns {Promise<{ url: string, port: number, pid: number, place: string, stop(): Promise<void> }>} place: the
 *   folder, or where the data lies instead because the service user cannot reach it
 */
export async function startPostgres({ folder, port: wished, fast = false, env = {} }) {
  const user = serviceUser();
  const place = reachable(folder, user);
  const data = join(place, 'postgres');
  const binaries = await locate(place, user);
  await endOrphan(data);

  const password = passwordOf(place);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(binaries, data, password, user);
  for (let tries = 1; ; tries++) {
    const port = await freePort(wished);
    const child = launch(binaries, data, port, { fast, user, env });
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    if (await answering(url, child)) return { url, port, pid: child.pid, place, stop: () => end(child.pid) };
    await end(child.pid);
    // Another process has taken the port meanwhile, or the last sessions of a killed server have not ended yet.
    if (tries === 5 || !/could not bind|shared memory block/.test(child.log))
      throw new Stop(`Postgres did not start:\n${child.log}`);
    await pause(500);
  }
}

function launch({ postgres }, data, port, { fast, user, env }) {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    log_min_messages: 'warning',
    ...(fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(postgres, ['-D', data, '-p', String(port), ...flags], {
    // In its own process group, so that Ctrl-C in the terminal does not end Postgres before the server process.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Not the project's folder, which Postgres' user may not be allowed to enter.
    cwd: data,
    env: { ...process.env, ...env },
    ...user,
  });
  track('Postgres', child, HOW_TO_END);
  child.log = '';
  child.stderr.on('data', (chunk) => (child.log = (child.log + chunk).slice(-10_000)));
  child.once('error', (error) => (child.log += error.message));
  return child;
}

/** Stops a server that still runs on the folder's data and deletes the data. */
export async function removePostgres(folder) {
  const user = serviceUser();
  const place = reachable(folder, user);
  await endOrphan(join(place, 'postgres'));
  rmSync(place, { recursive: true, force: true });
}

/** Creates the database if it is not there; answers its URL. */
export async function createDatabase(url, name) {
  await asOwner(url, async (client, quote) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${quote(name)}`);
  });
  return named(url, name);
}

/** A copy of a database that nobody is connected to, with everything in it; answers its URL. */
export async function copyDatabase(url, from, name) {
  await asOwner(url, async (client, quote) => {
    await client.query(`CREATE DATABASE ${quote(name)} TEMPLATE ${quote(from)}`);
    // A copy has the rights of a new database, not those that the migration has left in its template.
    await client.query(`REVOKE TEMPORARY, CREATE ON DATABASE ${quote(name)} FROM PUBLIC`);
  });
  return named(url, name);
}

export async function dropDatabase(url, name) {
  await asOwner(url, (client, quote) => client.query(`DROP DATABASE ${quote(name)} WITH (FORCE)`));
}

/** Checks that a server given by the environment answers. @throws Stop */
export async function checkPostgres(url) {
  if (!URL.canParse(url)) throw new Stop('DATABASE_URL is not a URL');
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query('SHOW server_version_num');
    await client.end();
    if (Number(rows[0].server_version_num) < 150_000) throw new Error('PostgreSQL 15 or newer is needed');
  } catch (error) {
    const { host, pathname } = new URL(url);
    throw new Stop(
      `The Postgres of your environment (${host}${pathname}) cannot be used: ${error.message || error.code}`,
    );
  }
}

async function asOwner(url, work) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client, (name) => client.escapeIdentifier(name));
  } finally {
    await client.end();
  }
}

function named(url, name) {
  const target = new URL(url);
  target.pathname = `/${name}`;
  return target.href;
}

async function initialise({ initdb }, data, password, user) {
  // Under another name until it is complete, so that an interrupted initdb is not used.
  const half = `${data}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const secret = join(tmpdir(), `pw-${randomBytes(8).toString('hex')}`);
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  for (const path of user ? [half, secret] : []) chownSync(path, user.uid, user.gid);
  const args = ['-D', half, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8', '--locale=C'];
  try {
    const { code, output } = await run(initdb, args, { cwd: half, ...user });
    if (code !== 0) throw new Stop(`Postgres could not be set up in ${data}:\n${output}`);
    renameSync(half, data);
  } finally {
    rmSync(secret, { force: true });
  }
}

/** A server that still runs on our data, because its start script was killed, is stopped. */
async function endOrphan(data) {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  // The file of a dead server stays: Postgres reads it to see whether sessions of that server still run.
  if (!pid || !isAlive(pid)) return;
  // Its working folder tells whether it is this project's, even after the project was moved; else its command line does.
  const folder = folderOf(pid);
  const command = commandOf(pid);
  const ours = command.includes('postgres') && (folder ? folder === realpathSync(data) : command.includes(data));
  if (ours) await end(pid);
  else rmSync(file, { force: true });
}

async function answering(url, child) {
  const { default: pg } = await import('pg');
  // After a crash it first replays its log: up to two minutes.
  for (const deadline = performance.now() + 120_000; performance.now() < deadline; await pause(50)) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return false;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return true;
    } catch {
      // Not yet.
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

function passwordOf(place) {
  const file = join(place, 'postgres-password');
  if (!existsSync(file)) {
    mkdirSync(place, { recursive: true });
    writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}
