import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { day, PmsHarness, type World } from '../pms/harness.js';
import type { Platform } from '../platform/harness.js';
import { accessibility, findings, logIn, type Page } from './browser.js';

/** What functions that run in the page find there. */
declare const localStorage: { setItem: (name: string, value: string) => void };
declare const document: { documentElement: { scrollWidth: number } };

interface Case {
  platform: Platform;
  page: Page;
}
interface Night {
  date: string;
  stopSell: boolean;
  minStay: number | null;
  lowestPrice: string | null;
  overbookingLimit: number;
}

/** Room nights, the timeline of rooms, occupancy and the list of bookings, walked in the console and asked of the API. */
export function roomsCases(given: () => Case): void {
  let pms: PmsHarness;
  let world: World;
  let page: Page;
  const on = (offset: number) => day(world, offset);
  const api = async (method: string, path: string, body?: unknown) => {
    const answer = await pms.api(method, path, body);
    expect([answer.status < 300, answer.text]).toEqual([true, answer.text]);
    return answer.body;
  };
  const nights = async (from: number, to: number) =>
    (await api('GET', `/room-categories/${world.categoryId}/inventory?startDate=${on(from)}&endDate=${on(to)}`))[
      'days'
    ] as Night[];
  const cell = (offset: number) => page.locator(`[data-night="${world.categoryId} ${on(offset)}"]`);
  const undo = async () => {
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back', { exact: true }).waitFor();
  };

  beforeAll(async () => {
    pms = PmsHarness.over(given().platform);
    const from = day({ timeZone: 'Europe/Lisbon' }, 0);
    world = await pms.hotel({ rooms: 3, from, to: day({ timeZone: 'Europe/Lisbon' }, 20) });
  });
  beforeEach(async () => {
    ({ page } = given());
    await page.addInitScript((id) => localStorage.setItem('ns.hotel', id), String(world.hotelId));
  });

  it('the sale of nights is stopped by keys alone, with the bookings they have, and taken back', async () => {
    await pms.book(world, on(2), on(4), { guestName: 'Nuno <i>Reis</i>' });
    await api('PATCH', `/room-categories/${world.categoryId}/inventory`, { from: on(3), to: on(3), stopSell: true });
    await logIn(page, given().platform.a.MANAGER, '/rooms');
    const map = page.getByRole('grid');
    await map.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight'])
      await page.keyboard.press(key);
    expect(await page.locator('[aria-selected="true"]').count()).toBe(3);
    const chosen = page.getByRole('group', { name: 'Chosen nights' });
    await chosen.getByRole('link', { name: 'Nuno <i>Reis</i>' }).waitFor();
    await page.keyboard.press('s');
    await page.getByText(/^Sale stopped/).waitFor();
    expect((await nights(1, 5)).map(({ stopSell }) => stopSell)).toEqual([false, true, true, true, false]);
    await expectLabel(cell(4), /sale stopped/);
    await undo();
    // As it was: one of them was stopped before.
    expect((await nights(1, 5)).map(({ stopSell }) => stopSell)).toEqual([false, false, true, false, false]);
    await expectLabel(cell(2), /^(?!.*sale stopped)/);
  });

  it('nights are chosen by dragging, and the form sets their least stay and price; both are taken back', async () => {
    await logIn(page, given().platform.a.MANAGER, '/rooms');
    await cell(6).hover();
    await page.mouse.down();
    await cell(8).hover();
    await page.mouse.up();
    expect(await page.locator('[aria-selected="true"]').count()).toBe(3);
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Least nights/).fill('3');
    await dialog.getByLabel(/^Price/).fill('133,50');
    await dialog.getByLabel(/^Rooms that may be sold/).fill('1');
    await dialog.getByRole('button', { name: 'Change 3 nights' }).click();
    await page.getByText(/^Changed:/).waitFor();
    expect(await nights(6, 9)).toMatchObject([
      ...[6, 7, 8].map((offset) => ({ date: on(offset), minStay: 3, lowestPrice: '133.50', overbookingLimit: 1 })),
      { minStay: null, lowestPrice: '100.00' },
    ]);
    await undo();
    expect(await nights(6, 6)).toMatchObject([{ minStay: null, lowestPrice: '100.00', overbookingLimit: 0 }]);
  });

  it('a price that stands is changed for one of its nights, put back, and taken away in its list', async () => {
    await api('POST', `/room-categories/${world.categoryId}/price-overrides`, {
      ...{ from: on(6), to: on(8), price: '133.50', reason: 'Fair' },
    });
    await logIn(page, given().platform.a.MANAGER, '/rooms');
    await cell(7).click();
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Price/).fill('180');
    await dialog.getByRole('button', { name: 'Change 1 night' }).click();
    await page.getByText('3 room nights took the price.').waitFor();
    const prices = async () => (await nights(6, 8)).map(({ lowestPrice }) => lowestPrice);
    expect(await prices()).toEqual(['133.50', '180.00', '133.50']);
    // One request takes it away and puts the other back: between two, the night would be sold for less than either.
    await page.route('**/price-overrides', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await undo();
    await page.unroute('**/price-overrides');
    expect(await prices()).toEqual(['133.50', '133.50', '133.50']);
    await page.getByRole('button', { name: 'Prices set by hand' }).click();
    await dialog.getByText('Fair').waitFor();
    expect(await accessibility(page)).toEqual([]);
    await dialog.getByRole('button', { name: /^Remove the price/ }).click();
    await dialog.getByText('No price is set by hand from today on').waitFor();
    expect(await prices()).toEqual(['100.00', '100.00', '100.00']);
    // Whoever prices day by day has more of them than one answer holds.
    await pms.sql(
      `INSERT INTO price_override (tenant_id, category_id, during, price_minor)
       SELECT tenant_id, id, daterange($2::date + n, $2::date + n + 1), 12000 FROM room_category, generate_series(0, 200) n WHERE id = $1`,
      [world.categoryId, on(500)],
    );
    await page.reload();
    await page.getByRole('button', { name: 'Prices set by hand' }).click();
    const rows = dialog.getByRole('button', { name: /^Remove the price/ });
    await rows.nth(200).waitFor();
    expect(await rows.count()).toBe(201);
    await pms.sql('DELETE FROM price_override WHERE category_id = $1', [world.categoryId]);
  });

  it('settings beyond the map are put back as they were', async () => {
    const far = (offset: number) => on(400 + offset);
    const settings = async () => (await nights(400, 402)).map(({ minStay, stopSell }) => [minStay, stopSell]);
    const limits = async () => (await nights(400, 403)).map(({ overbookingLimit }) => overbookingLimit);
    const path = `/room-categories/${world.categoryId}/inventory`;
    await api('PATCH', path, { from: far(0), to: far(2), minStay: 7 });
    await api('PATCH', path, { from: far(1), to: far(1), stopSell: true });
    const before = await settings();
    expect(before).toEqual([
      [7, false],
      [7, true],
      [7, false],
    ]);
    await logIn(page, given().platform.a.MANAGER, '/rooms');
    await cell(1).click();
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('First night').fill(far(0));
    // Of the last one nothing is known yet.
    await dialog.getByLabel('Last night').fill(far(3));
    await dialog.getByLabel('Most nights of a stay').fill('3');
    await dialog.getByLabel(/^Rooms that may be sold/).fill('5');
    await dialog.getByLabel('Sale').selectOption('Sell');
    await dialog.getByRole('button', { name: 'Change 4 nights' }).click();
    await page.getByText('On 3 nights nobody can arrive', { exact: false }).waitFor();
    expect(await settings()).toEqual([
      [7, false],
      [7, false],
      [7, false],
    ]);
    expect(await limits()).toEqual([5, 5, 5, 5]);
    await undo();
    expect(await settings()).toEqual(before);
    expect(await limits()).toEqual([0, 0, 0, 0]);
  });

  it('what opening nights would do is seen day by day, and exactly that is done', async () => {
    await logIn(page, given().platform.a.MANAGER, '/rooms');
    await expectLabel(cell(21), /gap: not opened/);
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('First night').fill(on(18));
    await dialog.getByLabel('Last night').fill(on(23));
    await dialog.getByLabel(/^Price/).fill('120');
    await dialog.getByLabel(/^Nights that are open/).check();
    await dialog.getByRole('button', { name: 'Open 9 nights, reprice 9 nights' }).waitFor();
    const rows = await dialog.locator('[data-plan]').allInnerTexts();
    expect(rows.map((text) => text.replace(/\s+/g, ' ').replace(/^.*?\d{4} /, ''))).toEqual([
      ...Array.from({ length: 3 }, () => '◐ Repriced 3 repriced €100.00 → €120.00'),
      ...Array.from({ length: 3 }, () => '○ New 3 new €120.00'),
    ]);
    await dialog.getByRole('button', { name: /^Open 9/ }).click();
    await page.getByText('9 nights opened, 9 nights repriced').waitFor();
    const made = await pms.sql<{ date: string; rooms: number; price: number }>(
      `SELECT stay_date AS date, count(*)::int AS rooms, min(price_minor)::int AS price FROM room_night n
       JOIN room r ON r.id = n.room_id WHERE r.category_id = $1 AND stay_date >= $2 GROUP BY 1 ORDER BY 1`,
      [world.categoryId, on(17)],
    );
    expect(made).toEqual([
      { date: on(17), rooms: 3, price: 10_000 },
      ...[18, 19, 20, 21, 22, 23].map((offset) => ({ date: on(offset), rooms: 3, price: 12_000 })),
    ]);
    await expectLabel(cell(21), /€120.00, 0 of 3 sold$/);
  });

  it('the timeline opens a booking, moves its guest to another room, and is a list on a phone', async () => {
    const booking = await pms.inHouse(world, '101', on(0), on(3), { guestName: 'Ines Prado' });
    await logIn(page, given().platform.a.MANAGER, '/rooms/timeline');
    const row = (room: string) => page.locator(`[data-room="${room}"]`);
    await row('101').getByRole('button', { name: 'More to do with Ines Prado' }).click();
    await page.getByRole('menuitem', { name: /^Move/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Room/).selectOption({ label: '103' });
    await dialog.getByLabel(/^Reason/).fill('Too loud');
    await dialog.getByRole('button', { name: 'Move' }).click();
    await row('103')
      .getByRole('link', { name: /^Ines Prado/ })
      .click();
    await page.waitForURL(new RegExp(`/front-desk/${booking.id}$`));
    await page.getByRole('heading', { level: 1, name: 'Ines Prado' }).waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto('/rooms/timeline');
    await row('103').getByRole('link', { name: 'Ines Prado' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  it('a night of the occupancy opens its bookings, with room and balance', async () => {
    await logIn(page, given().platform.a.STAFF, '/occupancy');
    await page.locator(`[data-night="${on(0)}"]`).click();
    await page.waitForURL(new RegExp(`/bookings\\?stay=${on(0)}`));
    const row = page.locator('[data-row]', { hasText: 'Ines Prado' });
    await row.getByText('103', { exact: true }).waitFor();
    await page.getByLabel('Staying from').fill(on(5));
    await page.getByText('No booking fits the filters').waitFor();
  });

  it('its pages have no findings of axe at any width and in both themes, and no sideways scroll', async () => {
    await logIn(page, given().platform.a.MANAGER, '/rooms');
    const paths = [
      '/rooms',
      '/rooms?view=table',
      '/rooms/timeline',
      '/occupancy',
      '/occupancy?view=table',
      '/bookings',
    ];
    expect(await findings(page, paths)).toEqual([]);
    await page.goto('/rooms');
    await page.getByRole('button', { name: 'Open nights' }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('dialog').locator('[data-plan]').first().waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect([colorScheme, await accessibility(page)]).toEqual([colorScheme, []]);
    }
  });

  /** The words of a cell become these. */
  async function expectLabel(where: ReturnType<typeof cell>, words: RegExp): Promise<void> {
    const until = Date.now() + 30_000;
    for (;;) {
      const label = (await where.getAttribute('title')) ?? '';
      if (words.test(label)) return;
      if (Date.now() > until) expect(label).toMatch(words);
      await page.waitForTimeout(50);
    }
  }
}
