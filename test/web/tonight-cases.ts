import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import { gate } from '../jobs/scripted.js';
import { FakeNight, zoneAtTwo } from '../pms/fake-night.js';
import type { Platform } from '../platform/harness.js';
import { freePort, ServerProcess } from '../support/server.js';
import { accessibility, isTrue, type launch, logIn, open, type Page } from './browser.js';

interface World {
  platform: Platform;
  browser: Awaited<ReturnType<typeof launch>>;
  page: Page;
  redisPrefix: string;
  start: (key: string, script: (ctx: JobContext) => Promise<unknown>) => Promise<string>;
}

/** What functions that run in the page find there. */
declare const localStorage: { setItem: (name: string, value: string) => void };
declare const BroadcastChannel: new (name: string) => {
  addEventListener: (type: 'message', hear: (message: { data: { last?: number; event?: object } }) => void) => void;
};

const minutes = (count: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + count * 60_000);
const needs = (page: Page) => page.getByRole('list', { name: 'Needs you' });
const cell = (page: Page, hotel: number, kind: string) => page.locator(`[data-hotel="${hotel}"] [data-kind="${kind}"]`);

export function tonightCases(world: () => World): void {
  describe('tonight', () => {
    it('a quiet night is one calm sentence, and no colour of trouble; days are gone through by keys', async () => {
      const { platform, page } = world();
      // A person of another tenant, where nothing happened yet.
      const night = new FakeNight(platform, platform.b);
      const hotel = await night.hotel('Quiet', zoneAtTwo());
      const done = { status: 'COMPLETED', startedAt: minutes(-9), completedAt: minutes(-5), progress: 100 };
      await night.slot(await night.schedule(hotel, 'invoice-generation'), minutes(-10), done);
      await night.slot(await night.schedule(hotel, 'no-show-check', { nextRunAt: minutes(50) }), minutes(50));
      await logIn(page, platform.b.STAFF, '/');
      await page.getByText('Nothing needs you. 1 of 2 jobs so far is done.').waitFor();
      expect(await page.getByRole('status').getByText('Nothing needs you').innerText()).toBe('Nothing needs you.');
      await cell(page, hotel, 'invoice-generation').getByText('Done').waitFor();
      await cell(page, hotel, 'no-show-check').getByText('Owed').waitFor();
      expect(await page.locator('main .state-failed, main .state-late, main .state-dead').count()).toBe(0);
      // It is not said while something stands still that nobody was told of.
      const { token } = platform.b.MANAGER;
      const recurring = await platform.call('POST', '/api/v1/jobs/recurring', {
        token,
        body: {
          ...{ name: 'quiet sweep', type: 'room-generation-sweep', data: { hotelId: hotel } },
          ...{ cron: '30 2 1 1 *', timezone: 'Europe/Lisbon' },
        },
      });
      const id = String(recurring.body['id']);
      await platform.call('POST', `/api/v1/schedules/${id}/pause`, { token, body: {} });
      // What a person has of her own, such as her calendars, is none of the business's.
      const own = await night.schedule(null, 'calendar-sync');
      await platform.sql.query(`UPDATE schedule SET data = '{"userId": "hers"}', paused_at = now() WHERE id = $1`, [
        own,
      ]);
      await page.reload();
      await page.getByRole('link', { name: /1 schedule stands still/ }).waitFor();
      expect(await page.getByText('Nothing needs you').count()).toBe(0);
      await platform.call('DELETE', `/api/v1/schedules/${id}`, { token });
      await page.reload();
      await page.getByText('Nothing needs you').waitFor();
      await page.keyboard.press('[');
      await page.waitForURL(/day=\d{4}-\d\d-\d\d/);
      await page.getByRole('heading', { name: /^Night of/ }).waitFor();
      await page.getByText('No job was owed at a hotel in this night').waitFor();
      await page.keyboard.press(']');
      await page.getByRole('heading', { name: 'Tonight' }).waitFor();
    });

    it('a missed slot is seen first, and its cure is three steps away', async () => {
      const { platform, page } = world();
      const zone = zoneAtTwo();
      const hotelId = await new FakeNight(platform, platform.a).hotel('Miramar', zone);
      const body = {
        ...{ name: 'sweep of Miramar', type: 'room-generation-sweep', data: { hotelId } },
        ...{ cron: '30 2 1 1 *', timezone: zone },
      };
      const { token } = platform.a.ADMIN;
      const { body: schedule } = await platform.call('POST', '/api/v1/jobs/recurring', { token, body });
      await platform.sql.query(
        `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at, passed_at) VALUES ($1, $2, $3, now())`,
        [platform.a.id, schedule['id'], minutes(-60)],
      );
      await logIn(page, platform.a.MANAGER, '/');
      await cell(page, hotelId, 'room-generation-sweep').getByText('Missed').waitFor();
      await needs(page)
        .getByRole('link', { name: /sweep of Miramar/ })
        .click();
      await page.getByRole('button', { name: 'Choose 1 missed slot' }).click();
      await page.keyboard.press('b');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Run 1' }).click();
      await page.getByText('1 of 1 slot has ended').waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('t');
      await cell(page, hotelId, 'room-generation-sweep').getByText('Late').waitFor();
      expect(await needs(page).getByText('sweep of Miramar').count()).toBe(0);
      // While it is looked at, what comes waits and what is settled stays where it is.
      const night = new FakeNight(platform, platform.a);
      const rows = () => needs(page).getByRole('listitem').allInnerTexts();
      const dead = { status: 'DEAD', startedAt: minutes(-9), completedAt: minutes(-5) };
      const settled = await night.job('settled soon', hotelId, minutes(-10), dead);
      await night.deadLetter(settled, minutes(-5));
      await page.reload();
      await needs(page)
        .getByText(/Settled soon/)
        .hover();
      const before = await rows();
      await night.deadLetter(await night.job('came later', hotelId, minutes(-10), dead), minutes(-1));
      await platform.sql.query(
        `UPDATE dead_letter SET resolved_at = now(), resolution = 'discarded' WHERE job_id = $1`,
        [settled],
      );
      await page.evaluate(`dispatchEvent(new Event('visibilitychange'))`);
      await page.getByRole('button', { name: '1 new' }).waitFor();
      const after = await rows();
      expect(after).toHaveLength(before.length);
      expect(after.filter((text) => text.includes('Settled soon')).join()).toContain('Settled\n');
      await page.getByRole('button', { name: '1 new' }).click();
      await needs(page)
        .getByText(/Came later/)
        .waitFor();
      expect(
        await needs(page)
          .getByText(/Settled soon/)
          .count(),
      ).toBe(0);
    });

    it('of one hotel it says what needs somebody elsewhere; jobs that died of one error are one line', async () => {
      const { platform, page } = world();
      const night = new FakeNight(platform, platform.a);
      const [calm, troubled] = [await night.hotel('Calm', zoneAtTwo()), await night.hotel('Troubled', zoneAtTwo())];
      const dead = { status: 'DEAD', startedAt: minutes(-9), completedAt: minutes(-5) };
      for (let n = 0; n < 3; n++)
        await night.deadLetter(await night.job('died', troubled, minutes(-10), dead), minutes(-5));
      await platform.sql.query(`UPDATE dead_letter SET fingerprint = 'of-troubled' WHERE hotel_id = $1`, [troubled]);
      await page.addInitScript((id) => localStorage.setItem('ns.hotel', id), String(calm));
      await logIn(page, platform.a.STAFF, '/');
      await page.getByText('Nothing needs you at Calm.').waitFor();
      await page.getByText(/more needs? somebody at other hotels/).waitFor();
      await page.getByRole('button', { name: 'Show all hotels' }).click();
      await needs(page)
        .getByRole('link', { name: /Died: 3 jobs given up with this error/ })
        .click();
      await page.waitForURL('**/dead-letters/groups/of-troubled');
    });

    it('bars move, and what will be late is marked; axe finds nothing, also on a phone', async () => {
      const { platform, page, start } = world();
      const night = new FakeNight(platform, platform.a);
      const hotel = await night.hotel('Forecast', zoneAtTwo());
      const schedule = await night.schedule(hotel, 'test-scripted');
      const [half, rest] = [gate(), gate()];
      const key = `tonight ${randomUUID()}`;
      const job = await start(key, async (ctx) => {
        ctx.progress(20);
        await half.passed;
        ctx.progress(70);
        await rest.passed;
        return {};
      });
      await platform.sql.query(
        `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at, job_id, fired_at) VALUES ($1, $2, $3, $4, now())`,
        [platform.a.id, schedule, minutes(-1), job],
      );
      const owed = await night.schedule(hotel, 'invoice-generation', { dueSeconds: 600 });
      await night.slot(owed, minutes(20));
      await night.runs(owed, minutes(20), [1_800_000, 1_800_000, 1_800_000]);
      await logIn(page, platform.a.STAFF, '/');
      await cell(page, hotel, 'test-scripted').getByText('20 %').waitFor();
      await cell(page, hotel, 'invoice-generation').getByText('Will miss').waitFor();
      // It is said above the board as well, with the way to it; nothing needs a cure yet.
      const watch = page.getByRole('list', { name: 'Watch out' });
      const risk = watch.getByRole('link', { name: /Invoices of finished stays will not be done by/ });
      expect(await risk.getAttribute('href')).toContain(`/schedules/${owed}`);
      await page.getByText('● Live').waitFor();
      half.open();
      await cell(page, hotel, 'test-scripted').getByText('70 %').waitFor({ timeout: 5_000 });
      for (const [width, colorScheme] of [
        [1440, 'light'],
        [390, 'dark'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await cell(page, hotel, 'test-scripted').getByText('70 %').waitFor();
        expect([width, await accessibility(page)]).toEqual([width, []]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
      rest.open();
      await cell(page, hotel, 'test-scripted').getByText('Done').waitFor();
    });

    it('two tabs share one connection, and the second one goes on when the first is closed', async () => {
      const { platform, page, start } = world();
      const asked: string[] = [];
      const count = (one: Page) =>
        one.on('request', (request) => {
          if (new URL(request.url()).pathname === '/api/v1/events') asked.push(request.url());
        });
      count(page);
      await logIn(page, platform.a.ADMIN, '/');
      await page.getByText('● Live').waitFor();
      const go = gate();
      const id = await start('for two tabs', async (ctx) => {
        ctx.progress(30);
        await go.passed;
        return { seen: 'by both' };
      });
      const other = await page.context().newPage();
      count(other);
      await other.goto(`/jobs/${id}`);
      await other.getByText('30 %').waitFor();
      await other.getByText('● Live').waitFor();
      expect(asked).toHaveLength(1);
      await page.close();
      go.open();
      await other.getByText('"seen": "by both"').waitFor();
      expect(asked).toHaveLength(2);
      // It goes on after the last event that the other tab had.
      expect(asked[1]).toMatch(/after=\d+$/);
    });

    it('a server that is killed and comes back is caught up with by the same page, without loss or doubles', async () => {
      const { platform, browser, redisPrefix, start } = world();
      const port = await freePort();
      // It shares the database with the process of the other cases, which goes on working while this one is away.
      const env = {
        ...{ DATABASE_URL: platform.databaseUrl, REDIS_URL: process.env['TEST_REDIS_URL']!, REDIS_PREFIX: redisPrefix },
        ...{ PORT: String(port), LOG_LEVEL: 'warn', ROLES: 'api' },
      };
      let server = await ServerProcess.start(env);
      const { context, page, trouble } = await open(browser, server.baseUrl);
      try {
        await page.addInitScript(() => {
          const heard: object[] = ((globalThis as unknown as { heard: object[] }).heard = []);
          new BroadcastChannel('ns-live').addEventListener('message', ({ data }) => {
            if (data.event) heard.push(data);
          });
        });
        await logIn(page, platform.a.ADMIN, '/');
        await page.getByText('● Live').waitFor();
        await page.evaluate('globalThis.same = true');
        await start('before', () => Promise.resolve({}));
        await isTrue(page, 'globalThis.heard.length > 0');
        await server.end('SIGKILL');
        await page.getByText('● Live').waitFor({ state: 'detached' });
        const ids = [];
        for (const key of ['away 1', 'away 2']) ids.push(await start(key, () => Promise.resolve({})));
        const dead = await start('away 3', () => Promise.reject(new Error('Nobody saw it')));
        for (const id of [...ids, dead])
          while (!/completed|failed/.test(String((await job(platform, id))['status']))) await page.waitForTimeout(50);
        server = await ServerProcess.start(env);
        await needs(page).getByText('Nobody saw it').waitFor({ timeout: 10_000 });
        await isTrue(
          page,
          `globalThis.heard.some(({ event }) => event.data.id === '${dead}' && event.data.status === 'failed')`,
        );
        expect(await page.evaluate('globalThis.same')).toBe(true);
        expect(await needs(page).innerText()).toMatch(/: a job was given up: Nobody saw it\n/);
        expect(await needs(page).getByText('Nobody saw it').count()).toBe(1);
        const heard: Heard[] = await page.evaluate('globalThis.heard');
        const numbers = heard.filter(({ event }) => event.kind !== 'reload').map(({ last }) => last);
        expect(numbers).toEqual(numbers.map((_, n) => numbers[0]! + n));
        for (const id of ids)
          expect(heard.filter(({ event: { data } }) => data.id === id && data.status === 'completed')).toHaveLength(1);
        expect(trouble).toEqual({ policy: [], errors: [] });
      } finally {
        await context.close();
        await server.end('SIGKILL');
      }
    });
  });
}

interface Heard {
  last: number;
  event: { kind: string; data: { id?: string; status?: string } };
}

async function job(platform: Platform, id: string): Promise<Record<string, unknown>> {
  return (await platform.call('GET', `/api/v1/jobs/${id}`, { token: platform.a.ADMIN.token })).body;
}
