#!/usr/bin/env node
/**
 * npm run bench [-- name …] [-- --full | --smoke] [--report file]: every bench on a Postgres and a Redis with the durability
 * they have in production, in a database and on a Redis of its own, so that none counts another one's jobs. --full: five
 * rounds instead of three (or BENCH_ROUNDS). --smoke: tiny sizes, to see that every bench runs and counts right.
 */
import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installPeers } from './lib/bench-peers.mjs';
import { provideChromium } from './lib/chromium.mjs';
import { runInFolder } from './lib/in-folder.mjs';
import { build, install } from './lib/install.mjs';
import { ROOT } from './lib/paths.mjs';
import { copyDatabase, createDatabase, dropDatabase, startPostgres } from './lib/postgres.mjs';
import { step, Stop } from './lib/print.mjs';
import { track } from './lib/processes.mjs';
import { removeRedis, startRedis } from './lib/redis.mjs';
import { cli } from './lib/server.mjs';

const TEMPLATE = 'bench';
/** Benches that are a worker of the product, with the heap that docker-compose.yml gives a worker, MB. */
const HEAP_MB = { statements: 256 };
const IN_A_BROWSER = ['console', 'night-board', 'search', 'viewer'];
const { values: options, positionals } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
  allowPositionals: true,
});

async function main(folder) {
  const env = { ...process.env };
  if (options.full) env.BENCH_ROUNDS ??= '5';
  if (options.smoke) env.BENCH_SMOKE = '1';
  const names = chosen(positionals);
  await step('dependencies', install);
  if (names.includes('jobs')) await step('peers', installPeers);
  await step('build', build);
  if (IN_A_BROWSER.some((name) => names.includes(name)) && !env.TEST_CHROMIUM)
    await step('Chromium', async (say) => {
      const path = await provideChromium(say);
      if (path) env.TEST_CHROMIUM = path;
      return path ?? 'not found, and not to be installed here: what needs it is left out';
    });
  let postgres;
  await step('Postgres', async () => {
    postgres = await startPostgres({ folder });
    const url = await createDatabase(postgres.url, TEMPLATE);
    await cli('migrate', { ...env, DATABASE_URL: url });
  });
  const codes = {};
  for (const name of names) codes[name] = await bench(name, { folder, postgresUrl: postgres.url, env });
  const bad = names.filter((name) => codes[name] !== 0);
  if (options.report) writeFileSync(options.report, JSON.stringify(codes));
  console.log(`\n  ${names.length - bad.length} of ${names.length} benches ran to their end, and counted right`);
  if (bad.length > 0) console.log(`  Failed: ${bad.join(', ')}`);
  return bad.length > 0 ? 1 : 0;
}

/** Runs one bench in a database and on a Redis that no other bench has used. @returns its exit code */
async function bench(name, { folder, postgresUrl, env }) {
  console.log('');
  const place = join(folder, `redis-${name}`);
  const redis = await startRedis({ folder: place });
  const own = {
    ...env,
    BENCH_DATABASE_URL: await copyDatabase(postgresUrl, TEMPLATE, `bench_${name.replaceAll('-', '_')}`),
    BENCH_REDIS_URL: redis.url,
  };
  const heap = HEAP_MB[name] ? [`--max-old-space-size=${HEAP_MB[name]}`] : [];
  const child = spawn(process.execPath, [...heap, join(ROOT, `bench/${name}.mjs`)], {
    cwd: ROOT,
    env: own,
    stdio: 'inherit',
  });
  track(undefined, child);
  const code = await new Promise((resolve) => child.once('exit', (status, signal) => resolve(status ?? signal)));
  await dropDatabase(postgresUrl, new URL(own.BENCH_DATABASE_URL).pathname.slice(1));
  await redis.stop();
  await removeRedis(place);
  return code;
}

/** The benches there are, or those of them that were named. @throws Stop */
function chosen(wanted) {
  const there = readdirSync(join(ROOT, 'bench'))
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => name.replace('.mjs', ''));
  const unknown = wanted.filter((name) => !there.includes(name));
  if (unknown.length > 0) throw new Stop(`There is no bench "${unknown[0]}"; there are: ${there.join(', ')}`);
  return there.filter((name) => wanted.length === 0 || wanted.includes(name));
}

runInFolder('bench', main);
