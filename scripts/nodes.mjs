#!/usr/bin/env node
/**
 * npm run test:nodes [-- 22 24] [-- --report file]: a first start and some specs, by other versions of Node than this one
 * (from the npm package `node`).
 */
import './lib/node-version.mjs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runInFolder } from './lib/in-folder.mjs';
import { build, install } from './lib/install.mjs';
import { provideNode } from './lib/node-binary.mjs';
import { ROOT } from './lib/paths.mjs';
import { removePostgres } from './lib/postgres.mjs';
import { step, Stop } from './lib/print.mjs';
import { run } from './lib/processes.mjs';
import { startRedis } from './lib/redis.mjs';

/** Some of each kind: pure rules, jobs with Postgres and Redis, HTTP with logs. */
const SPECS = ['src/platform', 'test/jobs/life-of-a-job.spec.ts', 'test/platform/logs.spec.ts'];

const { values: options, positionals } = parseArgs({
  options: { report: { type: 'string' } },
  allowPositionals: true,
});
const versions = positionals.length > 0 ? positionals : ['22', '24'];

async function main(folder) {
  await step('dependencies', install);
  await step('build', build);
  let redis;
  await step('Redis', async (say) => void (redis = await startRedis({ folder, appendOnly: false, say })));
  const results = {};
  for (const version of versions)
    results[version] = await tryOut(version, join(folder, version), redis.url).then(
      () => 'good',
      (error) => (error instanceof Stop ? error.message : error.stack),
    );
  for (const [version, result] of Object.entries(results))
    if (result !== 'good') console.error(`\nNode ${version}: ${result}`);
  if (options.report) writeFileSync(options.report, JSON.stringify(results));
  return Object.values(results).every((result) => result === 'good') ? 0 : 1;
}

/** @throws Error saying what does not work by this Node */
async function tryOut(version, place, redisUrl) {
  mkdirSync(place, { mode: 0o711 });
  let node;
  await step(`Node ${version}`, async () => {
    node = await provideNode(version, join(place, 'node'));
    return (await run(node, ['--version'])).output.trim();
  });
  const { Start } = await import('../test/first-start/start.mjs');
  const { wrongAfterStart } = await import('../test/first-start/check.mjs');
  await step('first start', async () => {
    const home = join(place, 'home');
    const env = { REDIS_URL: redisUrl, REDIS_PREFIX: `node-${version}`, PORT: '3500' };
    try {
      const start = await Start.run({ home, env, node });
      const wrong = await wrongAfterStart(start);
      const code = await start.stop();
      if (code !== 0) wrong.push(`stopped with ${code}`);
      if (wrong.length > 0) throw new Stop(wrong.join('\n'));
    } finally {
      await removePostgres(join(home, 'data'));
    }
  });
  await step('specs', async () => {
    const { code, output } = await run(node, [join(ROOT, 'scripts/test.mjs'), '-w', '1', ...SPECS], { cwd: ROOT });
    const [counted] = /\d+ passed, \d+ failed.*/.exec(output) ?? ['nothing was counted'];
    if (code !== 0 || !/^[1-9]/.test(counted)) throw new Stop(output);
    return counted;
  });
}

runInFolder('nodes', main);
