import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import { gate, ScriptedModule, scripts } from '../jobs/scripted.js';
import { FakeGoogle } from '../catchup/google-server.js';
import { Platform } from '../platform/harness.js';
import { freePort } from '../support/server.js';
import {
  accessibility,
  type Browser,
  findings,
  launch,
  logIn,
  logInByForm,
  open,
  type Page,
  rowIds,
  rowsInSight,
  SharedBrowser,
} from './browser.js';
import { catchupCases } from './catchup-cases.js';
import { zoneCases } from './week-zone-cases.js';
import { jobsCases } from './jobs-cases.js';
import { adminCases } from './admin-cases.js';
import { namesCases } from './names-cases.js';
import { nightCases, nightPaths } from './night-cases.js';
import { foundationCases } from './foundation-cases.js';
import { houseCases } from './house-cases.js';
import { operCases } from './oper-cases.js';
import { roomsCases } from './rooms-cases.js';
import { rulesCases } from './rules-cases.js';
import { pageCases } from './page-cases.js';
import { quotingCases } from './quoting-cases.js';
import { tonightCases } from './tonight-cases.js';
import { statementsCases } from './statements-cases.js';

/** What functions that run in the page find there. */
declare const document: { cookie: string };
declare const localStorage: { setItem: (name: string, value: string) => void };

/** Texts that run where somebody makes markup of them. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  "javascript:alert(1)//';alert(1)//",
  '{{constructor.constructor("alert(1)")()}}',
  '\u202etxt.exe\u2066',
];

const redisPrefix = `t${randomUUID().slice(0, 8)}`;
let platform: Platform;
let google: FakeGoogle;
let browser: Browser;
let base: string;
let shared: SharedBrowser;
let page: Page;
/** Browsers of a case that needs others, e.g. in another zone. */
let others: Awaited<ReturnType<typeof open>>[] = [];

/** Another browser, which is closed after the case; nothing may have gone wrong in it. */
const other = async (options = {}) => {
  const opened = await open(browser, base, options);
  others.push(opened);
  return opened;
};

/** Starts a job that does what the script says; answers its id. */
const start = async (key: string, script: (ctx: JobContext) => Promise<unknown>): Promise<string> => {
  scripts.set(key, script);
  const body = { type: 'test-scripted', data: { key } };
  const { status, body: job } = await platform.call('POST', '/api/v1/jobs', { token: platform.a.ADMIN.token, body });
  expect(status).toBe(201);
  return job['id'] as string;
};

beforeAll(async () => {
  google = await FakeGoogle.start();
  // Known beforehand, because Google sends people back to it.
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const env = { ROLES: 'api,worker', JOBS_STREAM_MS: '300000', JOBS_TICK_MS: '100', NIGHTSHIFT_PUBLIC_URL: base };
  platform = await Platform.start({ ...google.env, ...env, REDIS_PREFIX: redisPrefix }, [ScriptedModule]);
  await platform.app.listen(port, '127.0.0.1');
  browser = await launch();
  shared = await SharedBrowser.open(browser, base);
});
afterAll(async () => {
  await browser?.close();
  await platform?.stop();
  await google?.stop();
});

beforeEach(async () => {
  page = await shared.page();
});
afterEach(async () => {
  const seen = [await shared.end(), ...others.map(({ trouble }) => trouble)];
  for (const { context } of others) await context.close();
  others = [];
  for (const trouble of seen) expect(trouble).toEqual({ policy: [], errors: [] });
});

describe('log-in', () => {
  it('leads back to the address that was asked for, says what is wrong, and log-out ends the session', async () => {
    await page.goto('/jobs?status=FAILED');
    await page.getByLabel('E-mail').fill(platform.a.STAFF.email);
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('E-mail or password is wrong').waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe(platform.a.STAFF.email);
    await page.getByLabel('Password').fill('correct horse battery staple');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Jobs' }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/jobs?status=FAILED');
    // Reads only: nothing to start.
    expect(await page.getByRole('button', { name: 'Start a job' }).count()).toBe(0);
    expect(await page.evaluate(() => document.cookie)).not.toMatch(/ns_session/);
    const cookies = await page.context().cookies();
    await page.getByRole('button', { name: /You are/ }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByLabel('Password').waitFor();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    expect((await platform.call('GET', '/api/v1/auth/session', { headers: { cookie } })).status).toBe(401);
  });

  it('goes to no other site', async () => {
    await logInByForm(page, platform.a.STAFF, `/login?to=${encodeURIComponent('//evil.example/jobs')}`);
    expect(new URL(page.url()).origin).toBe(new URL(base).origin);
  });
});

describe('jobs', () => {
  it('a job is watched to its end: progress and items as they come, then its result', async () => {
    const [half, rest] = [gate(), gate()];
    const id = await start('watched', async (ctx) => {
      ctx.item('room-1', 'ok');
      ctx.progress(50);
      await half.passed;
      ctx.item('room-2', 'failed', { code: 'NO_RATE', message: HOSTILE[0] });
      ctx.progress(75);
      await rest.passed;
      return { rooms: 2, note: HOSTILE[1] };
    });
    await logIn(page, platform.a.MANAGER, `/jobs/${id}`);
    await page.getByText('50 %').waitFor();
    await page.getByText('● Live').waitFor();
    half.open();
    await page.getByText('75 %').waitFor();
    rest.open();
    await page.getByText('Done').first().waitFor();
    await page.getByText('"rooms": 2').waitFor();
    await page.getByText('NO_RATE').waitFor();
    expect(await page.getByText(HOSTILE[0]!).count()).toBeGreaterThan(0);
  });

  it('a running job is cancelled: the dialog names it and what follows, and keeps it by default', async () => {
    const id = await start(
      'endless',
      (ctx) =>
        new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error))),
    );
    await logIn(page, platform.a.ADMIN, `/jobs/${id}`);
    await page.getByText('Running').first().waitFor();
    await page.keyboard.press('c');
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Cancel this job (scripted work)?').waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.getByText('Running').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('button', { name: 'Cancel the job' }).click();
    await page.getByText('Cancelled').first().waitFor();
  });

  it('a failed job says why, is found by its error, and is retried', async () => {
    let broken = true;
    const id = await start('broken', () =>
      broken ? Promise.reject(new Error(`Rate is missing ${HOSTILE[2]}`)) : Promise.resolve({ ok: 1 }),
    );
    await logIn(page, platform.a.ADMIN, '/jobs');
    await page.getByRole('searchbox', { name: 'Search jobs' }).fill('rate is missing');
    await page.waitForURL(/q=rate\+is\+missing/);
    const row = page.locator(`[data-row="${id}"]`);
    await expectSoon(async () => {
      await page.reload();
      await row.waitFor({ timeout: 1_000 });
    });
    expect(page.url()).toContain('q=rate+is+missing');
    await row.getByRole('link').click();
    await page.getByText(HOSTILE[2]!).first().waitFor();
    broken = false;
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('"ok": 1').waitFor();
  });

  it('the list is gone through by keys alone, and its address shows the same to somebody else', async () => {
    await logIn(page, platform.a.ADMIN, '/jobs');
    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('1 chosen').waitFor();
    await page.keyboard.press('x');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
    await page.goBack();
    await page.getByRole('button', { name: 'State', exact: true }).click();
    await page.getByLabel('Cancelled').check();
    await page.waitForURL(/status=CANCELLED/);
    await page.keyboard.press('Escape');
    await expectSoon(async () => expect((await rowIds(page)).length).toBe(1));
    const here = await rowIds(page);
    const { page: fresh } = await other();
    await logIn(fresh, platform.a.STAFF, new URL(page.url()).pathname + new URL(page.url()).search);
    await fresh.locator('[data-row]').first().waitFor();
    expect(await rowIds(fresh)).toEqual(here);
    // Keys do nothing where text is typed, and can be switched off.
    await page.getByRole('searchbox', { name: 'Search jobs' }).pressSequentially('jx?');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('one is started by the form made of its schema; what the server refuses stands at its field', async () => {
    await logIn(page, platform.a.ADMIN, '/jobs');
    await page.getByRole('button', { name: 'Start a job' }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'Room nights of a category', exact: true }).click();
    await page.getByLabel(/^Room category id/).fill('999');
    await page.getByLabel(/^Start date/).fill('2030-01-02');
    await page.getByLabel(/^End date/).fill('2030-01-01');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
  });

  it('stored text stays text, wherever it is shown', async () => {
    const ids = [];
    for (const [n, text] of HOSTILE.entries())
      ids.push(await start(`xss-${n} ${text}`, () => Promise.reject(new Error(text))));
    await logIn(page, platform.a.ADMIN, '/jobs');
    for (const [n, id] of ids.entries()) {
      await page.goto(`/jobs/${id}`);
      await page.getByText('Attempts').first().waitFor();
      await expectSoon(async () => expect(await page.locator('main').innerText()).toContain(`xss-${n}`));
    }
  });
});

nightCases(() => ({ platform, page, start }));
jobsCases(() => ({ platform, page, start, other }));
tonightCases(() => ({ platform, browser, page, redisPrefix, start }));
describe('a house', () => houseCases(() => ({ platform, page })));
describe('rooms', () => roomsCases(() => ({ platform, page })));
statementsCases(() => ({ platform, page }));
catchupCases(() => ({ platform, google, page, hostile: HOSTILE }));
zoneCases(async (timezoneId) => ({ platform, page: (await other({ timezoneId })).page }));
adminCases(() => ({ platform, page, other, hostile: HOSTILE }));
quotingCases(() => ({ platform, page, other }));
pageCases(() => ({ platform, page, start, other }));
operCases(() => ({ platform, page, start }));
rulesCases(() => ({ platform, page, start, hostile: HOSTILE }));
foundationCases(() => ({ platform, page, base, start, other }));

describe('the shell', () => {
  it('has no findings of axe at its widths and in both themes, and no sideways scroll', async () => {
    await page.goto('/jobs');
    await page.getByLabel('E-mail').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect([colorScheme, await accessibility(page)]).toEqual([colorScheme, []]);
    }
    await start('looked at', (ctx) => {
      ctx.item('room-1', 'skipped', { code: 'NO_RATE', message: 'There is no rate' });
      return Promise.reject(new Error('A message that is longer than a phone is wide, so that its table scrolls'));
    });
    await logIn(page, platform.a.ADMIN);
    await page.locator('[data-row]').first().waitFor();
    const href = (await page.locator('[data-row] a').first().getAttribute('href'))!;
    const paths = ['/jobs', href, ...(await nightPaths({ platform, page, start }))];
    expect(await findings(page, paths)).toEqual([]);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByRole('heading', { name: 'Keys and states' }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect([colorScheme, await accessibility(page)]).toEqual([colorScheme, []]);
    }
  });

  it('shows 22 jobs at a time, and instants of a hotel in its zone to somebody far away', async () => {
    const { sql, a } = platform;
    const { rows } = await sql.query<{ id: number }>(
      `INSERT INTO hotel (tenant_id, name, time_zone, currency) VALUES ($1, 'Lisboa', 'Europe/Lisbon', 'EUR') RETURNING id`,
      [a.id],
    );
    // A paused queue keeps them where they are.
    const pause = { token: a.ADMIN.token, body: { reason: 'The test looks at them' } };
    expect((await platform.call('POST', '/api/v1/jobs/queues/room-generation/pause', pause)).status).toBeLessThan(300);
    await sql.query(
      `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, due, run_at, hotel_id)
       SELECT gen_random_uuid(), $1, 'room-generation', '{}', 1, false, '2026-10-25T00:30:00Z'::timestamptz + n * interval '1 hour', $2
       FROM generate_series(0, 29) AS n`,
      [a.id, rows[0]!.id],
    );
    const { page: far } = await other({ timezoneId: 'Pacific/Auckland' });
    await far.addInitScript(() => localStorage.setItem('ns.table.jobs', JSON.stringify({ hidden: [], order: [] })));
    await logIn(far, platform.a.ADMIN, '/jobs?status=PENDING');
    await far.locator('[data-row]').nth(25).waitFor({ state: 'attached' });
    expect(await rowsInSight(far)).toBeGreaterThanOrEqual(22);
    const times = await far.locator('time[datetime^="2026-10-25T0"]').allInnerTexts();
    // The doubled hour of the night is told apart by the zone's name.
    expect(times.some((text) => /01:30 (WEST|GMT\+1)/.test(text))).toBe(true);
    expect(times.some((text) => /01:30 (WET|GMT)$/.test(text))).toBe(true);
  });

  it('has a first load of at most 250 kB of compressed script', () => {
    const folder = join(import.meta.dirname, '../../dist/web');
    const index = readFileSync(join(folder, 'index.html'), 'utf8');
    const first = [...index.matchAll(/(?:src|href)="\/((?:assets\/)?[^"]+\.js)"/g)].map(([, name]) => name!);
    const bytes = (name: string) => readFileSync(join(folder, `${name}.gz`)).length;
    const total = first.reduce((sum, name) => sum + bytes(name), 0);
    expect(first.length).toBeGreaterThan(1);
    expect(readdirSync(join(folder, 'assets')).length).toBeGreaterThan(5);
    expect(total).toBeLessThan(250 * 1024);
  });
});

namesCases(() => ({ platform, page, hostile: HOSTILE }));

/** Tries again until it holds: for what the server does when it comes to it. */
async function expectSoon(holds: () => Promise<void>): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;)
    try {
      return await holds();
    } catch (error) {
      if (Date.now() > until) throw error;
      await page.waitForTimeout(100);
    }
}
