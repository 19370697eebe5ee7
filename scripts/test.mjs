#!/usr/bin/env node
/** npm test [-- jest arguments]: installs, builds, starts a private Postgres and Redis, runs every test, stops them. */
import './lib/node-version.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { provideChromium } from './lib/chromium.mjs';
import { runInFolder } from './lib/in-folder.mjs';
import { build, install } from './lib/install.mjs';
import { readJson, ROOT } from './lib/paths.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { step } from './lib/print.mjs';
import { track } from './lib/processes.mjs';
import { startRedis } from './lib/redis.mjs';

async function main(folder, stop) {
  await step('dependencies', install);
  await step('build', build);
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' };
  await step('Postgres', async () => {
    if (env.TEST_DATABASE_URL) return 'yours';
    const server = await startPostgres({ folder, fast: true });
    env.TEST_DATABASE_URL = server.url;
    return `private, port ${server.port}`;
  });
  await step('Redis', async (say) => {
    if (env.TEST_REDIS_URL) return 'yours';
    const server = await startRedis({ folder, appendOnly: false, say });
    env.TEST_REDIS_URL = server.url;
    if (server.binary) env.TEST_REDIS_BINARY = server.binary;
    return `private, port ${server.port}`;
  });
  if (meansConsole(process.argv.slice(2)))
    await step('Chromium', async (say) => {
      const path = await provideChromium(say);
      // Its tests fail without it, and say so; all others run.
      if (path) env.TEST_CHROMIUM = path;
      return path ?? 'not found, and not to be installed here: the tests of the console will fail';
    });
  const report = join(folder, 'report.json');
  const code = await jest([...process.argv.slice(2), '--json', `--outputFile=${report}`], env);
  const { numPassedTests = 0, numPendingTests = 0, ...bad } = readJson(report, {});
  // A file that does not load has no tests that could be counted, but it is a failure.
  const counted = (bad.numFailedTests ?? 0) + (bad.numRuntimeErrorTestSuites ?? 0);
  const failed = code === 0 ? counted : Math.max(1, counted);
  const skipped = numPendingTests ? `, ${numPendingTests} skipped` : '';
  await stop();
  console.log(`\n${numPassedTests} passed, ${failed} failed${skipped}`);
  return code;
}

/** Whether the tests asked for may be those of the console. */
function meansConsole(args) {
  const paths = args.filter((arg) => arg.includes('/'));
  return paths.length === 0 || paths.some((path) => 'test/web'.startsWith(path) || path.startsWith('test/web'));
}

function jest(args, env) {
  const binary = join(ROOT, 'node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [binary, '--config', 'test/jest.config.js', ...args], {
    cwd: ROOT,
    env,
    // A process group, to be ended as a whole: jest leaves workers behind, and these leave what their tests started.
    detached: true,
    // The report goes to the file; what jest prints for people goes to stderr.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  track(undefined, child, { ms: 15_000, group: true });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

runInFolder('test', main);
