import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import { day, PmsHarness } from '../pms/harness.js';
import type { Platform } from '../platform/harness.js';
import { rentalWorld } from '../statements/run-world.js';
import { findings, logIn, type Page, rowIds } from './browser.js';

/** What functions that run in the page find there. */
declare const localStorage: { setItem: (name: string, value: string) => void };
interface Form {
  requestSubmit: () => void;
}

interface World {
  platform: Platform;
  page: Page;
  start: (key: string, script: (ctx: JobContext) => Promise<unknown>) => Promise<string>;
}

/** What jobs are called, what an operator sees of them, and what is sent twice. */
export function operCases(world: () => World): void {
  describe('kinds of jobs', () => {
    it('are called what people call them, and found by their names too', async () => {
      const { platform, page, start } = world();
      const id = await start(`called ${randomUUID()}`, () => Promise.resolve({}));
      await logIn(page, platform.a.STAFF, '/jobs');
      await page.locator(`[data-row="${id}"]`).getByText('Scripted work').waitFor();
      await page.getByRole('button', { name: 'Job', exact: true }).click();
      await page.getByLabel('Scripted work').check();
      await page.waitForURL(/job=test-scripted/);
      await page.keyboard.press('Escape');
      await page.locator(`[data-row="${id}"]`).getByRole('link').click();
      await page.getByRole('heading', { level: 1, name: 'Scripted work' }).waitFor();
      expect(await page.locator('main code').first().innerText()).toBe('test-scripted');
      // By a word of the title and by one of the name.
      for (const words of ['room nights', 'room-gen']) {
        await page.goto(`/queues?q=${encodeURIComponent(words)}`);
        await page.locator('[data-row]').nth(1).waitFor();
        expect((await rowIds(page)).sort()).toEqual(['room-generation', 'room-generation-sweep']);
      }
      expect(await page.locator('[data-row="room-generation"]').innerText()).toContain('Room nights of a category');
    });
  });

  describe('an operator', () => {
    it('sees how the jobs of all tenants do and what went wrong at which, and nothing of what they are about', async () => {
      const { platform, page, start } = world();
      const secret = `secret-${randomUUID()}`;
      const message = `Nobody answers "${secret}"`;
      const id = await start(secret, () => Promise.reject(new Error(message)));
      const { ADMIN } = platform.a;
      for (let tries = 0; tries < 100; tries++) {
        const { body } = await platform.call('GET', `/api/v1/jobs/${id}`, { token: ADMIN.token });
        if (body['status'] === 'failed') break;
        await page.waitForTimeout(50);
      }
      await platform.sql.query(
        `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, completed_at)
         VALUES (ledger_id(), $1, 'test-scripted', 'COMPLETED', '{}', 1, now())`,
        [platform.b.id],
      );
      await logIn(page, platform.operator, '/operator/dead-letters');
      const group = page.locator('[data-row]', { hasText: 'Nobody answers "…"' });
      await group.getByRole('link', { name: platform.a.slug }).waitFor();
      await group.getByRole('link', { name: /Nobody answers/ }).click();
      await page.waitForURL(/\/operator\/jobs\?.*status=DEAD/);
      await page.locator(`[data-row="${id}"]`).getByRole('link').first().click();
      const job = page.getByRole('dialog');
      await job.getByText('Nobody answers "…"').waitFor();
      await page.waitForURL(new RegExp(`shown=${id}`));
      expect(await page.content()).not.toContain(secret);
      await job.getByRole('link', { name: platform.a.slug }).click();
      await page.getByRole('heading', { level: 1, name: platform.a.slug }).waitFor();
      await page.getByRole('link', { name: 'Its jobs' }).click();
      await page.waitForURL(/\/operator\/jobs\?tenant=/);
      await page.locator(`[data-row="${id}"]`).waitFor();
      // The other tenant's, by the filter.
      await page.getByRole('button', { name: /^Tenant/ }).click();
      await page.getByLabel(platform.b.slug).check();
      await page.keyboard.press('Escape');
      await page.locator(`[data-row="${id}"]`).waitFor({ state: 'detached' });
      await page.locator('[data-row]').first().waitFor();
      expect(await page.locator('main').innerText()).not.toContain(platform.a.slug);
      // By keys: `g j` is the operator's own list.
      await page.keyboard.press('g');
      await page.keyboard.press('j');
      await page.waitForURL(/\/operator\/jobs$/);
      expect(await page.getByRole('button', { name: /Retry|Cancel|Requeue|Discard/ }).count()).toBe(0);
    });

    it('resumes their own pause of a disabled tenant; that of the disabling goes with it alone', async () => {
      const { platform, page } = world();
      const { id, slug } = platform.b;
      const token = platform.operator.token;
      const pause = { token, body: { tenant: slug, reason: 'Migration' } };
      expect((await platform.call('POST', '/api/v1/jobs/queues/all/pause', pause)).status).toBe(200);
      await platform.sql.query(
        `INSERT INTO queue_pause (name, tenant_id, reason, by_operator, tenant_disabled) VALUES (NULL, $1, 'The tenant is disabled', true, true)`,
        [id],
      );
      await logIn(page, platform.operator, '/queues');
      const pauses = page
        .getByRole('list', { name: 'Pauses in force' })
        .getByRole('listitem')
        .filter({ hasText: slug });
      await pauses.filter({ hasText: 'Migration' }).getByRole('button', { name: 'Resume all queues' }).waitFor();
      const disabled = pauses.filter({ hasText: 'The tenant is disabled' });
      expect(await disabled.getByRole('button').count()).toBe(0);
      expect(await disabled.getByRole('link').getAttribute('href')).toBe(`/admin/tenants/${id}`);
      await pauses.getByRole('button', { name: 'Resume all queues' }).click();
      await pauses.filter({ hasText: 'Migration' }).waitFor({ state: 'detached' });
      expect(await disabled.count()).toBe(1);
      await platform.sql.query('DELETE FROM queue_pause WHERE tenant_id = $1', [id]);
      // Pausing all says what it does not hold.
      await page
        .getByRole('button', { name: /^Pause/ })
        .first()
        .click();
      await page.getByText(/No job starts .* discard dead letters, send alerts or erase/).waitFor();
    });

    it('has pages without findings of axe, and others may not see them', async () => {
      const { platform, page } = world();
      await logIn(page, platform.operator, '/operator/jobs');
      expect(await findings(page, ['/operator/jobs', '/operator/dead-letters'])).toEqual([]);
      await page.context().clearCookies();
      await logIn(page, platform.a.ADMIN, '/operator/jobs');
      await page.getByRole('heading', { level: 1, name: 'Not for your role' }).waitFor();
    });
  });

  describe('what is sent twice', () => {
    const form = (page: Page) => page.getByRole('dialog').locator('form');
    /** Two events before the first answer. */
    const pressTwice = (page: Page) =>
      form(page).evaluate((element) => {
        const { requestSubmit } = element as unknown as Form;
        for (let n = 0; n < 2; n++) requestSubmit.call(element);
      });
    /** The server does it, and nobody is told; what is pressed then is pressed again. */
    const pressAndLose = async (page: Page, path: string, button: RegExp, meanwhile?: () => Promise<void>) => {
      const lose = async (route: { fetch: () => Promise<unknown>; abort: () => Promise<void> }) => {
        await route.fetch();
        await route.abort();
      };
      await page.route(`**/api/v1${path}`, lose, { times: 1 });
      await form(page).getByRole('button', { name: button }).click();
      await form(page).getByText('The server cannot be reached').waitFor();
      await meanwhile?.();
      await form(page).getByRole('button', { name: button }).click();
    };

    it('is one job', async () => {
      const { platform, page } = world();
      const jobs = async () => {
        const { rows } = await platform.sql.query<{ jobs: string }>(
          `SELECT count(*) AS jobs FROM job WHERE tenant_id = $1 AND name = 'report-generation'`,
          [platform.b.id],
        );
        return Number(rows[0]!.jobs);
      };
      await logIn(page, platform.b.ADMIN, '/jobs');
      const fill = async () => {
        await page.keyboard.press('n');
        await page.getByRole('combobox', { name: 'Kind' }).click();
        await page.getByRole('option', { name: 'Report', exact: true }).click();
        await page.getByLabel(/^Report type/).fill('analytics');
        await page.getByLabel(/^Format/).selectOption('csv');
      };
      await page.getByRole('button', { name: 'Start a job' }).waitFor();
      await fill();
      await pressTwice(page);
      await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
      expect(await jobs()).toBe(1);
      await page.goto('/jobs');
      await page.getByRole('button', { name: 'Start a job' }).waitFor();
      await fill();
      await pressAndLose(page, '/jobs', /^Start$/);
      await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
      // The same is asked for once more: this time it is meant.
      expect(await jobs()).toBe(2);
    });

    it('is one booking', async () => {
      const { platform, page } = world();
      const pms = PmsHarness.over(platform);
      const today = day({ timeZone: 'Europe/Lisbon' }, 0);
      const house = await pms.hotel({ rooms: 4, from: today, to: day({ timeZone: 'Europe/Lisbon' }, 3) });
      const bookings = async (guest: string) =>
        (await pms.sql('SELECT 1 FROM booking WHERE guest_name = $1', [guest])).length;
      await page.addInitScript((id) => localStorage.setItem('ns.hotel', id), String(house.hotelId));
      await logIn(page, platform.a.MANAGER, '/front-desk');
      const guests = [randomUUID(), randomUUID()];
      for (const [n, guest] of guests.entries()) {
        await page.goto('/front-desk');
        await page.getByRole('button', { name: 'New booking' }).waitFor();
        await page.keyboard.press('n');
        await form(page).getByLabel('Guest', { exact: true }).fill(guest);
        await form(page).getByLabel('Category').selectOption(String(house.categoryId));
        if (n === 0) await pressTwice(page);
        else await pressAndLose(page, '/bookings', /^Book /);
        await page.waitForURL(/\/front-desk\/[0-9a-f-]{36}$/);
        expect(await bookings(guest)).toBe(1);
      }
    });

    it('is one run of statements, also when the first has ended meanwhile', async () => {
      const { platform, page } = world();
      await rentalWorld(platform.sql, platform.b.id, {
        ...{ listings: 1, idle: 0 },
        departures: ['2025-03-15', '2025-04-15'],
      });
      const { token } = platform.b.MANAGER;
      const runs = async () => {
        const { body } = await platform.call('GET', '/api/v1/statements/jobs', { token });
        return body['jobs'] as { status: string }[];
      };
      await logIn(page, platform.b.MANAGER, '/statements?month=2025-03');
      for (const [n, month] of ['2025-03', '2025-04'].entries()) {
        await page.goto(`/statements?month=${month}`);
        await page.getByText('No statement fits the filter').waitFor();
        await page.keyboard.press('n');
        await page.getByRole('dialog').getByText('1 owner').waitFor();
        if (n === 0) await pressTwice(page);
        else
          await pressAndLose(page, '/statements/generate', /^Generate$/, async () => {
            for (let tries = 0; (await runs())[0]!.status !== 'completed' && tries < 100; tries++)
              await page.waitForTimeout(50);
          });
        await page.waitForURL(/\/statements\/runs\/[0-9a-f-]{36}$/);
        expect(await runs()).toHaveLength(n + 1);
      }
    });
  });
}
