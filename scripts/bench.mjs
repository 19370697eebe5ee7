#!/usr/bin/env node
/** npm run bench [-- name …]: every bench on a private Postgres and Redis with the durability they have in production. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, install } from './lib/install.mjs';
import { ROOT } from './lib/paths.mjs';
import { createDatabase, startPostgres } from './lib/postgres.mjs';
import { fail, step } from './lib/print.mjs';
import { startRedis } from './lib/redis.mjs';
import { cli } from './lib/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'nightshift-bench-'));
const running = [];

async function main() {
  const env = { ...process.env };
  await step('dependencies', install);
  await step('build', build);
  await step('servers', async (say) => {
    const postgres = await startPostgres({ folder });
    running.push(postgres.stop);
    const redis = await startRedis({ folder, say });
    running.push(redis.stop);
    env.BENCH_DATABASE_URL = await createDatabase(postgres.url, 'bench');
    env.BENCH_REDIS_URL = redis.url;
    await cli('migrate', { ...env, DATABASE_URL: env.BENCH_DATABASE_URL });
  });
  const wanted = process.argv.slice(2);
  const names = readdirSync(join(ROOT, 'bench'))
    .filter((name) => name.endsWith('.mjs') && name !== 'support.mjs')
    .map((name) => name.replace('.mjs', ''))
    .filter((name) => wanted.length === 0 || wanted.includes(name));
  for (const name of names) {
    console.log('');
    const child = spawn(process.execPath, [join(ROOT, `bench/${name}.mjs`)], { cwd: ROOT, env, stdio: 'inherit' });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    if (code !== 0) return 1;
  }
  return 0;
}

main()
  .catch((error) => {
    fail(error);
    return 1;
  })
  .then(async (code) => {
    for (const stop of running.reverse()) await stop();
    rmSync(folder, { recursive: true, force: true });
    process.exit(code);
  });
