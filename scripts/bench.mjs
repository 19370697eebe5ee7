#!/usr/bin/env node
/**
 * npm run bench [-- name …] [-- --full]: every bench on a private Postgres and Redis with the durability they have in
 * production. --full: five rounds instead of three (or BENCH_ROUNDS).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPeers } from './lib/bench-peers.mjs';
import { build, install } from './lib/install.mjs';
import { ROOT } from './lib/paths.mjs';
import { createDatabase, startPostgres } from './lib/postgres.mjs';
import { fail, step, Stop } from './lib/print.mjs';
import { stopAll, track } from './lib/processes.mjs';
import { startRedis } from './lib/redis.mjs';
import { cli } from './lib/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'nightshift-bench-'));

async function main() {
  const env = { ...process.env };
  const given = process.argv.slice(2);
  if (given.includes('--full')) env.BENCH_ROUNDS ??= '5';
  const names = chosen(given.filter((word) => !word.startsWith('--')));
  await step('dependencies', install);
  if (names.includes('jobs')) await step('peers', installPeers);
  await step('build', build);
  await step('servers', async (say) => {
    const postgres = await startPostgres({ folder });
    const redis = await startRedis({ folder, say });
    env.BENCH_DATABASE_URL = await createDatabase(postgres.url, 'bench');
    env.BENCH_REDIS_URL = redis.url;
    await cli('migrate', { ...env, DATABASE_URL: env.BENCH_DATABASE_URL });
  });
  for (const name of names) {
    console.log('');
    const child = spawn(process.execPath, [join(ROOT, `bench/${name}.mjs`)], { cwd: ROOT, env, stdio: 'inherit' });
    track(undefined, child);
    const code = await new Promise((resolve) => child.once('exit', resolve));
    if (code !== 0) return 1;
  }
  return 0;
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

async function end(code) {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end(1));

main()
  .catch((error) => {
    fail(error);
    return 1;
  })
  .then(end);
