import { expect, it } from '@jest/globals';
import { RoomAssignmentService } from '../../src/rooms/index.js';
import { day, type PmsHarness } from '../pms/harness.js';
import type { InvoiceWorld } from '../pms/invoice-world.js';
import type { Platform } from '../platform/harness.js';
import { logIn, type Page } from './browser.js';

interface Case {
  platform: Platform;
  page: Page;
  pms: PmsHarness;
  house: InvoiceWorld;
}

/** What the desk does with a stay that goes on, and with rooms that are ready. They share the house of houseCases. */
export function deskCases(given: () => Case): void {
  const api = async (method: string, path: string, body?: unknown) => {
    const answer = await given().pms.api(method, path, body);
    expect([answer.status < 300, answer.text]).toEqual([true, answer.text]);
    return answer.body;
  };

  it('a stay is extended at the price that was shown, not into the room of somebody else, and shortened', async () => {
    const { platform, page, pms, house } = given();
    const { world } = house;
    const on = (offset: number) => day(world, offset);
    const rooms = Object.values(world.roomIds);
    await pms.sql('UPDATE room_night SET price_minor = 15000 WHERE stay_date = $1 AND room_id = ANY($2)', [
      on(2),
      rooms,
    ]);
    const booking = await pms.inHouse(world, '107', on(0), on(2), { guestName: 'Eva <i>Lund</i>' });
    const later = await pms.book(world, on(4), on(5), { guestName: 'Paulo Dias' });
    const roomId = world.roomIds['107']!;
    await pms.as(() => pms.get(RoomAssignmentService).assignRoom({ reservationId: later.id, roomId }));
    const path = `/bookings/${booking.id}`;
    await logIn(page, platform.a.MANAGER, `/front-desk/${booking.id}`);
    await page.getByRole('button', { name: 'Extend or shorten' }).waitFor();
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'A night more' }).click();
    await dialog.getByText('Room 107 is free for it').waitFor();
    await dialog.getByText('1 night more at present prices: €150.00').waitFor();
    await dialog.getByText('All nights then cost €350.00 in place of €200.00').waitFor();
    await dialog.getByRole('button', { name: 'Extend by 1 night' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await api('GET', path)).toMatchObject({ departure: on(3), total: '350.00' });

    await page.keyboard.press('e');
    await dialog.getByLabel('Departure').fill(on(5));
    await dialog.getByText(/Room 107 is kept for Paulo Dias .*Move the guest first/).waitFor();
    await dialog.getByRole('button', { name: 'Extend by 2 nights' }).click();
    await dialog
      .getByRole('alert')
      .getByText(/room is taken/)
      .waitFor();
    expect(await api('GET', path)).toMatchObject({ departure: on(3) });
    await dialog.getByLabel('Departure').fill(on(2));
    await dialog.getByText('1 night less: €150.00').waitFor();
    await dialog.getByRole('button', { name: 'Shorten by 1 night' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await api('GET', path)).toMatchObject({ departure: on(2), total: '200.00' });
  });

  it('a stay is not extended into nights that are sold out; what a rule forbids passes with a reason', async () => {
    const { platform, page, pms, house } = given();
    const { world, hotelId } = house;
    const on = (offset: number) => day(world, offset);
    const { categoryId: roomCategoryId } = world;
    const booking = await pms.book(world, on(11), on(12), { guestName: 'Marta Gil' });
    const full = { hotelId, roomCategoryId, arrival: on(12), departure: on(13), guestName: 'A choir' };
    await api('POST', '/bookings/groups', { bookings: Array.from({ length: 10 }, () => full) });
    const stop = { from: on(10), to: on(10), stopSell: true };
    await api('PATCH', `/room-categories/${roomCategoryId}/inventory`, stop);
    await logIn(page, platform.a.MANAGER, `/front-desk/${booking.id}`);
    await page.getByRole('button', { name: 'Change dates' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'A night more' }).click();
    await dialog.getByText(/ is sold out on /).waitFor();
    const extend = dialog.getByRole('button', { name: 'Extend by 1 night' });
    await extend.click();
    await dialog
      .getByRole('list', { name: 'Why it was refused' })
      .getByText(/: sold out/)
      .waitFor();
    await dialog.getByLabel('Departure').fill(on(12));
    await dialog.getByLabel('Arrival').fill(on(10));
    await dialog.getByText(/the sale is stopped on/).waitFor();
    await extend.click();
    await dialog.getByLabel('Why it is let pass').fill('Agreed with the guest');
    await extend.click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await api('GET', `/bookings/${booking.id}`)).toMatchObject({ arrival: on(10), departure: on(12) });
  });

  it('rooms are found by what they look like and who is in them, from the check-in too, and set by hand', async () => {
    const { platform, page, pms, house } = given();
    const { world } = house;
    const on = (offset: number) => day(world, offset);
    const id = (number: string) => world.roomIds[number]!;
    await api('PATCH', `/housekeeping/rooms/${id('109')}`, { condition: 'dirty', section: 'floor 9' });
    await api('POST', `/rooms/${id('110')}/closures`, { kind: 'OOO', from: on(0), to: on(1), reason: 'Painter' });
    await pms.inHouse(world, '108', on(0), on(1), { guestName: 'Ida Holm' });
    const arriving = await pms.book(world, on(0), on(1), { guestName: 'Luis Brito' });
    await logIn(page, platform.a.MANAGER, `/front-desk/${arriving.id}`);
    await page.getByRole('button', { name: 'Check in' }).click();
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /can be given now/ })
      .click();
    await page.waitForURL(/\/housekeeping\/rooms\?give=1&category=\d+/);
    const row = (number: string) => page.locator(`[data-row="${id(number)}"]`);
    await row('103').getByText('Can be given').waitFor();
    for (const number of ['108', '109', '110']) expect(await row(number).count()).toBe(0);
    await page.getByLabel(/^Can be given now/).uncheck();
    await row('110').getByText('Painter').waitFor();
    await row('110').getByText('Out of order').waitFor();
    expect(await row('108').getByRole('link', { name: 'Ida Holm' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Floor' }).click();
    await page.getByLabel('floor 9').check();
    await page.waitForURL(/floor=floor/);
    await page.keyboard.press('Escape');
    await row('108').waitFor({ state: 'detached' });
    await row('109').getByRole('button', { name: 'Say what room 109 looks like' }).click();
    await page.getByRole('menuitem', { name: 'It is inspected' }).click();
    await row('109').getByText('Inspected').waitFor();
    await row('109').getByText('Can be given').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('109').getByText('Dirty').waitFor();
    const { rooms } = await api('GET', `/housekeeping/rooms?hotelId=${house.hotelId}`);
    expect(rooms).toContainEqual(expect.objectContaining({ roomId: id('109'), condition: 'dirty' }));
  });

  it('an arrival of the past is booked with its reason, and is listed until the guest comes', async () => {
    const { platform, page, pms, house } = given();
    const on = (offset: number) => day(house.world, offset);
    await logIn(page, platform.a.MANAGER, '/front-desk');
    await page.getByRole('button', { name: 'New booking' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Guest').fill('Nils Lindqvist');
    await dialog.getByLabel('Arrival').fill(on(-2));
    await dialog.getByLabel('Departure').fill(on(1));
    await dialog.getByLabel('Category').selectOption(String(house.world.categoryId));
    await dialog.getByRole('button', { name: 'Book 3 nights' }).click();
    await dialog.getByLabel('Why it begins in the past').fill('The system was down');
    await dialog.getByRole('button', { name: 'Book 3 nights' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nils Lindqvist' }).waitFor();
    const id = page.url().split('/').at(-1)!;
    await page.goto('/front-desk?tab=arrivals');
    await page.getByRole('link', { name: 'Nils Lindqvist' }).waitFor();
    await api('POST', `/bookings/${id}/cancel`, {});
    expect((await pms.api('GET', `/bookings/${id}`)).body).toMatchObject({ arrival: on(-2), status: 'cancelled' });
  });

  it('the check-out takes of each payer what is theirs, though another has paid too much', async () => {
    const { platform, page, pms, house } = given();
    const on = (offset: number) => day(house.world, offset);
    const { id } = await pms.inHouse(house.world, '105', on(0), on(1), { guestName: 'Petra Novak' });
    const folio = await house.folioOf(id);
    const company = await house.addWindow(folio);
    await house.charge(folio, '200.00', 'CITYTAX', { window: company });
    await house.pay(folio, '190.00');
    await logIn(page, platform.a.MANAGER, `/front-desk/${id}`);
    await page.getByRole('button', { name: 'Check out' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/2\. Contoso Travel Ltd €200\.00/).waitFor();
    await dialog.getByLabel('What is left is paid by').selectOption('card');
    await dialog.getByRole('button', { name: 'Check out' }).click();
    await dialog.waitFor({ state: 'hidden' });
    // The guest gets back what was paid above the night, 110.00 with its tax; the company pays all of its own.
    await page.getByText(/Open: 1\. Petra Novak -€80\.00$/).waitFor();
    const { gross, windows } = await api('GET', `/bookings/${id}/folio`);
    expect([gross, (windows as { balance: string }[]).map(({ balance }) => balance)]).toEqual([
      '310.00',
      ['-80.00', '0.00'],
    ]);
  });
}
