/** Accepting jobs over HTTP while Redis is stopped. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programFile } from '../scripts/lib/programs.mjs';
import { startRedis } from '../scripts/lib/redis.mjs';
import { quantile, spread, until } from './support/figures.mjs';
import { owner, settings } from './support/platform.mjs';
import { freePort } from './support/processes.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const REQUESTS = size(1_000, 50);
const IN_FLIGHT = 10;
const home = mkdtempSync(join(tmpdir(), 'nightshift-bench-'));
const redis = await startRedis({ folder: home, say: () => undefined });
const port = await freePort();
const env = {
  ...process.env,
  ...settings({
    REDIS_URL: redis.url,
    ROLES: 'api',
    NIGHTSHIFT_HOME: home,
    THROTTLE_PER_MINUTE: '1000000',
    HOST: '127.0.0.1',
    PORT: String(port),
  }),
};
const seed = spawnSync(process.execPath, [programFile('cli/seed')], { env, encoding: 'utf8' });
if (seed.status !== 0) throw new Error(seed.stderr);
const { users } = JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8'));
const { apiKey } = users.find(({ email }) => email === 'admin@seaside.test');
const server = spawn(process.execPath, [programFile('main')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
const base = `http://127.0.0.1:${port}`;
await until(
  () =>
    fetch(`${base}/health/live`).then(
      (answer) => answer.ok,
      () => false,
    ),
  { every: 100 },
);
const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
const categories = await (await fetch(`${base}/api/v1/room-categories`, { headers })).json();
const roomCategoryId = (categories.roomCategories ?? categories.categories ?? categories.data)[0].id;

await redis.stop();
const taken = [];
const answers = new Map();
let left = REQUESTS;
await Promise.all(
  Array.from({ length: IN_FLIGHT }, async () => {
    while (left-- > 0) {
      const body = JSON.stringify({
        type: 'room-generation',
        data: { roomCategoryId, startDate: '2030-01-01', endDate: '2030-01-02' },
      });
      const asked = performance.now();
      const answer = await fetch(`${base}/api/v1/jobs`, { method: 'POST', headers, body });
      await answer.text();
      taken.push(performance.now() - asked);
      answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
    }
  }),
);
const p99 = quantile(taken, 0.99);
heading(`POST /api/v1/jobs with Redis stopped, ${REQUESTS} requests, ${IN_FLIGHT} in flight`);
row('ms', spread(taken, 1), `p99 ${p99.toFixed(1)}`, { value: p99, below: 500, unit: 'ms' });
row('answers', [...answers].map(([status, times]) => `${times} × ${status}`).join(', '));
exactly('answers 201', answers.get(201) ?? 0, REQUESTS);
const db = owner();
const { rows } = await db.query(
  `SELECT count(*)::int AS n FROM job_live WHERE name = 'room-generation' AND data->>'startDate' = '2030-01-01'`,
);
exactly('jobs in the ledger', rows[0].n, REQUESTS);
await db.end();
server.kill('SIGTERM');
await once(server, 'exit');
rmSync(home, { recursive: true, force: true });
process.exit(exitCode());
