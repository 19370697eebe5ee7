/**
 * Quotes of three parts with six price breaks, priced: by the price rules alone, and as jobs through the whole platform. And how
 * soon `/health/live` answers while a part of millions of triangles is analysed beside it.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, openAsBlob, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createApp,
  JobsLifecycle,
  JobsService,
  priceQuote,
  QuoteCalculation,
  RequestContext,
  TokensService,
  UsersService,
} from '../dist/bundle/product.js';
import { endOfJob } from '../scripts/lib/demo-client.mjs';
import { demoParts } from '../scripts/lib/demo-parts.mjs';
import { ITEMS } from '../scripts/lib/demo-workshop.data.mjs';
import { analysed, catalogue } from '../scripts/lib/first-quote.mjs';
import { quantile, ROUNDS, seconds, spread, until } from './support/figures.mjs';
import { addTenant, owner, settings } from './support/platform.mjs';
import { writeRing } from './support/ring.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const QUOTES = size(2_000, 20, 'BENCH_QUOTES');
const LARGE = size(5_000_000, 40_000, 'BENCH_LARGE_TRIANGLES');

const folder = mkdtempSync(join(tmpdir(), 'nightshift-quotes-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const db = owner();
const app = await createApp(
  settings({
    ROLES: 'api,worker',
    THROTTLE_PER_MINUTE: '1000000',
    STORAGE_DIR: join(folder, 'storage'),
    UPLOAD_LIMIT_BYTES: '500000000',
  }),
);
await app.listen(0, '127.0.0.1');
const base = `http://127.0.0.1:${app.getHttpServer().address().port}`;
const tenantId = await addTenant(db);
const call = client(await admin());

const { customerId } = await catalogue(call);
const files = [];
for (const part of demoParts()) files.push(await analysed(call, part));
const items = ITEMS.map(({ file, ...item }) => ({ ...item, fileId: files.find(({ name }) => name === file).id }));

heading(`quotes of ${items.length} parts`);
const { id } = await call('POST', '/api/v1/quotes', { customerId, items });
const first = await call('POST', `/api/v1/quotes/${id}/calculate`);
if (first.jobId) await endOfJob(call, first.jobId);
const { rows } = await db.query('SELECT snapshot FROM quote WHERE id = $1', [id]);
const [pure, asJobs] = [[], []];
const totals = new Set();
for (let round = 0; round < ROUNDS; round++) {
  const alone = await seconds(() => {
    for (let n = 0; n < QUOTES; n++) totals.add(priceQuote(rows[0].snapshot).totals.totalMinor);
  });
  pure.push(QUOTES / alone);
  const payloads = Array.from({ length: QUOTES }, () => ({ items }));
  const jobs = await seconds(async () => {
    await app
      .get(RequestContext)
      .asTenant(tenantId, () => app.get(JobsService).enqueueMany(QuoteCalculation, payloads));
    await until(async () => (await unfinished()) === 0, { every: 20, ms: 600_000, what: 'pricing' });
  });
  asJobs.push(QUOTES / jobs);
}
row('price rules alone', `${spread(pure, 0)} quotes/s`);
row('as jobs, a transaction each', `${spread(asJobs, 0)} quotes/s`);
exactly('different totals', totals.size, 1);
exactly('quotes priced', await priced(), ROUNDS * QUOTES);

const large = join(folder, 'large.stl');
const { count } = writeRing(large, LARGE);
heading(`a part of ${count.toLocaleString('en')} triangles, ${(statSync(large).size / 2 ** 20).toFixed(0)} MB`);
const form = new FormData();
form.set('unit', 'mm');
form.set('file', await openAsBlob(large), 'large.stl');
const uploaded = await call('POST', '/api/v1/files', form);
const prober = fork(new URL('./contenders/prober.mjs', import.meta.url), [`${base}/health/live`]);
const probes = new Promise((resolve, reject) => {
  prober.once('message', resolve);
  prober.once('exit', (code) => reject(new Error(`the prober ended with ${code}`)));
});
const took = await seconds(() => endOfJob(call, uploaded.jobId));
prober.send('stop');
const { times, failed } = await probes;
row('analysed in', `${took.toFixed(1)} s`);
exactly('probes without an answer', failed, 0);
const p99 = quantile(times, 0.99);
row('/health/live meanwhile, p99', `${p99.toFixed(1)} ms`, `of ${times.length} probes`, {
  value: p99,
  below: 100,
  unit: 'ms',
});

await app.get(JobsLifecycle).drain();
await app.close();
await db.end();
process.exit(exitCode());

/** A token of the tenant's first user. */
async function admin() {
  const { rows: found } = await db.query('SELECT slug FROM tenant WHERE id = $1', [tenantId]);
  const user = { tenantId, email: 'bench@example.test', password: 'correct horse battery staple', role: 'ADMIN' };
  const { id: userId } = await app.get(UsersService, { strict: false }).create(user);
  return app
    .get(TokensService, { strict: false })
    .sign({ id: userId, email: user.email, role: 'ADMIN', tenantId, tenant: found[0].slug });
}

function client(token) {
  return async (method, path, body) => {
    const json = body && !(body instanceof FormData);
    const headers = { authorization: `Bearer ${token}`, ...(json && { 'content-type': 'application/json' }) };
    const answer = await fetch(`${base}${path}`, { method, headers, body: json ? JSON.stringify(body) : body });
    const data = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(data)}`);
    return data;
  };
}

async function unfinished() {
  const { rows: found } = await db.query(
    `SELECT count(*)::int AS n FROM job WHERE name = 'quote-calculation' AND status IN ('PENDING', 'QUEUED', 'RUNNING')`,
  );
  return found[0].n;
}

/** Quotes priced as jobs without a quote of their own. */
async function priced() {
  const { rows: found } = await db.query(
    `SELECT count(*)::int AS n FROM job_history
     WHERE name = 'quote-calculation' AND status = 'COMPLETED' AND result->>'quoteId' IS NULL`,
  );
  return found[0].n;
}
