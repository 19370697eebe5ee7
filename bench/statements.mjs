/**
 * Statements of a month for all owners, one listing with 50 stays each: a bulk run through the whole platform (batch, leases,
 * fences, reasons, counts), beside a plain script that makes the same statements one after the other, as many at a time, with
 * neither ledger nor queue. Every figure is held against plain SQL. BENCH_LISTINGS=100,10000: how many listings, one size
 * after the other. BENCH_PRINTED=300: listings of the run whose statements become final and are printed as PDF, beside a script that
 * does the same. BENCH_KILLED=2000: listings of the run whose worker is killed in the middle.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AppModule,
  JobsLifecycle,
  JobsService,
  loadConfig,
  NestFactory,
  RequestContext,
  RunStarter,
  RunViews,
  StatementDocuments,
  StatementGenerationJob,
  StatementMaking,
  StatementPrint,
} from '../dist/bundle/product.js';
import { seconds, until } from './support/figures.mjs';
import { owner, settings } from './support/platform.mjs';
import { end, startWorker } from './support/processes.mjs';
import { OWED, rentals, STAYS } from './support/rentals.mjs';
import { size, SMOKE } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const SIZES = (process.env.BENCH_LISTINGS ?? (SMOKE ? '2,4' : '100,1000,10000')).split(',').map(Number);
const PRINTED = size(300, 4, 'BENCH_PRINTED');
const KILLED = size(2_000, 12, 'BENCH_KILLED');
/** Above this size only the platform runs, to show its cost of a statement. */
const LARGEST_BOTH = 1_000;
const MONTH = { from: '2025-10-01', to: '2025-10-31' };
const PARAMS = { ...MONTH, calculationType: 'checkout', grouping: 'listing', ownerId: null, listingId: null };
const ORIGIN = { createdBy: null, notify: false };

const db = owner();
const files = mkdtempSync(join(tmpdir(), 'bench-statements-'));
const env = settings({ JOBS_LEASE_MS: '3000', STORAGE_DIR: files });
const start = (roles) =>
  NestFactory.createApplicationContext(AppModule.forRoot(loadConfig({ ...env, ROLES: roles })), { logger: false });
let app = await start('worker');
const get = (type) => app.get(type, { strict: false });
const as = (tenant, work) => app.get(RequestContext).asTenant(tenant, work);

/** The highest memory of this process while work runs, MB. */
async function memory(work) {
  let most = 0;
  const look = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
  const took = await seconds(work);
  clearInterval(look);
  return { took, megabytes: most / 1_048_576 };
}

/** One run from its acceptance to its result. */
async function run(tenant) {
  const { jobId } = await as(tenant, () => get(RunStarter).start(PARAMS, ORIGIN));
  await as(tenant, () => get(JobsService).waitFor(jobId, 3_600_000));
  return as(tenant, () => get(RunViews).one(jobId));
}

/** The same statements with nothing around them. */
async function byScript(tenant) {
  const { rows } = await db.query('SELECT owner_id, listing_id FROM ownership WHERE tenant_id = $1', [tenant]);
  const { signal } = new AbortController();
  const one = async () => {
    for (let pair = rows.pop(); pair; pair = rows.pop()) {
      const target = { ownerId: pair.owner_id, listingId: pair.listing_id };
      await as(tenant, async () => {
        await get(StatementMaking).refresh(target, MONTH, signal);
        await get(StatementMaking).expenses(target, MONTH);
        await get(StatementMaking).make({ ...target, ...MONTH, calculationType: 'checkout' });
      });
    }
  };
  await Promise.all(Array.from({ length: StatementGenerationJob.concurrency }, one));
}

/** All statements of the tenant are final, as if a person had said so; answers their ids. */
async function finalised(tenant) {
  const { rows } = await db.query(
    `UPDATE statement SET state = 'final', chain = 1, finalised_at = clock_timestamp() WHERE tenant_id = $1 RETURNING id`,
    [tenant],
  );
  return rows.map(({ id }) => id);
}

async function printedByScript(tenant) {
  const ids = await finalised(tenant);
  const one = async () => {
    for (let id = ids.pop(); id; id = ids.pop()) await as(tenant, () => get(StatementDocuments).kept(id));
  };
  await Promise.all(Array.from({ length: StatementPrint.concurrency }, one));
}

async function printedByJobs(tenant) {
  const ids = await finalised(tenant);
  const jobs = ids.map((statementId) => ({ contract: StatementPrint, payload: { statementId } }));
  const { id } = await as(tenant, () => get(JobsService).enqueueBatch('bench-prints', jobs));
  await as(tenant, () => get(JobsService).waitFor(id, 3_600_000));
}

const printed = async (tenant) => {
  const { rows } = await db.query('SELECT count(*)::int AS n FROM statement_document WHERE tenant_id = $1', [tenant]);
  return rows[0].n;
};

/** Every owner has one statement, and what it says is what plain SQL says. */
async function held(tenant, listings) {
  const { rows } = await db.query(
    `SELECT count(*)::int AS n, count(DISTINCT owner_id)::int AS owners,
       count(*) FILTER (WHERE s.net_minor IS DISTINCT FROM o.net)::int AS wrong
     FROM statement s FULL JOIN (${OWED}) o USING (owner_id) WHERE s.tenant_id = $1 OR s.tenant_id IS NULL`,
    [tenant, MONTH.from, MONTH.to],
  );
  exactly('statements', rows[0].n, listings);
  exactly('owners with one', rows[0].owners, listings);
  exactly('figures unlike plain SQL', rows[0].wrong, 0);
}

/** Does in advance what Postgres would otherwise do in the background during the measurement. */
async function settled() {
  await db.query('VACUUM ANALYZE');
  await db.query('CHECKPOINT');
}

const perStatement = [];
for (const listings of SIZES) {
  heading(`statements of ${listings.toLocaleString('en')} listings × ${STAYS} stays`);
  let plain = 0;
  if (listings <= LARGEST_BOTH) {
    const beside = await rentals(db, listings);
    await settled();
    plain = await seconds(() => byScript(beside));
    await held(beside, listings);
    row('plain script', `${(listings / plain).toFixed(1)} /s`);
  }
  const tenant = await rentals(db, listings);
  await settled();
  let result;
  const { took, megabytes } = await memory(async () => ({ result } = await run(tenant)));
  exactly('generated', result.summary.generated, listings);
  await held(tenant, listings);
  perStatement.push(took / listings);
  const goal = plain ? { value: took / plain, atMost: 1.3 } : undefined;
  row(
    'bulk run',
    `${(listings / took).toFixed(1)} /s`,
    plain ? `× ${(took / plain).toFixed(2)} of the script` : '',
    goal,
  );
  row('memory of the worker', `${megabytes.toFixed(0)} MB`, '', { value: megabytes, atMost: 300, unit: 'MB' });
  const again = await seconds(async () => ({ result } = await run(tenant)));
  exactly('unchanged the second time', result.summary.unchanged, listings);
  row('the same run again', `${(listings / again).toFixed(1)} /s`);
}
heading(`cost of a statement: ${SIZES.at(-1)} listings beside ${SIZES[0]}`);
row('bulk run', `× ${(perStatement.at(-1) / perStatement[0]).toFixed(2)}`);

heading(`statements of ${PRINTED.toLocaleString('en')} listings × ${STAYS} stays, final and printed as PDF`);
{
  const beside = await rentals(db, PRINTED);
  await settled();
  const plain = await seconds(async () => {
    await byScript(beside);
    await printedByScript(beside);
  });
  exactly('printed by the script', await printed(beside), PRINTED);
  const tenant = await rentals(db, PRINTED);
  await settled();
  const { took, megabytes } = await memory(async () => {
    await run(tenant);
    await printedByJobs(tenant);
  });
  exactly('printed', await printed(tenant), PRINTED);
  row('plain script', `${(PRINTED / plain).toFixed(1)} /s`);
  const goal = { value: took / plain, atMost: 1.3 };
  row('bulk run', `${(PRINTED / took).toFixed(1)} /s`, `× ${(took / plain).toFixed(2)} of the script`, goal);
  row('memory of the worker', `${megabytes.toFixed(0)} MB`, '', { value: megabytes, atMost: 300, unit: 'MB' });
}
await app.get(JobsLifecycle).drain();
await app.close();

heading(`kill -9 of the worker in the middle of ${KILLED.toLocaleString('en')} listings, ${KILLED * STAYS} stays`);
app = await start('api');
const tenant = await rentals(db, KILLED);
const { jobId } = await as(tenant, () => get(RunStarter).start(PARAMS, ORIGIN));
const progress = async () => (await as(tenant, () => get(RunViews).one(jobId))).progress;
const first = await startWorker(env, 'statements-worker.mjs');
await until(async () => (await progress()) >= KILLED / 3, { ms: 600_000, what: 'a third of the run' });
await end(first, 'SIGKILL');
row('made before the kill', String(await progress()));
const second = await startWorker(env, 'statements-worker.mjs');
await until(async () => (await as(tenant, () => get(RunViews).one(jobId))).status === 'completed', {
  ms: 1_800_000,
  every: 50,
});
const { result } = await as(tenant, () => get(RunViews).one(jobId));
const { generated, unchanged, skipped, errors } = result.summary;
exactly('generated or unchanged', generated + unchanged, KILLED);
exactly('skipped or failed', skipped + errors, 0);
await held(tenant, KILLED);
await end(second);
await app.close();
await db.end();
rmSync(files, { recursive: true, force: true });
process.exit(exitCode());
