import { describe, expect, it } from '@jest/globals';
import { PeopleWorld } from '../catchup/people-world.js';
import type { Person, Platform } from '../platform/harness.js';
import { logIn, type Page } from './browser.js';

/** What functions that run in the page find there. */
declare const localStorage: { setItem: (name: string, value: string) => void };

interface Box {
  y: number;
  height: number;
}

/**
 * What others' calendars are reported to get wrong about zones, tried on the week: a browser in Auckland, its user in Lisbon, the weeks
 * in which clocks are changed. Each case names the public report that it is from.
 */
export function zoneCases(opened: (timezoneId: string) => Promise<{ platform: Platform; page: Page }>): void {
  describe('the week of another zone', () => {
    let her: Person;
    let page: Page;
    const EVENTS = [
      { title: 'Wednesday', start: '2026-10-21T14:00:00Z' },
      { title: 'Sunday', start: '2026-10-25T15:00:00Z' },
      { title: 'Over the change', start: '2026-10-25T00:30:00Z' },
      { title: 'Over midnight', start: '2026-10-24T21:00:00Z', minutes: 300 },
      { title: 'Of spring', start: '2027-03-28T14:00:00Z' },
    ];

    const of = async (platform: Platform): Promise<void> => {
      if (her) return;
      const world = new PeopleWorld(platform);
      her = await platform.person(world.tenant, 'zones', 'MANAGER');
      const { updatedAt: _, ...before } = await world.ask(her, 'GET', '/preferences');
      await world.ask(her, 'PUT', '/preferences', { ...before, timezone: 'Europe/Lisbon' });
      await world.events(await world.calendar(her), EVENTS);
    };
    const look = async (week: string): Promise<void> => {
      const { platform, page: one } = await opened('Pacific/Auckland');
      await of(platform);
      page = one;
      await logIn(page, her, `/catchup?week=${week}`);
      await page.locator('[data-hour]').nth(20).waitFor({ state: 'attached' });
    };
    const boxOf = async (selector: string): Promise<Box> => (await page.locator(selector).first().boundingBox())!;
    const event = (title: string, day: string) => boxOf(`[data-day="${day}"] [data-thing="${title}"]`);
    const hour = (at: string) => boxOf(`[data-at="${at}"]`);
    const near = (one: number, other: number) => Math.abs(one - other) <= 4;

    it('in which clocks go back: the day has 25 hours, the others 24, and everything is at its hour', async () => {
      await look('2026-10-25');
      // The week begins on the Monday of Lisbon (jquery-week-calendar #2, nextcloud/calendar #3597).
      const heads = await page.getByRole('columnheader').allInnerTexts();
      expect(heads.slice(1).map((text) => text.split('\n')[0]!.trim())).toEqual(
        ['Mon 19 Oct', 'Tue 20 Oct', 'Wed 21 Oct', 'Thu 22 Oct', 'Fri 23 Oct', 'Sat 24 Oct', 'Sun 25 Oct'].map((text) =>
          expect.stringMatching(new RegExp(text.replace(/^(\w+) /, '$1,? '))),
        ),
      );
      // Its length and the names of its zones are told (app.zetkin.org #2151).
      expect(heads[7]).toMatch(/25 h: \S+ → \S+/);
      expect(await page.getByText('Europe/Lisbon').first().innerText()).toContain(
        'this browser is in Pacific/Auckland',
      );
      // 01:00 twice, and only for the day that has it twice (react-big-calendar #1044, #1207).
      const rows = await page.getByRole('rowheader').allInnerTexts();
      expect(rows).toHaveLength(25);
      expect(rows.filter((text) => text.startsWith('01:00'))).toHaveLength(2);
      const twice = page.getByRole('row').filter({ has: page.getByText('again', { exact: true }) });
      expect(await twice.getByRole('button').count()).toBe(1);
      // Nothing else is shifted, before the change or after it (react-big-calendar #2450, #313; nhn/tui.calendar #258).
      for (const [title, day, at] of [
        ['Wednesday', '2026-10-21', '2026-10-21T14:00:00.000Z'],
        ['Sunday', '2026-10-25', '2026-10-25T15:00:00.000Z'],
      ] as const) {
        const [shown, row] = [await event(title, day), await hour(at)];
        expect([title, near(shown.y, row.y), near(shown.height, row.height)]).toEqual([title, true, true]);
      }
      expect(near((await hour('2026-10-21T14:00:00.000Z')).y, (await hour('2026-10-25T15:00:00.000Z')).y)).toBe(true);
      // An event of an hour over the change is an hour high, from the first 01:30 to the second (fullcalendar #3887).
      const over = await event('Over the change', '2026-10-25');
      const [one, two] = [await hour('2026-10-25T00:00:00.000Z'), await hour('2026-10-25T01:00:00.000Z')];
      expect([near(over.y, one.y + one.height / 2), near(over.height, one.height)]).toEqual([true, true]);
      expect(near(two.y, one.y + one.height)).toBe(true);
      // What reaches over midnight ends with its day, and goes on at the top of the next (angular-calendar #964).
      const evening = await event('Over midnight', '2026-10-24');
      const last = await hour('2026-10-24T22:00:00.000Z');
      expect(near(evening.y + evening.height, last.y + last.height)).toBe(true);
      const morning = await event('Over midnight', '2026-10-25');
      const first = await hour('2026-10-24T23:00:00.000Z');
      // 00:00 to the second 02:00 are three hours.
      expect([near(morning.y, first.y), near(morning.height, 3 * first.height)]).toEqual([true, true]);
      // Windows stay 09:00–21:00 on the clock, of her zone (cal.diy #4702, nextcloud/calendar #6529).
      for (const [day, nine, twenty] of [
        ['2026-10-24', '2026-10-24T08:00:00.000Z', '2026-10-24T19:00:00.000Z'],
        ['2026-10-25', '2026-10-25T09:00:00.000Z', '2026-10-25T20:00:00.000Z'],
      ] as const) {
        const window = await boxOf(`[data-day="${day}"] [data-strip="window"]`);
        const [from, to] = [await hour(nine), await hour(twenty)];
        expect([day, near(window.y, from.y), near(window.y + window.height, to.y + to.height)]).toEqual([
          day,
          true,
          true,
        ]);
      }
      // The doubled hour is asked about by its instant, and told apart by the name of its zone.
      await page.locator('[data-at="2026-10-25T01:00:00.000Z"]').click();
      await page.getByRole('dialog', { name: /Sun,? 25 Oct, 01:00–02:00 (WET|GMT)$/ }).waitFor();
      await page.getByRole('button', { name: 'Hour before' }).click();
      await page.getByRole('dialog', { name: /01:00 (WEST|GMT\+1) – 01:00 (WET|GMT)$/ }).waitFor();
      await page.reload();
      await page.getByRole('dialog', { name: /01:00 (WEST|GMT\+1) – 01:00 (WET|GMT)$/ }).waitFor();
    });

    it('in which clocks go forward: the hour is missing on that day alone (calendar-utils #28)', async () => {
      await look('2027-03-22');
      const rows = await page.getByRole('rowheader').allInnerTexts();
      expect(rows).toHaveLength(24);
      const one = page.getByRole('row').filter({ has: page.getByText('01:00', { exact: true }) });
      expect(await one.getByRole('button').count()).toBe(6);
      expect(await one.getByText('Clocks skip this hour on this day').count()).toBe(1);
      const [shown, row] = [await event('Of spring', '2027-03-28'), await hour('2027-03-28T14:00:00.000Z')];
      expect([near(shown.y, row.y), near(shown.height, row.height)]).toEqual([true, true]);
      const name = (at: string) => page.locator(`[data-at="${at}"]`).getAttribute('aria-label');
      expect(await name('2027-03-28T07:00:00.000Z')).toContain('08:00–09:00');
      expect(await name('2027-03-28T08:00:00.000Z')).toMatch(/09:00–10:00 .*: free/);
      // Arrows go over the hour that is not there.
      await page.locator('[data-at="2027-03-28T00:00:00.000Z"]').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: /02:00–03:00/ }).waitFor();
    });

    it('whatever hotel is chosen, every page has its hours on her own clock, and names it', async () => {
      const { platform, page: one } = await opened('Pacific/Auckland');
      await of(platform);
      page = one;
      const world = new PeopleWorld(platform);
      const [hotel] = await world.sql<{ id: number }>(
        `INSERT INTO hotel (tenant_id, name, time_zone, currency) VALUES ($1, 'Ginza', 'Asia/Tokyo', 'JPY') RETURNING id`,
        [world.tenant.id],
      );
      await world.sql(`UPDATE calendar SET last_read_at = '2026-07-01T11:30:00Z' WHERE user_id = $1`, [her.id]);
      await world.ask(her, 'POST', '/feed');
      await world.ask(her, 'PUT', '/phone', { number: '+351 912 345 670' });
      await world.ask(her, 'POST', '/digest/test');
      const { id } = await world.contact(her, { name: 'Whoever' });
      await page.addInitScript((chosen) => localStorage.setItem('ns.hotel', chosen), String(hotel!.id));
      const lisbon = new Intl.DateTimeFormat('en-GB', {
        ...{ timeZone: 'Europe/Lisbon', hourCycle: 'h23', hour: '2-digit', minute: '2-digit' },
      } as const);
      await logIn(page, her, '/catchup/calendars');
      const counts: Record<string, number> = {};
      for (const path of [
        '/calendars',
        '/messages',
        '/preferences',
        '/people',
        `/people/${id as string}`,
        '/suggestions',
      ]) {
        await page.goto(`/catchup${path}`);
        await page.getByText('Times are on your clock, Europe/Lisbon').waitFor();
        const times = page.locator('main time');
        // Those that come with what is asked for last.
        if (path === '/calendars') await times.nth(1).waitFor();
        else if (path === '/messages' || path === '/preferences') await times.first().waitFor();
        const shown = await times.all();
        counts[path] = shown.length;
        for (const time of shown) {
          const [at, text] = [await time.getAttribute('datetime'), await time.innerText()];
          const named = new RegExp(`${lisbon.format(new Date(at!))} (WES?T|GMT(\\+1)?)\\b`);
          expect([path, text]).toEqual([path, expect.stringMatching(named)]);
        }
      }
      expect(counts).toMatchObject({ '/calendars': 2, '/preferences': 1 });
      expect(counts['/messages']).toBeGreaterThanOrEqual(1);
      await page.goto('/catchup/calendars');
      await page.getByText(/12:30 (WEST|GMT\+1)/).waitFor();
      await world.sql('DELETE FROM hotel WHERE id = $1', [hotel!.id]);
    });
  });
}
