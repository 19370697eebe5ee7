#!/usr/bin/env node
/** npm test [-- jest arguments]: installs, builds, starts a private Postgres and Redis, runs every test, stops them. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, install } from './lib/install.mjs';
import { readJson, ROOT } from './lib/paths.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { fail, step } from './lib/print.mjs';
import { startRedis } from './lib/redis.mjs';

const folder = mkdtempSync(join(tmpdir(), 'nightshift-test-'));
const running = [];
let child;
let done = false;

async function main() {
  await step('dependencies', install);
  await step('build', build);
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' };
  await step('Postgres', async () => {
    if (env.TEST_DATABASE_URL) return 'yours';
    const server = await startPostgres({ folder, fast: true });
    running.push(server.stop);
    env.TEST_DATABASE_URL = server.url;
    return `private, port ${server.port}`;
  });
  await step('Redis', async (say) => {
    if (env.TEST_REDIS_URL) return 'yours';
    const server = await startRedis({ folder, appendOnly: false, say });
    running.push(server.stop);
    env.TEST_REDIS_URL = server.url;
    env.TEST_REDIS_BINARY = server.binary;
    return `private, port ${server.port}`;
  });
  const report = join(folder, 'report.json');
  const code = await jest([...process.argv.slice(2), '--json', `--outputFile=${report}`], env);
  const { numPassedTests = 0, numFailedTests = 0, numFailedTestSuites = 0, numPendingTests = 0 } = readJson(report, {});
  // A file that does not even load has no tests to count, and is a failure all the same.
  const failed = numFailedTests || (code === 0 ? 0 : Math.max(1, numFailedTestSuites));
  const skipped = numPendingTests ? `, ${numPendingTests} skipped` : '';
  await stop();
  console.log(`\n${numPassedTests} passed, ${failed} failed${skipped}`);
  return code;
}

function jest(args, env) {
  const binary = join(ROOT, 'node_modules/jest/bin/jest.js');
  child = spawn(process.execPath, [binary, '--config', 'test/jest.config.js', ...args], {
    cwd: ROOT,
    env,
    // The report goes to the file; what jest prints for people goes to stderr.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

async function stop() {
  if (done) return;
  done = true;
  for (const end of running.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    child?.kill(signal);
    void stop().then(() => process.exit(130));
  });

main()
  .catch(async (error) => {
    fail(error);
    await stop();
    return 1;
  })
  .then((code) => process.exit(code));
