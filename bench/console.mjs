/**
 * What the console costs a browser: the script and styles of the first load and of the page Tonight, and a list of 10,000 rows, scrolled from end to end in
 * Chromium: the longest time between two frames, and how many rows are drawn. Server and console are the product's; only the answer of
 * `GET /jobs` is made here, because the API gives 200 rows at most.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startConsole } from './support/browser.mjs';
import { median, quantile, ROUNDS, spread } from './support/figures.mjs';
import { addTenant, owner } from './support/platform.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const ROWS = size(10_000, 500, 'BENCH_LIST_ROWS');
const FRAMES = size(240, 20);
const WEB = fileURLToPath(new URL('../dist/web/', import.meta.url));

const index = readFileSync(join(WEB, 'index.html'), 'utf8');
const named = (ending) => [...index.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name]) => name).filter((name) => name.endsWith(ending)); // prettier-ignore
const kb = (names) => names.reduce((sum, name) => sum + statSync(join(WEB, `${name}.gz`)).size, 0) / 1024;

heading('the console in a browser');
const [script, styles] = [kb(named('.js')), kb(named('.css'))];
row('first load, script', `${script.toFixed(0)} kB gzip`, '', { value: script, atMost: 250, unit: 'kB' });
row('first load, styles', `${styles.toFixed(0)} kB gzip`);

const db = owner();
const inBrowser = await startConsole(await addTenant(db));
if (!inBrowser) process.exit(exitCode());

const now = new Date().toISOString();
const STATES = ['COMPLETED', 'FAILED', 'RUNNING', 'DEAD', 'CANCELLED', 'QUEUED'];
const jobs = Array.from({ length: ROWS }, (_, n) => ({
  ...{
    id: `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    type: 'room-generation',
    jobName: 'room-generation',
  },
  ...{ status: STATES[n % STATES.length], progress: n % 101, attempts: 1, maxAttempts: 3, crashes: 0, priority: 50 },
  ...{ data: { n }, result: null, error: n % 6 === 1 ? { code: 'NO_RATE', message: 'There is no rate' } : null },
  ...{
    tenantId: now,
    hotelId: 1,
    createdAt: now,
    startedAt: now,
    completedAt: now,
    runAt: now,
    cancelRequested: false,
  },
  ...{ scheduleId: null, dueBy: null, batchId: null, metadata: {} },
}));
const list = JSON.stringify({ jobs, total: ROWS, nextCursor: null, previousCursor: null });

const [shown, frames, longest] = [[], [], []];
let drawn = 0;
let first = 0;
let told = '';
for (let round = 0; round < ROUNDS; round++) {
  const page = await inBrowser.page((one) =>
    one.route('**/api/v1/jobs?*', (route) => route.fulfill({ contentType: 'application/json', body: list })),
  );
  if (round === 0) first = await scriptOf(page, '/');
  const asked = performance.now();
  await page.goto(`${inBrowser.base}/jobs`);
  await page.locator('[data-row]').nth(20).waitFor();
  shown.push(performance.now() - asked);
  const seen = await page.evaluate(async (count) => {
    const table = document.querySelector('.table');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const times = [];
    let most = 0;
    let before = await frame();
    for (let n = 0; n <= count; n++) {
      table.scrollTop = ((table.scrollHeight - table.clientHeight) * n) / count;
      const at = await frame();
      times.push(at - before);
      before = at;
      most = Math.max(most, table.querySelectorAll('[data-row]').length);
    }
    await frame();
    const last = [...table.querySelectorAll('[data-row]')].at(-1).getAttribute('aria-rowindex');
    return { times, most, rows: `${last} of ${table.getAttribute('aria-rowcount')}` };
  }, FRAMES);
  frames.push(...seen.times);
  longest.push(Math.max(...seen.times));
  drawn = Math.max(drawn, seen.most);
  told = seen.rows;
  await page.close();
}
await inBrowser.stop();
await db.end();

row('the page Tonight, all its script', `${first.toFixed(0)} kB gzip`, '', { value: first, atMost: 250, unit: 'kB' });
row(`${ROWS.toLocaleString('en')} rows, until they are there`, `${spread(shown, 0)} ms`);
row(
  'between two frames of scrolling',
  `${median(frames).toFixed(0)} ms`,
  `p95 ${quantile(frames, 0.95).toFixed(0)} ms`,
);
row('the longest', `${spread(longest, 0)} ms`, '', { value: Math.max(...longest), atMost: 50, unit: 'ms' });
row('rows drawn at a time', String(drawn), '', { value: drawn, atMost: 60 });
exactly('at most sixty rows are drawn', drawn > 20 && drawn <= 60, true);
exactly('the last row that is drawn', told, `${ROWS + 1} of ${ROWS + 1}`);
process.exit(exitCode());

/** Script that a browser with an empty cache loads for a page, that of the page itself included, kB as sent. */
async function scriptOf(page, path) {
  const context = await page
    .context()
    .browser()
    .newContext({ storageState: await page.context().storageState() });
  const other = await context.newPage();
  await other.goto(`${inBrowser.base}${path}`, { waitUntil: 'load' });
  await other.getByRole('heading', { level: 1 }).waitFor();
  const bytes = await other.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
  await context.close();
  return bytes / 1024;
}
