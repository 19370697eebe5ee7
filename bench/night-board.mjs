/**
 * The board of a night: 200 hotels of a tenant with six jobs a night each, sixty nights of slots and jobs behind them, and as much
 * of another tenant beside it. The whole answer of `GET /nights/current`: hotels, cells with their forecast, what needs
 * somebody, what comes next; and that of a night long ago.
 */
import { AppModule, loadConfig, NestFactory, RequestContext, TonightService } from '../dist/bundle/product.js';
import { startConsole } from './support/browser.mjs';
import { quantile, ROUNDS, seconds, spread } from './support/figures.mjs';
import { addTenant, owner, settings } from './support/platform.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const HOTELS = size(200, 3, 'BENCH_BOARD_HOTELS');
const NIGHTS = size(60, 3);
const TIMES = size(40, 2);
const KINDS = [
  'daily-housekeeping-round',
  'preventive-maintenance',
  'no-show-check',
  'availability-recalc',
  'invoice-generation',
  'room-generation-sweep',
];

const db = owner();
const tenants = [await addTenant(db), await addTenant(db)];
const made = await seconds(async () => {
  await db.query(`SELECT ledger_partitions(now() - interval '3 months', 4)`);
  for (const tenant of tenants) await nights(tenant);
  await db.query('ANALYZE');
});
const app = await NestFactory.createApplicationContext(AppModule.forRoot(loadConfig(settings({ ROLES: 'api' }))), {
  logger: false,
});
const tonight = app.get(TonightService, { strict: false });
const board = (which, limit = HOTELS) =>
  app.get(RequestContext).asTenant(tenants[0], () => tonight.of(which, undefined, limit, 0));

heading(`a night of ${HOTELS} hotels × ${KINDS.length} jobs, ${NIGHTS} nights kept (made in ${made.toFixed(0)} s)`);
const now = await measure('the present night', 'current');
exactly('hotels of the board', now.hotels.length, HOTELS);
exactly('cells of the board', now.hotels.flatMap(({ cells }) => cells).length, HOTELS * KINDS.length);
const states = now.hotels.flatMap(({ cells }) => cells.map(({ state }) => state));
exactly('cells of jobs that are dead', states.filter((state) => state === 'dead').length, Math.floor(HOTELS / 3));
exactly('cells whose length is told from runs', now.hotels.flatMap(({ cells }) => cells).filter(({ runs }) => runs > 0).length, HOTELS * KINDS.length); // prettier-ignore
const { rows } = await db.query(`SELECT (now() AT TIME ZONE 'UTC' - interval '12 hours' - $1 * interval '1 day')::date::text AS date`, [NIGHTS - 1]); // prettier-ignore
const then = await measure('the oldest night', rows[0].date);
exactly('cells of the oldest night', then.hotels.flatMap(({ cells }) => cells).length, HOTELS * KINDS.length);

await app.close();
await inTheBrowser();
await db.end();
process.exit(exitCode());

/** What somebody waits who opens Tonight: from the click to the first frame with a cell of each hotel, over HTTP. */
async function inTheBrowser() {
  const inBrowser = await startConsole(tenants[0]);
  if (!inBrowser) return;
  const page = await inBrowser.page();
  const taken = [];
  for (let time = 0; time < ROUNDS; time++) {
    // From another page each time, and with nothing kept of the last one.
    await page.goto(`${inBrowser.base}/schedules`);
    await page.getByRole('heading', { level: 1, name: 'Schedules' }).waitFor();
    taken.push(await page.evaluate(openTonight, HOTELS));
  }
  const goal = { value: Math.max(...taken), atMost: 1_000, unit: 'ms' };
  row('console: the board, click to cells', `${spread(taken, 0)} ms`, '', goal);
  await inBrowser.stop();
}

/** Runs in the page. @returns ms until the last hotel's row is drawn */
async function openTonight(hotels) {
  const started = performance.now();
  document.querySelector('nav a[href="/"]').click();
  for (;;) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const names = document.querySelectorAll('[data-hotel]').length;
    if (names >= hotels) return performance.now() - started;
    if (performance.now() - started > 30_000) throw new Error(`${names} of ${hotels} hotels in 30 s`);
  }
}

/** Asks many times; answers the last answer. */
async function measure(name, which) {
  const taken = [];
  let answer;
  for (let time = 0; time < TIMES; time++)
    taken.push(1000 * (await seconds(async () => (answer = await board(which)))));
  const [p50, p95] = [quantile(taken, 0.5), quantile(taken, 0.95)];
  const kb = JSON.stringify(answer).length / 1000;
  const goal = { value: p95, atMost: 1_000, unit: 'ms' };
  row(name, `p50 ${p50.toFixed(0)} ms, ${kb.toFixed(0)} kB`, `p95 ${p95.toFixed(0)} ms`, goal);
  return answer;
}

/** Hotels with a schedule of each kind, whose slots of the nights up to the present one have their jobs. */
async function nights(tenant) {
  await db.query(
    `INSERT INTO hotel (tenant_id, name, time_zone, currency) SELECT $1, 'Hotel ' || n, 'UTC', 'EUR' FROM generate_series(1, $2::int) n`,
    [tenant, HOTELS],
  );
  await db.query(
    `INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, hotel_id, grace_seconds, due_seconds, next_run_at)
     SELECT gen_random_uuid(), $1, h.id || ' ' || k, k, '{}', '0 2 * * *', 'UTC', h.id, 900, 7200, now() + interval '1 hour'
     FROM hotel h CROSS JOIN unnest($2::text[]) k WHERE h.tenant_id = $1`,
    [tenant, KINDS],
  );
  // From the evening of each night on; the present night's is that of twelve hours ago.
  await db.query(
    `WITH slot AS MATERIALIZED (
       SELECT s.id AS schedule_id, s.name, s.hotel_id, substring(h.name FROM 7)::int AS n, night,
         (((now() AT TIME ZONE 'UTC' - interval '12 hours')::date - night) + time '12:30') AT TIME ZONE 'UTC' AS at
       FROM schedule s JOIN hotel h ON h.id = s.hotel_id CROSS JOIN generate_series(0, $2::int - 1) night WHERE s.tenant_id = $1),
     job AS (
       INSERT INTO job_history (id, tenant_id, name, data, max_attempts, status, hotel_id, schedule_id, run_at, scheduled_for,
         created_at, started_at, completed_at, progress, attempt, token)
       SELECT ledger_id(at + n * interval '1 ms'), $1, name, '{}', 1,
         CASE WHEN night = 0 AND name = 'no-show-check' AND n % 3 = 0 THEN 'DEAD' ELSE 'COMPLETED' END,
         hotel_id, schedule_id, at, at, at, at, at + (30 + n % 100) * interval '1 second', 100, 1, 1 FROM slot
       RETURNING id, schedule_id, scheduled_for)
     INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at, job_id, fired_at)
     SELECT $1, schedule_id, scheduled_for, id, scheduled_for FROM job`,
    [tenant, NIGHTS],
  );
}
