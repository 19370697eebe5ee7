/**
 * The stream of a tenant (`GET /events`): many readers hear how jobs go that another process runs. From the end of a job to the line
 * that a reader gets; then the server of the readers is killed while jobs go on and started again: each reader goes on
 * after its last event, and must have heard of each job's end once, without a gap in the numbers.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { TokensService, UsersService } from '../dist/bundle/product.js';
import { programFile } from '../scripts/lib/programs.mjs';
import { EventReader } from './support/event-reader.mjs';
import { pause, quantile, until } from './support/figures.mjs';
import { startPlatform } from './support/kinds.mjs';
import { addTenant, owner, settings } from './support/platform.mjs';
import { freePort } from './support/processes.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const READERS = size(200, 4, 'BENCH_READERS');
/** As many as one caller may have open. */
const OF_ONE = 20;
const JOBS = size(1_000, 20, 'BENCH_STREAM_JOBS');
/** Jobs at once, and how often. More than 500 changes a second are not told one by one: readers are told to load again. */
const AT_ONCE = size(25, 10);
const EVERY_MS = 500;
/** As many are started at most while the readers' server is away. */
const WHILE_AWAY = 200;

const db = owner();
const tenant = await addTenant(db);
const prefix = `bench-${tenant.slice(0, 8)}`;
const platform = await startPlatform({ concurrency: 10, over: { REDIS_PREFIX: prefix }, handle: () => pause(2) });
const tokens = [];
for (let n = 0; n * OF_ONE < READERS; n++) tokens.push(await login(n));

const port = await freePort();
let isAway = false;
let server = await serve();
const readers = Array.from({ length: READERS }, (_, n) => new EventReader(port, tokens[Math.floor(n / OF_ONE)]));
await until(() => readers.every(({ last }) => last !== undefined), { what: 'readers' });
heading(`${READERS} readers of a tenant's events, ${JOBS} jobs a round`);

await round('', async () => undefined);
const lags = readers.flatMap(({ lags: own }) => own);
const p95 = quantile(lags, 0.95);
row('from the end of a job to its readers', `p50 ${quantile(lags, 0.5).toFixed(0)} ms`, `p95 ${p95.toFixed(0)} ms`, {
  value: p95,
  atMost: 2_000,
  unit: 'ms',
});
await round(', server killed', async () => {
  await until(() => readers.some(({ ends }) => ends.size > JOBS), { what: 'the first half' });
  const gone = once(server, 'exit');
  isAway = true;
  server.kill('SIGKILL');
  await gone;
  const killed = performance.now();
  server = await serve();
  await until(() => readers.every(({ open }) => open), { what: 'readers that come back' });
  isAway = false;
  row('killed, until all readers are back', `${((performance.now() - killed) / 1000).toFixed(1)} s`);
});

for (const reader of readers) reader.close();
const ended = once(server, 'exit');
server.kill('SIGTERM');
await ended;
await platform.stop();
await db.end();
process.exit(exitCode());

/** Asks for jobs and waits until every reader has heard of the end of each. */
async function round(name, meanwhile) {
  const before = readers.map(({ ends }) => ends.size);
  await Promise.all([jobs(), meanwhile()]);
  await until(() => readers.every(({ ends }, n) => ends.size >= before[n] + JOBS), { what: `readers${name}` });
  // What would be told twice has time to come.
  await pause(1_500);
  exactly(
    `ends that readers have heard of${name}`,
    sum((reader, n) => reader.ends.size - before[n]),
    READERS * JOBS,
  );
  exactly(
    `ends that were told twice${name}`,
    sum(({ doubles }) => doubles),
    0,
  );
  exactly(
    `gaps in the numbers${name}`,
    sum(({ gaps }) => gaps),
    0,
  );
}

async function jobs() {
  for (let made = 0, away = 0; made < JOBS; made += AT_ONCE) {
    away = isAway ? away + AT_ONCE : 0;
    if (away > WHILE_AWAY) await until(() => !isAway, { what: 'the server that was killed' });
    await platform.flood(tenant, AT_ONCE);
    await pause(EVERY_MS);
  }
}

function sum(of) {
  return readers.reduce((total, reader, n) => total + of(reader, n), 0);
}

/** A token of one more user. */
async function login(n) {
  const get = (type) => platform.app.get(type, { strict: false });
  const user = { tenantId: tenant, email: `reader-${n}@bench.test`, role: 'STAFF' };
  const { id } = await get(UsersService).create({ ...user, password: 'correct horse battery staple' });
  return get(TokensService).sign({ ...user, id, tenant: null });
}

/** A process of the product that only serves. */
async function serve() {
  const env = {
    ...process.env,
    ...settings({
      ROLES: 'api',
      REDIS_PREFIX: prefix,
      HOST: '127.0.0.1',
      PORT: String(port),
      THROTTLE_PER_MINUTE: '1000000',
    }),
  };
  const child = spawn(process.execPath, [programFile('main')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const live = () =>
    fetch(`http://127.0.0.1:${port}/health/live`).then(
      (answer) => answer.ok,
      () => false,
    );
  await until(live, { every: 100, what: 'the server' });
  return child;
}
