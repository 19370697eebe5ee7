import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { ROOT } from '../../../scripts/lib/paths.mjs';
import { createDatabase } from '../../../scripts/lib/postgres.mjs';
import { pause } from '../../../scripts/lib/processes.mjs';
import { programFile } from '../../../scripts/lib/programs.mjs';
import { CREATE_EFFECTS } from './effects.mjs';
import { Process } from './processes.mjs';
import { Link } from './proxy.mjs';
import { ChaosPostgres, ChaosRedis } from './servers.mjs';

/** Life of a claim in the run, ms: short, so that much can happen in a minute. */
export const LEASE_MS = 1_500;
const SECRETS = { CRON_SECRET: 'c'.repeat(32), JWT_SECRET: 'j'.repeat(32), SECRET_KEYS: `test:${'k'.repeat(43)}` };

/** Everything a run stands on: its own Postgres and Redis, a migrated database with the demo in it, its processes. */
export class World {
  processes = [];
  #links = [];

  static async create(folder, logFolder) {
    const world = new World();
    world.logFolder = logFolder;
    mkdirSync(folder, { recursive: true });
    mkdirSync(world.logFolder, { recursive: true });
    world.redis = await ChaosRedis.start(folder);
    world.postgres = await ChaosPostgres.start(folder);
    world.databaseUrl = await createDatabase(world.postgres.url, 'chaos');
    world.db = new pg.Pool({ connectionString: world.databaseUrl, max: 4 });
    world.db.on('error', () => undefined);
    world.env = {
      ...SECRETS,
      DATABASE_URL: world.databaseUrl,
      REDIS_URL: `redis://127.0.0.1:${world.redis.port}`,
      REDIS_PREFIX: 'chaos',
      DATABASE_POOL_SIZE: '6',
      JOBS_LEASE_MS: String(LEASE_MS),
      JOBS_TICK_MS: '250',
      JOBS_DRAIN_MS: '2000',
      JOBS_WAIT_MS: '3000',
      THROTTLE_PER_MINUTE: '1000000',
      LOG_LEVEL: 'info',
    };
    cli('migrate', world.env);
    cli('seed', { ...world.env, NIGHTSHIFT_HOME: folder });
    const { users } = JSON.parse(readFileSync(join(folder, 'credentials.json'), 'utf8'));
    world.keys = users.filter(({ role }) => role === 'ADMIN').map(({ apiKey }) => apiKey);
    await world.db.query(CREATE_EFFECTS);
    return world;
  }

  /** Starts one process; linked: its Postgres and Redis lie behind links that can go dead. */
  async start(name, { env = {}, linked = false } = {}) {
    const links = linked ? { postgres: await this.#link('postgres'), redis: await this.#link('redis') } : {};
    const addresses = linked
      ? {
          DATABASE_URL: withPort(this.databaseUrl, links.postgres.port),
          REDIS_URL: `redis://127.0.0.1:${links.redis.port}`,
        }
      : {};
    const roles = { api: 'api', worker: 'worker', scheduler: 'scheduler' }[name.split('-', 1)[0]];
    const one = new Process(name, {
      env: { ...this.env, ...addresses, ROLES: roles, ...env },
      logFolder: this.logFolder,
      links,
    });
    this.processes.push(one);
    await one.start();
    return one;
  }

  of(role) {
    return this.processes.filter((one) => one.role === role);
  }

  /** Resolves once every process says it is up. @throws Error after ms */
  async ready(ms = 60_000) {
    await until(async () => (await Promise.all(this.processes.map((one) => one.isReady()))).every(Boolean), {
      ms,
      what: () => `every process to be ready (${this.processes.map((p) => `${p.name} ${p.alive}`).join(', ')})`,
    });
  }

  async rows(sql, values = []) {
    return (await this.db.query(sql, values)).rows;
  }

  /** Ends all processes; Postgres and Redis stay. */
  async clear() {
    await Promise.all(this.processes.splice(0).map((one) => one.stop()));
    for (const link of this.#links.splice(0)) link.close();
  }

  async close() {
    await this.clear();
    await this.db.end().catch(() => undefined);
    await Promise.all([this.redis.kill(), this.postgres.crash()]);
  }

  async #link(to) {
    const link = await Link.to(this[to].port);
    this.#links.push(link);
    return link;
  }
}

function cli(name, env) {
  const run = spawnSync(process.execPath, [programFile(`cli/${name}`)], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`${name} failed: ${run.stderr}${run.stdout}`);
}

function withPort(url, port) {
  const target = new URL(url);
  target.port = String(port);
  return target.href;
}

/** Waits until the condition holds; one that throws does not hold yet. @throws Error after ms */
export async function until(condition, { ms, what, every = 100 }) {
  for (const end = Date.now() + ms; ; await pause(every)) {
    const holds = await Promise.resolve()
      .then(condition)
      .catch(() => false);
    if (holds) return;
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain for ${what()}`);
  }
}
