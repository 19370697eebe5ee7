import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { type DataSourceOptions, getMetadataArgsStorage } from 'typeorm';
import { onDatabaseSocket } from './database-trouble.js';
import { parseExactly } from './exact-json.js';
import { SnakeCaseNames } from './tenant-entity.js';
import { RIGHTS_ROLES } from '../config/database-urls.js';

// Calendar dates stay text: a JS Date would shift them by the server's zone. Counters stay numbers.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
});

for (const type of [pg.types.builtins.JSON, pg.types.builtins.JSONB]) pg.types.setTypeParser(type, parseExactly);

/** The roles with the rights for tenants' work and for the platform's own. Neither owns tables or bypasses row-level security. */
export const APP_ROLE = RIGHTS_ROLES.app;
export const SYSTEM_ROLE = RIGHTS_ROLES.system;

const folder = dirname(fileURLToPath(import.meta.url));
/** Where the migrations lie, compiled or not. */
export const MIGRATIONS_FOLDER = join(folder, '../../../migrations');
const MIGRATIONS = join(MIGRATIONS_FOLDER, '*.{ts,js}');

interface PoolOptions {
  url: string;
  poolSize: number;
  /**
   * Role that every session of the pool takes at connect. The log-in is that role itself, or a member of it which has no
   * rights of its own (log-in-roles.ts), so that RESET ROLE gains nothing.
   */
  role: typeof APP_ROLE | typeof SYSTEM_ROLE;
}

/**
 * Longest statement of each role. Requests and jobs work in steps, each of them shorter. Without this limit, a longer statement
 * would end by the socket's time-out: the error would not say why, and the statement would go on in Postgres.
 */
const STATEMENT_TIMEOUT: Record<string, string> = { [APP_ROLE]: '30s', [SYSTEM_ROLE]: '60s' };

/** What every session is started with. */
export function sessionOptions(role: string): string {
  // jit=off: these statements take milliseconds, and compiling one costs more than it saves.
  return [
    `-c role=${role} -c statement_timeout=${STATEMENT_TIMEOUT[role]} -c lock_timeout=20s`,
    '-c idle_in_transaction_session_timeout=60s -c jit=off',
    // Postgres notices within a second that a process has died, ends its statement and releases the locks it held.
    '-c client_connection_check_interval=1s',
  ].join(' ');
}

/**
 * Every statement of a tenant uses an index. A plan that a session made while a table was empty (above all for the checks of
 * foreign keys) would otherwise read the whole table for every row that is written, until Postgres analyses the table again.
 * A merge join is switched off because it reads a whole index in the same way.
 */
const BY_INDEX = '-c enable_seqscan=off -c enable_mergejoin=off';

/** Options of a pool whose sessions run as a role without rights over tables' definitions. */
export function poolOptions({ url, poolSize, role }: PoolOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize,
    entities: entityClasses(),
    namingStrategy: new SnakeCaseNames(),
    // By default TypeORM leaves out a condition whose value is undefined, and answers the first row of the table.
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    synchronize: false,
    migrationsRun: false,
    connectTimeoutMS: 5_000,
    applicationName: `nightshift:${role}`,
    extra: {
      options: role === APP_ROLE ? `${sessionOptions(role)} ${BY_INDEX}` : sessionOptions(role),
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      // After a fail-over, a connection may lead to a server that has become a standby and takes no writes.
      maxLifetimeSeconds: MAX_LIFETIME_S,
      stream: () => socketWithTimeout(SILENCE_MS),
    },
  };
}

type EntityClass = abstract new () => object;

/** Every entity class that is loaded: an entity is declared in its file and nowhere else. */
export function entityClasses(): EntityClass[] {
  return getMetadataArgsStorage()
    .tables.map(({ target }) => target)
    .filter((target): target is EntityClass => typeof target === 'function');
}

/**
 * Silence after which a pooled connection counts as dead, ms. A working one is never silent for so long: statements end
 * before that, idle connections are closed after ten seconds, and Postgres ends a transaction that is idle for a minute.
 */
const SILENCE_MS = 120_000;

/** Connections are replaced after so long, s. */
const MAX_LIFETIME_S = 300;

/** A socket that closes when its peer has been silent for ms. TCP alone would wait for hours for a peer that has vanished. */
export function socketWithTimeout(ms: number): Socket {
  const socket = new Socket();
  const error = Object.assign(new Error(`Postgres said nothing for ${ms} ms`), { code: 'ETIMEDOUT' });
  socket.on('error', onDatabaseSocket);
  return socket.setTimeout(ms, () => socket.destroy(error));
}

/** Options of the owner's connection: migrations, nothing else. */
export function ownerOptions(url: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    synchronize: false,
    migrations: [MIGRATIONS],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    applicationName: 'nightshift:owner',
  };
}
