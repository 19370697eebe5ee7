import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { type DataSourceOptions, getMetadataArgsStorage } from 'typeorm';
import { onDatabaseSocket } from './database-trouble.js';
import { SnakeCaseNames } from './tenant-entity.js';
import { RIGHTS_ROLES } from '../config/database-urls.js';

// Calendar dates stay text: a JS Date would shift them by the server's zone. Counters stay numbers.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
});

/** Roles with the rights of tenants' work and of the platform's. Neither owns anything or bypasses row-level security. */
export const APP_ROLE = RIGHTS_ROLES.app;
export const SYSTEM_ROLE = RIGHTS_ROLES.system;

const here = dirname(fileURLToPath(import.meta.url));
/** Where the migrations lie, compiled or not. */
export const MIGRATIONS_FOLDER = join(here, '../../../migrations');
const MIGRATIONS = join(MIGRATIONS_FOLDER, '*.{ts,js}');

interface PoolOptions {
  url: string;
  poolSize: number;
  /**
   * Role every session of the pool takes at connect. Who logs in is that role itself, or a member of it which has no
   * rights of its own (log-in-roles.ts): RESET ROLE gains nothing.
   */
  role: typeof APP_ROLE | typeof SYSTEM_ROLE;
}

/**
 * Longest statement of each role. Requests and jobs work in steps; what takes longer would be cut off by the socket, which
 * tells nobody why, and go on in Postgres all the same.
 */
const STATEMENT_TIMEOUT: Record<string, string> = { [APP_ROLE]: '30s', [SYSTEM_ROLE]: '60s' };

/** What every session is started with. */
export function sessionOptions(role: string): string {
  // Statements here take milliseconds: compiling one costs more than it saves.
  return [
    `-c role=${role} -c statement_timeout=${STATEMENT_TIMEOUT[role]} -c lock_timeout=20s`,
    '-c idle_in_transaction_session_timeout=60s -c jit=off',
    // What a process that died was waiting for in Postgres ends too, and with it what its transaction held.
    '-c client_connection_check_interval=1s',
  ].join(' ');
}

/**
 * Every statement of a tenant goes by an index. What a session has planned while a table was empty, above all the checks of
 * foreign keys, would otherwise read all of it, row by row that is written, until Postgres looks at the table anew. A merge
 * join reads a whole index just so.
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
    // TypeORM would leave out a condition whose value is undefined, and answer the first row of all.
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    synchronize: false,
    migrationsRun: false,
    connectTimeoutMS: 5_000,
    applicationName: `nightshift:${role}`,
    extra: {
      options: role === APP_ROLE ? `${sessionOptions(role)} ${BY_INDEX}` : sessionOptions(role),
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      // After a fail-over a healthy connection may lead to what is a standby now, and take no writes for as long as it lives.
      maxLifetimeSeconds: MAX_LIFETIME_S,
      stream: () => impatientSocket(SILENCE_MS),
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
 * How long a pooled connection may say nothing, ms, before it is taken for dead: statements are ended before, idle connections are closed after ten seconds, and Postgres ends a transaction that idles for a minute.
 */
const SILENCE_MS = 120_000;

/** Connections are replaced after so long, s. */
const MAX_LIFETIME_S = 300;

/** A socket that gives up a peer that vanished without a word: TCP alone would wait for hours. */
export function impatientSocket(ms: number): Socket {
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
