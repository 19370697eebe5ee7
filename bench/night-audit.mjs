/**
 * A night of many hotels with 100 rooms each: each of the five jobs, one for each hotel, through the whole platform (accepted
 * in bulk as a batch, leased, fenced, kept), beside a plain script that does the same work for one hotel after the other,
 * as many at a time, with neither ledger nor queue. BENCH_HOTELS=100,1000: how many hotels, one size after the other.
 */
import {
  AppModule,
  AvailabilityRecalcProcessor,
  DailyHousekeepingRoundProcessor,
  InvoiceGenerationProcessor,
  JobsLifecycle,
  JobsService,
  loadConfig,
  NestFactory,
  NIGHT_JOBS,
  NoShowCheckProcessor,
  PreventiveMaintenanceProcessor,
  RequestContext,
  TenantDatabase,
} from '../dist/bundle/product.js';
import { hotels, ROOMS } from './support/hotels.mjs';
import { seconds } from './support/figures.mjs';
import { owner, settings } from './support/platform.mjs';
import { SMOKE } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const SIZES = (process.env.BENCH_HOTELS ?? (SMOKE ? '1,2' : '100,1000')).split(',').map(Number);
/** Above this size only the platform runs, to show its cost of a hotel. */
const LARGEST_BOTH = 1_000;
const PROCESSORS = {
  'daily-housekeeping-round': DailyHousekeepingRoundProcessor,
  'preventive-maintenance': PreventiveMaintenanceProcessor,
  'no-show-check': NoShowCheckProcessor,
  'availability-recalc': AvailabilityRecalcProcessor,
  'invoice-generation': InvoiceGenerationProcessor,
};

const db = owner();
const app = await NestFactory.createApplicationContext(AppModule.forRoot(loadConfig(settings())), { logger: false });
const as = (tenant, work) => app.get(RequestContext).asTenant(tenant, work);
const ids = async (tenant) =>
  (await db.query('SELECT id FROM hotel WHERE tenant_id = $1 ORDER BY id', [tenant])).rows.map(({ id }) => id);

/** One batch of a job for each hotel, from its acceptance to its end. */
async function throughThePlatform(tenant, contract) {
  const jobs = app.get(JobsService);
  const children = (await ids(tenant)).map((hotelId) => ({ contract, payload: { hotelId }, options: { hotelId } }));
  const { id } = await as(tenant, () => jobs.enqueueBatch('bench', children));
  const batch = await as(tenant, () => jobs.waitFor(id, 3_600_000));
  if (batch?.result?.completed !== children.length)
    throw new Error(`${contract.name}: ${JSON.stringify(batch?.result)}`);
}

/** The same work with nothing around it, as many hotels at a time as a worker takes. */
async function byScript(tenant, contract) {
  const processor = app.get(PROCESSORS[contract.name], { strict: false });
  const transaction = (work) => app.get(TenantDatabase).transaction(work);
  const context = {
    jobId: '01900000-0000-7000-8000-000000000000',
    tenantId: tenant,
    attempt: 1,
    scheduledFor: new Date(),
    signal: new AbortController().signal,
    progress: () => undefined,
    item: () => undefined,
    transaction,
    complete: async (work) => ({ result: await transaction(work) }),
  };
  const left = await ids(tenant);
  const one = async () => {
    for (let hotelId = left.pop(); hotelId; hotelId = left.pop())
      await as(tenant, () => processor.handle({ hotelId }, context));
  };
  await Promise.all(Array.from({ length: contract.concurrency }, one));
}

/** Checks that each hotel has had its job once and has one record of its night. */
async function counted(tenant, { name }, expected) {
  const count = async (sql) => (await db.query(sql, [tenant, name])).rows[0].n;
  const jobs = `SELECT count(*)::int AS n FROM job WHERE tenant_id = $1 AND name = $2 AND status = 'COMPLETED'`;
  exactly(`jobs of ${name}`, await count(jobs), expected);
  const runs = 'SELECT count(*)::int AS n FROM night_run WHERE tenant_id = $1 AND job_name = $2';
  exactly(`nights of ${name}`, await count(runs), expected);
}

/** Does in advance what Postgres would otherwise do in the background during the measurement. */
async function settled() {
  await db.query('VACUUM ANALYZE');
  await db.query('CHECKPOINT');
}

const perHotel = {};
for (const size of SIZES) {
  heading(`night audit of ${size.toLocaleString('en')} hotels × ${ROOMS} rooms, ms a hotel`);
  const both = size <= LARGEST_BOTH;
  const [platform, script] = [await hotels(db, size), both && (await hotels(db, size))];
  let [ours, theirs] = [0, 0];
  for (const { contract } of NIGHT_JOBS) {
    await settled();
    const plain = both ? await seconds(() => byScript(script, contract)) : 0;
    await settled();
    const whole = await seconds(() => throughThePlatform(platform, contract));
    await counted(platform, contract, size);
    (perHotel[contract.name] ??= []).push((whole / size) * 1_000);
    ours += whole;
    theirs += plain;
    const beside = both ? `× ${(whole / plain).toFixed(2)} of the script` : '';
    row(contract.name, ((whole / size) * 1_000).toFixed(2), beside);
  }
  const all = ((ours / size) * 1_000).toFixed(2);
  if (both)
    row('all five', all, `× ${(ours / theirs).toFixed(2)} of the script`, { value: ours / theirs, atMost: 1.3 });
  else row('all five', all);
  row('jobs a second', ((size * NIGHT_JOBS.length) / ours).toFixed(0));
}
if (SIZES.length > 1) {
  heading(`cost of a hotel: ${SIZES.at(-1)} hotels beside ${SIZES[0]}`);
  for (const [name, costs] of Object.entries(perHotel)) row(name, `× ${(costs.at(-1) / costs[0]).toFixed(2)}`);
}
await app.get(JobsLifecycle).drain();
await app.close();
await db.end();
process.exit(exitCode());
