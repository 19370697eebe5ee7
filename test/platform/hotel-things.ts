import { randomUUID } from 'node:crypto';
import { addDays, today } from '../../src/platform/dates/index.js';
import type { Platform, Tenant } from './harness.js';

const ZONE = 'Europe/Lisbon';
const code = () => randomUUID().slice(0, 8).toUpperCase();

/** One thing of each kind that belongs to a hotel. Two hotels of one tenant have one each. */
export interface HotelThings {
  hotel: number;
  category: number;
  categoryCode: string;
  room: number;
  /** A room that no booking is given. */
  spareRoom: number;
  override: number;
  closure: number;
  taxCode: string;
  penaltyRule: number;
  /** Arrives today and can be checked in. */
  booking: string;
  group: string;
  /** Two guests in the house, and a room they may move to. */
  guest: string;
  neighbour: string;
  freeRoom: number;
  folio: string;
  folioLine: number;
  /** Highest number of a window of the folio: 1 at one hotel, 2 at the other. */
  window: number;
  attendant: number;
  task: number;
  equipment: number;
  invoice: string;
  invoiceLine: number;
  /** A folio with three windows, of which the third can be invoiced. */
  openFolio: string;
  openLine: number;
  schedule: string;
  date: string;
}

/** Makes them through the API, where it can. */
export async function hotelThings(platform: Platform, tenant: Tenant, windows: number): Promise<HotelThings> {
  const date = today(ZONE, new Date());
  const send = async (method: string, path: string, body?: object) => {
    const answer = await platform.call(method, `/api/v1${path}`, { token: tenant.ADMIN.token, body });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  const id = async <T = number>(path: string, body: object) => (await send('POST', path, body))['id'] as T;
  const made = { date, window: windows, taxCode: `T-${code()}`, categoryCode: code() } as unknown as HotelThings;
  made.hotel = await id('/hotels', { name: code(), timezone: ZONE, currency: 'EUR' });
  const ofHotel = { hotelId: made.hotel };
  const category = { ...ofHotel, code: made.categoryCode, name: 'Double', basePrice: '100.00' };
  made.category = await id('/room-categories', category);
  const numbered = { roomCategoryId: made.category, firstNumber: 101, count: 5 };
  const { rooms } = (await send('POST', '/rooms/bulk', numbered)) as unknown as { rooms: { id: number }[] };
  [made.room, made.spareRoom] = [rooms[0]!.id, rooms[1]!.id];
  await platform.sql.query(
    `INSERT INTO inventory_day (tenant_id, category_id, stay_date, capacity)
     SELECT $1, $2, d::date, 5 FROM generate_series($3::date, $3::date + 9, '1 day') d`,
    [tenant.id, made.category, date],
  );
  const far = { from: '2031-03-01', to: '2031-03-03' };
  const override = await send('POST', `/room-categories/${made.category}/price-overrides`, { ...far, price: '99.00' });
  made.override = ((override['data'] as { id?: number } | undefined)?.id ?? override['id']) as number;
  made.closure = await id(`/rooms/${made.spareRoom}/closures`, { kind: 'OOO', ...far });
  await send('PUT', `/hotels/${made.hotel}/tax-categories/${made.taxCode}`, {
    name: 'Accommodation',
    treatment: 'taxable',
    rate: '10',
  });
  made.penaltyRule = await id('/penalty-rules', { ...ofHotel, name: code(), percent: '100', nights: 1 });
  const stay = {
    ...ofHotel,
    roomCategoryId: made.category,
    arrival: date,
    departure: addDays(date, 2),
    guestName: 'Matrix',
  };
  const group = await send('POST', '/bookings/groups', { bookings: [stay] });
  made.group = group['groupId'] as string;
  made.booking = (group['bookings'] as { id: string }[])[0]!.id;
  const folioOf = async (booking: string) => (await send('GET', `/bookings/${booking}/folio`))['id'] as string;
  const charge = { description: 'Matrix', amount: '1.00' };
  made.folio = await folioOf(made.booking);
  const charged = await send('POST', `/folios/${made.folio}/charges`, charge);
  made.folioLine = (charged['lines'] as { id: number }[])[0]!.id;
  for (let n = 1; n < windows; n++) await send('POST', `/folios/${made.folio}/windows`, { name: 'Company' });
  await send('POST', `/folios/${made.folio}/deposits`, { method: 'cash', amount: '1.00' });
  made.freeRoom = rooms[4]!.id;
  [made.guest, made.neighbour] = [await id<string>('/bookings', stay), await id<string>('/bookings', stay)];
  await send('POST', `/bookings/${made.guest}/check-in`, { roomId: rooms[2]!.id });
  await send('POST', `/bookings/${made.neighbour}/check-in`, { roomId: rooms[3]!.id });
  made.attendant = await id('/housekeeping/attendants', { ...ofHotel, name: 'Rosa' });
  made.equipment = await id('/equipment', { ...ofHotel, name: 'Boiler', meterUnit: 'h' });
  const task = await platform.sql.query<{ id: number }>(
    `INSERT INTO hk_task (tenant_id, hotel_id, business_date, room_id, task_type, minutes, priority, source)
     VALUES ($1, $2, $3, $4, 'departure', 40, 1, 'round') RETURNING id`,
    [tenant.id, made.hotel, date, made.room],
  );
  made.task = task.rows[0]!.id;
  const legalEntityId = await id('/legal-entities', { name: code(), address: '1 High Street', country: 'GB' });
  await send('PUT', `/hotels/${made.hotel}/invoicing`, { legalEntityId, invoiceCode: 'INV', creditCode: 'CN' });
  const billed = await folioOf(await id<string>('/bookings', { ...stay, status: 'tentative' }));
  for (const window of [2, 3]) {
    await send('POST', `/folios/${billed}/windows`, { name: 'Company' });
    await send('POST', `/folios/${billed}/charges`, { ...charge, window });
  }
  const invoice = await send('POST', '/invoices', { folioId: billed, window: 2 });
  made.invoice = invoice['id'] as string;
  const line = await platform.sql.query<{ id: number }>('SELECT id FROM invoice_line WHERE invoice_id = $1', [
    made.invoice,
  ]);
  made.invoiceLine = Number(line.rows[0]!.id);
  made.openFolio = billed;
  const moving = await send('POST', `/folios/${billed}/charges`, { ...charge, description: 'Moving', window: 3 });
  made.openLine = (moving['lines'] as { id: number; description: string }[]).find(
    (one) => one.description === 'Moving',
  )!.id;
  const sweep = {
    type: 'room-generation',
    data: { roomCategoryId: made.category, startDate: far.from, endDate: far.to },
  };
  made.schedule = await id<string>('/jobs/recurring', { ...sweep, cron: '0 2 * * *', timezone: 'UTC' });
  return made;
}
