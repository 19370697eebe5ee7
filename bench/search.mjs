/**
 * GET /jobs over 1,000,000 finished jobs of eleven months and fifty tenants, asked by the tenant that has 200,000 of them:
 * one page and the total, filter by filter; in other orders, from a place on (cursor); and the counts beside a filter.
 */
import { COUNT_AT_MOST, JobFacetCounts, JobSearch } from '../dist/bundle/product.js';
import { startConsole } from './support/browser.mjs';
import { quantile, seconds } from './support/figures.mjs';
import { startPlatform } from './support/kinds.mjs';
import { owner } from './support/platform.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const ROWS = size(1_000_000, 5_000, 'BENCH_ROWS');
const TIMES = size(40, 3);
const DAY = 86_400_000;

const db = owner();
const setUp = await seconds(() => fill(ROWS));
const { rows } = await db.query(
  'SELECT tenant_id, count(*)::int AS jobs FROM job_history GROUP BY 1 ORDER BY 2 DESC LIMIT 1',
);
const [{ tenant_id: tenant, jobs }] = rows;
const platform = await startPlatform({ concurrency: 1, handle: () => undefined });
const search = platform.app.get(JobSearch);
const facets = platform.app.get(JobFacetCounts);
const ago = (days) => new Date(Date.now() - days * DAY);

const CASES = {
  'no filter': {},
  'page 100': { offset: 5_000 },
  type: { jobNames: ['room-generation'] },
  'two types': { jobNames: ['room-generation', 'calendar-sync'] },
  'type and status': { jobNames: ['room-generation'], statuses: ['FAILED'] },
  'status FAILED': { statuses: ['FAILED'] },
  'status active': { statuses: ['active'] },
  'several states': { statuses: ['RUNNING', 'CANCELLED', 'DEAD'] },
  'several states, slowest first': { statuses: ['CANCELLED', 'DEAD'], sort: '-duration' },
  'last ended first': { sort: '-finishedAt' },
  'by run time': { sort: 'runAt' },
  'slowest first': { sort: '-duration' },
  hotel: { hotelId: 20 },
  'two days': { startDate: ago(40), endDate: ago(38) },
  'error, frequent': { error: 'provider' },
  'error, one number': { error: 'answered 417' },
  'error, no hit': { error: 'no such words' },
  'data, a member': { data: { roomCategoryId: 25 } },
  'data, a date': { data: { startDate: ago(50).toISOString().slice(0, 10) } },
  'data, no hit': { data: { nothing: 1 } },
  'type, hotel, dates, error': { jobNames: ['room-generation'], hotelId: 20, startDate: ago(100), error: 'answered' },
};
heading(
  `search over ${ROWS.toLocaleString('en')} ledger rows (made in ${setUp.toFixed(0)} s), tenant with ${jobs.toLocaleString('en')}`,
);
const list = ({ offset = 0, sort, cursor, ...filter }) =>
  platform.as(tenant, () => search.list(filter, { limit: 50, offset, sort, cursor }));
for (const [name, filter] of Object.entries(CASES)) {
  const { total } = await measure(name, 100, () => list(filter));
  if (name === 'no filter') exactly('jobs found without a filter', total, Math.min(jobs, COUNT_AT_MOST));
}
for (const sort of ['-createdAt', '-finishedAt', '-duration']) {
  let { nextCursor: cursor } = await list({ sort, offset: Math.min(jobs / 2, 50_000) });
  await measure(`next page by cursor, deep, ${sort}`, 100, async () => {
    const page = await list({ sort, cursor });
    cursor = page.nextCursor;
    return page;
  });
}
const FACETS = {
  'counts of states, types and hotels': {},
  'counts of what did not go well': { statuses: ['FAILED', 'CANCELLED'] },
  'counts of two types in one hotel': { jobNames: ['room-generation', 'calendar-sync'], hotelId: 20 },
};
for (const [name, filter] of Object.entries(FACETS)) {
  const { states } = await measure(name, 1_500, () => platform.as(tenant, () => facets.of(filter)));
  if (name === 'counts of what did not go well') {
    const { total } = await list({ statuses: ['DEAD'] });
    exactly('dead jobs that are counted', states.find(({ value }) => value === 'DEAD').count, total);
  }
}

/** Asks many times; answers the last answer. */
async function measure(name, atMost, ask) {
  const taken = [];
  let answer;
  for (let time = 0; time < TIMES; time++) taken.push(1000 * (await seconds(async () => (answer = await ask()))));
  const p95 = quantile(taken, 0.95);
  const hits = answer.total === undefined ? '' : `, ${answer.total} hits`;
  row(name, `p50 ${quantile(taken, 0.5).toFixed(1)} ms`, `p95 ${p95.toFixed(1)} ms${hits}`, {
    value: p95,
    atMost,
    unit: 'ms',
  });
  return answer;
}
const { jobs: failed } = await list({ error: 'answered' });
const errors = [...new Set(failed.map(({ error }) => /answered \d+/.exec(error.message)[0]))];
await platform.stop();
await inTheBrowser();
await db.end();
process.exit(exitCode());

/** What somebody waits who searches in the console: from Enter to the rows that fit, over HTTP, drawn. */
async function inTheBrowser() {
  const inBrowser = await startConsole(tenant);
  if (!inBrowser) return;
  const page = await inBrowser.page();
  await page.goto(`${inBrowser.base}/jobs`);
  await page.locator('[data-row]').first().waitFor();
  const taken = [];
  for (let time = 0; time < TIMES; time++) taken.push(await page.evaluate(searchFor, errors[time % errors.length]));
  const [p50, p95] = [quantile(taken, 0.5), quantile(taken, 0.95)];
  const goal = { value: p95, atMost: 300, unit: 'ms' };
  row('console: a search, Enter to rows', `p50 ${p50.toFixed(0)} ms`, `p95 ${p95.toFixed(0)} ms`, goal);
  await inBrowser.stop();
}

/** Runs in the page: types, presses Enter, and waits for the frame in which all rows have what was typed. @returns ms */
async function searchFor(text) {
  const field = document.querySelector('input[type=search]');
  field.focus();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, text);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const started = performance.now();
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  for (;;) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const rows = [...document.querySelectorAll('[data-row]')];
    if (rows.length > 0 && rows.every((row) => row.textContent.includes(text))) return performance.now() - started;
    if (performance.now() - started > 30_000) throw new Error(`no rows of "${text}" in 30 s`);
  }
}

async function fill(count) {
  await db.query(`SELECT ledger_partitions(now() - interval '11 months', 1)`);
  await db.query(
    `INSERT INTO tenant (id, slug, name) SELECT gen_random_uuid(), 'search-' || g, 'Search' FROM generate_series(1, 50) g`,
  );
  await db.query(
    `INSERT INTO job_history (id, tenant_id, name, status, data, priority, max_attempts, hotel_id, created_at, scheduled_for,
       started_at, completed_at, error, run_at)
     SELECT ledger_id(at), t.id, (ARRAY['room-generation', 'no-show-check', 'invoice-generation', 'calendar-sync', 'report-generation'])[1 + g / 7 % 5],
       CASE WHEN g % 97 = 0 THEN 'DEAD' WHEN g % 53 = 0 THEN 'FAILED' WHEN g % 211 = 0 THEN 'CANCELLED' ELSE 'COMPLETED' END,
       jsonb_build_object('roomCategoryId', g % 3000, 'startDate', (at::date)::text, 'note', 'note ' || g % 1000), 50, 3, g % 400,
       at, at, at, at + (1 + g % 1000) * interval '0.1 second',
       CASE WHEN g % 97 = 0 OR g % 53 = 0 THEN jsonb_build_object('code', 'PROVIDER_' || g % 7,
         'message', 'Provider answered ' || 400 + g % 120 || ' for reservation ' || g) END, at
     FROM (SELECT g, now() - g * interval '11 months' / $1::int AS at FROM generate_series(1, $1::int) g) s
     JOIN (SELECT id, row_number() OVER (ORDER BY slug) AS n FROM tenant WHERE slug LIKE 'search-%') t
       ON t.n = CASE WHEN g % 5 = 0 THEN 1 ELSE 1 + g % 50 END`,
    [count],
  );
  await db.query('VACUUM ANALYZE job_history');
}
