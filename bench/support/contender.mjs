import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freshDatabase } from './databases.mjs';
import { quiet } from './quiet.mjs';

const BENCH = join(import.meta.dirname, '..');
/** The newer Node that two of the peers need; all contenders run on it, so that it makes no difference between them. */
const NODE = join(BENCH, 'node_modules/node/bin/node');
const LIMIT_MS = 180_000;

/**
 * Runs a contender once, on a database of its own and an empty Redis.
 * @param {{ contender: string, scenario: string, concurrency: number, consume: boolean }} task and what the
 *   scenario takes
 * @returns {Promise<Record<string, number>>} the scenario's figures
 */
export async function runContender(task) {
  const database = await freshDatabase({ template: task.contender === 'nightshift' });
  try {
    const given = { ...task, databaseUrl: database.url, redisUrl: process.env.BENCH_REDIS_URL };
    await quiet();
    return await inProcess(given);
  } finally {
    await database.drop();
    await emptyRedis();
  }
}

function inProcess(task) {
  const child = fork(join(BENCH, 'contenders/child.mjs'), [JSON.stringify(task)], {
    execPath: existsSync(NODE) ? NODE : process.execPath,
    execArgv: process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let [result, log] = [undefined, ''];
  child.stderr.on('data', (chunk) => (log = (log + chunk).slice(-5_000)));
  child.once('message', (message) => (result = message));
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => {
      clearTimeout(limit);
      if (result && code === 0) resolve(result);
      else reject(new Error(`${task.contender}, ${task.scenario}: ended with ${code ?? signal}\n${log}`));
    });
  });
}

/** This is the bench's own server, which scripts/bench.mjs has started for this run. */
async function emptyRedis() {
  const redis = new Redis(process.env.BENCH_REDIS_URL);
  await redis.flushall();
  redis.disconnect();
}
