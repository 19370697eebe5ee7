#!/usr/bin/env node
/** npm start: from a bare machine to a running demo. Options: --reset (begin anew), --verbose (server's log here). */
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { build, install } from './lib/install.mjs';
import { HOME, home, loadDotEnv, readJson, writeJson } from './lib/paths.mjs';
import { checkPostgres, createDatabase, removePostgres, startPostgres } from './lib/postgres.mjs';
import { bold, dim, fail, step, Stop } from './lib/print.mjs';
import { commandOf, freePort, isAlive } from './lib/processes.mjs';
import { checkRedis, endOrphan, startRedis } from './lib/redis.mjs';
import { cli, startServer } from './lib/server.mjs';
import { firstSweep, printSweep } from './lib/sweep.mjs';

const verbose = process.argv.includes('--verbose');
const stateFile = home('state.json');
/** What runs, in the order it was started; stopped in reverse. */
const running = [];
let stopping;

async function main() {
  loadDotEnv();
  await refuseSecondStart();
  if (process.argv.includes('--reset')) await reset();
  const state = readJson(stateFile, {});
  const env = { ...process.env, ...secrets(), HOST: process.env.HOST ?? '127.0.0.1' };
  const remember = (over) => writeJson(stateFile, Object.assign(state, { pid: process.pid }, over));
  remember({});
  console.log(`\n${bold('Nightshift')} ${dim(HOME)}\n`);

  await step('dependencies', install);
  await step('Postgres', async () => {
    if (env.DATABASE_URL || env.DB_HOST) {
      env.DATABASE_URL ??= fromParts(env);
      await checkPostgres(env.DATABASE_URL);
      return `yours, ${new URL(env.DATABASE_URL).host}`;
    }
    const server = await startPostgres({ folder: home('data'), port: state.postgresPort });
    keep('Postgres', server.stop);
    remember({ postgresPort: server.port });
    env.DATABASE_URL = await createDatabase(server.url, 'nightshift');
    return `embedded, port ${server.port}`;
  });
  await step('Redis', async (say) => {
    if (env.REDIS_URL || env.REDIS_HOST) {
      env.REDIS_URL ??= redisFromParts(env);
      await checkRedis(env.REDIS_URL);
      return `yours, ${new URL(env.REDIS_URL).host}`;
    }
    const server = await startRedis({ folder: home('data'), port: state.redisPort, say });
    keep('Redis', server.stop);
    remember({ redisPort: server.port });
    env.REDIS_URL = server.url;
    return `private, port ${server.port}`;
  });
  await step('build', build);
  await step('migrations', () => cli('migrate', env));

  const wished = Number(env.PORT ?? 3000);
  env.PORT = String(await freePort(wished));
  const baseUrl = `http://${env.HOST}:${env.PORT}`;
  env.NIGHTSHIFT_PUBLIC_URL ??= baseUrl;
  await step('demo data', () => cli('seed', env));
  let server;
  await step('server', async () => {
    server = await startServer(env, { logFile: home('server.log'), verbose });
    keep('server', server.stop);
    const moved = Number(env.PORT) === wished ? '' : `, because ${wished} is busy`;
    return `${env.ROLES ?? 'api, worker, scheduler'} on port ${env.PORT}${moved}`;
  });
  void server.exited.then((code) => {
    if (stopping) return;
    console.error(`\nThe server ended by itself (${code}). The end of its log:\n${server.tail()}`);
    void stop(1);
  });
  const credentials = home('credentials.json');
  let sweep;
  await step('first sweep', async () => {
    sweep = await firstSweep(baseUrl, credentials);
    return sweep ? 'a year of room nights for the demo group' : 'no demo tenant in this database';
  });
  console.log('');
  printSweep(sweep);
  where(baseUrl, credentials);
}

function where(baseUrl, credentials) {
  const lines = [
    ['API docs', `${baseUrl}/api/docs`],
    ['Queues', `${baseUrl}/api/admin/queues  ${dim('(operator@nightshift.test)')}`],
    ['Health', `${baseUrl}/health/ready`],
    ['Credentials', existsSync(credentials) ? credentials : 'yours'],
    ['Server log', verbose ? 'below' : home('server.log')],
  ];
  console.log('');
  for (const [name, value] of lines) console.log(`  ${bold(name.padEnd(12))} ${value}`);
  console.log(`\n  Ctrl-C stops everything; the data stays. ${dim('npm start -- --reset begins anew.')}\n`);
}

/** Two starts on one set of data would fight over it. */
async function refuseSecondStart() {
  const { pid } = readJson(stateFile, {});
  if (pid && pid !== process.pid && isAlive(pid) && commandOf(pid).includes('start.mjs'))
    throw new Stop(`Nightshift is already running here (pid ${pid}). Stop it with Ctrl-C, or: kill ${pid}`);
}

async function reset() {
  await removePostgres(home('data'));
  await endOrphan(home('data', 'redis'));
  rmSync(HOME, { recursive: true, force: true });
  console.log(`Removed ${HOME}`);
}

function secrets() {
  const file = home('secrets.json');
  const kept = readJson(file, {});
  const fresh = () => randomBytes(36).toString('base64url');
  const value = { CRON_SECRET: kept.CRON_SECRET ?? fresh(), JWT_SECRET: kept.JWT_SECRET ?? fresh() };
  writeJson(file, value);
  return {
    ...value,
    ...(process.env.CRON_SECRET && { CRON_SECRET: process.env.CRON_SECRET }),
    ...(process.env.JWT_SECRET && { JWT_SECRET: process.env.JWT_SECRET }),
  };
}

function fromParts(env) {
  const url = new URL(`postgres://${env.DB_HOST}:${env.DB_PORT ?? 5432}/${env.DB_NAME ?? 'nightshift'}`);
  url.username = encodeURIComponent(env.DB_USER ?? 'postgres');
  url.password = encodeURIComponent(env.DB_PASSWORD ?? '');
  return url.href;
}

function redisFromParts(env) {
  const password = env.REDIS_PASSWORD ? `:${encodeURIComponent(env.REDIS_PASSWORD)}@` : '';
  return `redis://${password}${env.REDIS_HOST}:${env.REDIS_PORT ?? 6379}`;
}

function keep(name, stop_) {
  if (stopping) void stop_();
  running.push({ name, stop: stop_ });
}

function stop(code) {
  stopping ??= (async () => {
    console.log('');
    for (const { name, stop: stop_ } of running.reverse())
      await step(`stop ${name}`, async () => void (await stop_())).catch(() => undefined);
    const { pid, ...state } = readJson(stateFile, {});
    if (pid === process.pid && existsSync(stateFile)) writeJson(stateFile, state);
    process.exit(code);
  })();
  return stopping;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    // A second Ctrl-C means: now. What is left is ended by the next start.
    if (stopping && signal === 'SIGINT') process.exit(130);
    void stop(0);
  });

main().catch((error) => {
  fail(error);
  return stop(1);
});
