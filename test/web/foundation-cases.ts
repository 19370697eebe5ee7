import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import { gate, scripts } from '../jobs/scripted.js';
import { FakeNight } from '../pms/fake-night.js';
import type { Person, Platform } from '../platform/harness.js';
import { fillIn, logIn, logInByForm, type open, type Page } from './browser.js';

interface World {
  platform: Platform;
  page: Page;
  base: string;
  other: (options?: object) => ReturnType<typeof open>;
  start: (key: string, script: (ctx: JobContext) => Promise<unknown>) => Promise<string>;
}

const here = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search;
/** Another address without loading the console anew. */
const go = (page: Page, to: string) => page.evaluate(`history.pushState(null, '', ${JSON.stringify(to)})`);
const isShown = (page: Page, person: Person) =>
  page.getByRole('button', { name: new RegExp(`You are ${person.email}`) }).waitFor();

/** What all pages stand on: the network, the session, the stream and the address. */
export function foundationCases(world: () => World): void {
  describe('the foundation of all pages', () => {
    it('a change is made while somebody waits for it or not at all, and its refusal is told wherever she is by then', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, '/jobs?status=DEAD');
      const dialog = page.getByRole('dialog');
      const save = dialog.getByRole('button', { name: 'Save', exact: true });
      const fill = async (name: string) => {
        await page.getByRole('button', { name: 'Save this view' }).click();
        await dialog.getByLabel('Name').fill(name);
      };
      await fill('Offline');
      try {
        await page.context().setOffline(true);
        await save.click();
        await dialog.getByText('The server cannot be reached.').waitFor();
        await page.keyboard.press('Escape');
        // What cannot be read says so, instead of grey lines for ever.
        await go(page, '/jobs?status=CANCELLED');
        await page.locator('main .problem').getByText('The server cannot be reached.').waitFor();
      } finally {
        await page.context().setOffline(false);
      }
      await page.locator('main .problem').waitFor({ state: 'detached' });
      const { body } = await platform.call('GET', '/api/v1/views?page=jobs', { token: platform.a.MANAGER.token });
      expect(body['views']).toEqual([]);

      const [begun, late] = [gate(), gate()];
      let sent = 0;
      await page.route('**/api/v1/views', async (route) => {
        if (route.request().method() !== 'POST') return route.fallback();
        sent += 1;
        begun.open();
        await late.passed;
        const problem = { title: 'Busy', status: 503, code: 'BUSY', detail: 'Too many at once' };
        const headers = { 'content-type': 'application/problem+json', 'retry-after': '2' };
        return route.fulfill({ status: 503, headers, body: JSON.stringify(problem) });
      });
      await fill('Late');
      await save.focus();
      await page.keyboard.press('Enter');
      await dialog.locator('button[aria-busy]').waitFor();
      await begun.passed;
      // The focus stays on the button, which does nothing more.
      await page.keyboard.press('Enter');
      expect([await page.evaluate('document.activeElement.textContent'), sent]).toEqual(['Save', 1]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      late.open();
      await page.getByText('What was asked for before is not done').first().waitFor();
      await fill('Busy');
      await save.click();
      await dialog.getByText(/^Try again in [12] s\.$/).waitFor();
    });

    it('all tabs are of the person who is logged in, and show the log-in when nobody is; a long address is come back to', async () => {
      const { platform, page } = world();
      const { ADMIN, STAFF } = platform.a;
      const context = page.context();
      await logIn(page, ADMIN, '/admin/audit');
      const cookies = await context.cookies();
      const second = await context.newPage();
      await second.goto('/admin/audit');
      await isShown(second, ADMIN);
      const long = `/jobs?job=${Array.from({ length: 50 }, (_, n) => `kind-of-job-${n}`).join(',')}`;
      await context.clearCookies();
      await page.goto(long);
      await fillIn(page, STAFF);
      await page.waitForURL(/\/jobs\?/);
      expect(here(page)).toBe(long);
      await isShown(second, STAFF);
      // A session can also be begun outside of the console: nothing is changed in the name of another person.
      const changes: string[] = [];
      second.on('request', (request) => request.method() === 'PATCH' && changes.push(request.url()));
      await context.addCookies(cookies);
      await second.getByRole('button', { name: 'Hotel zone' }).click();
      await isShown(second, ADMIN);
      expect(changes).toEqual([]);
      await context.clearCookies();
      await go(second, '/admin/sessions');
      await second.getByLabel('Password').waitFor();
    });

    it('on plain http it is live, copies in words, and sends changes', async () => {
      const { platform, base, other, start } = world();
      const id = await start('plain http', () => Promise.resolve({}));
      // The browser's rules for it are those of any machine in a house's network.
      const { page } = await other({ baseURL: base.replace('127.0.0.1', 'house.test') });
      await logInByForm(page, platform.a.STAFF, '/jobs');
      expect(await page.evaluate('isSecureContext')).toBe(false);
      await page.getByText('● Live').waitFor();
      await page.locator(`[data-row="${id}"] a`).click();
      await page
        .getByRole('button', { name: /^Copy id/ })
        .first()
        .click();
      await page.getByText('Copy it from here').first().waitFor();
      scripts.delete('plain http');
    });

    it('a list that stands still says so, and what happened while somebody was elsewhere is there when she is back', async () => {
      const { platform, page, start } = world();
      const note = `meanwhile ${randomUUID()}`;
      await start(`${note} 1`, () => Promise.resolve({}));
      await logIn(page, platform.a.ADMIN, '/jobs?job=test-scripted');
      await page.getByText('● Live').waitFor();
      await page.locator('[data-row]').first().getByRole('checkbox').click();
      await page.getByText('– Paused').waitFor();
      await page.getByRole('button', { name: 'Choose none' }).click();
      await page.getByText('● Live').waitFor();
      await page.getByRole('navigation').first().getByRole('link', { name: 'Schedules' }).click();
      await page.getByRole('heading', { level: 1, name: 'Schedules' }).waitFor();
      const told = page.evaluate(`new Promise((resolve) => {
        const channel = new BroadcastChannel('ns-live');
        channel.onmessage = ({ data }) => data.event?.kind === 'job' && resolve(channel.close());
      })`);
      const id = await start(`${note} 2`, () => Promise.resolve({}));
      await told;
      await page.goBack();
      // Sooner than the list is loaded again by itself.
      await page
        .getByRole('button', { name: /^\d new$/ })
        .or(page.locator(`[data-row="${id}"]`))
        .waitFor({ timeout: 4_000 });
      for (const n of [1, 2]) scripts.delete(`${note} ${n}`);
    });

    it('an address holds the hotel, rows know their place in the whole list, and figures are in the language of the person', async () => {
      const { platform, page } = world();
      const { ADMIN } = platform.a;
      const night = new FakeNight(platform, platform.a);
      const [first, second] = [await night.hotel('First of two', 'UTC'), await night.hotel('Second of two', 'UTC')];
      const schedule = await night.schedule(first, 'test-scripted');
      await platform.sql.query(`UPDATE schedule SET last_run_at = '2026-01-15T10:00:00Z' WHERE id = $1`, [schedule]);
      const { rows } = await platform.sql.query<{ id: string }>(
        `INSERT INTO job_history (id, tenant_id, name, status, data, result, max_attempts, started_at, completed_at)
         VALUES (ledger_id(), $1, 'test-scripted', 'COMPLETED', '{}', '{}', 1, now() - interval '4.2 s', now()) RETURNING id`,
        [platform.a.id],
      );
      const prefer = (timezone: string | null, locale: string | null) =>
        platform.call('PATCH', '/api/v1/auth/session', { token: ADMIN.token, body: { timezone, locale } });
      await prefer('Asia/Tokyo', 'de-DE');
      const hotel = page.getByRole('combobox', { name: 'Hotel' });
      await logIn(page, ADMIN, `/dead-letters?hotel=${first}`);
      await page.getByText('No dead letter fits at First of two').waitFor();
      await hotel.getByText('First of two').waitFor();
      await page.getByRole('navigation').first().getByRole('link', { name: 'Schedules' }).click();
      await page.waitForURL(new RegExp(`/schedules\\?hotel=${first}$`));
      // A schedule has a zone of its own; the person has chosen hers for all.
      await page
        .locator(`[data-row="${schedule}"]`)
        .getByText(/19:00 GMT\+9/)
        .waitFor();
      await go(page, `/occupancy?hotel=${second}`);
      await hotel.getByText('Second of two').waitFor();
      await go(page, '/dead-letters');
      await page.waitForURL(new RegExp(`/dead-letters\\?hotel=${second}$`));
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await page.waitForURL(/\/dead-letters$/);
      await hotel.getByText('All hotels').waitFor();
      await go(page, '/admin/audit?offset=1');
      await page.locator('[role=row][aria-rowindex="3"][data-row]').waitFor();
      await go(page, `/jobs/${rows[0]!.id}`);
      await page.getByText('4,2 s').first().waitFor();
      await prefer(null, null);
    });

    it('in a long list the focus stays with its row, and goes with it when the bar is dragged far away', async () => {
      const { platform, page } = world();
      const at = new Date().toISOString();
      const jobs = Array.from({ length: 2_000 }, (_, n) => ({
        ...{
          id: `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`,
          type: 'a',
          jobName: 'test-scripted',
          hotelId: null,
        },
        ...{ status: 'COMPLETED', progress: 100, attempts: 1, maxAttempts: 3, crashes: 0, priority: 50, data: {} },
        ...{ result: null, error: null, createdAt: at, startedAt: at, completedAt: at, runAt: at, dueBy: null },
        ...{ cancelRequested: false, scheduleId: null, batchId: null, metadata: {}, tenantId: platform.b.id },
      }));
      const body = JSON.stringify({ jobs, total: jobs.length, nextCursor: null, previousCursor: null });
      await page.route('**/api/v1/jobs?*', (route) => route.fulfill({ contentType: 'application/json', body }));
      await logIn(page, platform.b.STAFF, '/jobs');
      const row = (n: number) => page.locator(`[data-row="${jobs[n]!.id}"]`);
      await row(3).waitFor();
      const focused = () => page.evaluate(`document.activeElement.closest('[data-row]')?.dataset.row ?? null`);
      for (let n = 0; n < 4; n++) await page.keyboard.press('j');
      expect(await focused()).toBe(jobs[3]!.id);
      const scroll = (top: number) => page.evaluate(`document.querySelector('.table').scrollTop = ${top}`);
      await scroll(64);
      await row(30).waitFor();
      expect(await focused()).toBe(jobs[3]!.id);
      await scroll(32_000);
      await row(1_001).waitFor();
      expect(await focused()).toBeNull();
      await page.unroute('**/api/v1/jobs?*');
    });

    it('keys work with AltGr, and one that is held down does its deed once', async () => {
      const { platform, page } = world();
      await logIn(page, platform.b.STAFF, '/');
      await page.getByRole('button', { name: 'Day before' }).waitFor();
      const press = (key: string, more: object) =>
        page.evaluate(
          `document.body.dispatchEvent(new KeyboardEvent('keydown', ${JSON.stringify({ key, bubbles: true, ...more })}))`,
        );
      await press('?', { repeat: true });
      // What Windows tells of it.
      await press('[', { ctrlKey: true, altKey: true, modifierAltGraph: true });
      await page.waitForURL(/day=/);
      expect(await page.getByRole('dialog').count()).toBe(0);
    });
  });
}
