import type { INestApplicationContext } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate, today } from '../../platform/dates/index.js';
import { parseMoney } from '../../platform/money/index.js';
import { billOf } from '../../pms/folios/folio-bill.js';
import { FoliosRepository } from '../../pms/folios/folios.repository.js';
import { FoliosService } from '../../pms/folios/folios.service.js';
import { BookingHistoryRepository } from '../../pms/bookings/booking-history.repository.js';
import { BusinessDaysRepository } from '../../pms/business-days/business-days.repository.js';
import { LegalEntitiesService } from '../../pms/legal-entities/legal-entities.service.js';
import { PenaltyRulesRepository } from '../../pms/penalties/penalty-rules.repository.js';
import { PenaltyRulesService } from '../../pms/penalties/penalty-rules.service.js';
import { NO_PENALTY } from '../../pms/penalties/penalty.js';
import { DEFAULT_POLICY, HotelPolicyRepository } from '../../pms/hotel-policy/hotel-policy.repository.js';
import { TaxCategoriesRepository } from '../../pms/taxes/tax-categories.repository.js';
import {
  type HotelRow,
  HotelsService,
  InventoryDaysRepository,
  RoomCategoriesService,
  RoomsService,
} from '../../rooms/index.js';
import { demoBookings, type DemoRoom, type MadeBooking } from './bookings-demo.rules.js';
import { oweSteps } from './demo-steps.js';
import { Random } from './random.js';
import { seedStaff } from './staff-demo.js';
import { SET_UP } from './set-up.data.js';

type App = Pick<INestApplicationContext, 'get'>;

/** Rows of one page while reading what is there. */
const PAGE = 200;
/** Guests who left in the last days still get their invoices. */
const UNINVOICED_DAYS = 3;

/**
 * Fills the hotels the demo has just made with guests: 90 days of history, today's, and 120 days ahead, from a fixed seed.
 * Call it in the transaction that makes the hotels, so that no job sees one without its guests and its open day.
 * @returns bookings made
 */
export async function seedBookings(app: App): Promise<number> {
  let made = 0;
  for (const hotel of await get(app, HotelsService).all())
    made += await get(app, TenantDatabase).transaction(() => seedHotel(app, hotel));
  return made;
}

async function seedHotel(app: App, hotel: HotelRow): Promise<number> {
  const db = get(app, TenantDatabase);
  if (!SET_UP[hotel.name]) return 0;
  await setUp(app, hotel);
  const terms = (await get(app, PenaltyRulesRepository).terms(hotel.id, undefined)) ?? NO_PENALTY;
  const date = today(hotel.timeZone, new Date());
  const bookings = demoBookings(new Random(hotel.name.length * 7919), await roomsOf(app, hotel), date, terms);
  await get(app, BookingHistoryRepository).insertMany(hotel, bookings);
  await giveRooms(db, bookings, date);
  await countSold(app, hotel.id, date);
  // Yesterday is still open: the first night audit closes it.
  const open = addDays(date, -1);
  await get(app, BusinessDaysRepository).begin(hotel.id, open);
  await oweSteps(db, hotel.id, open);
  await keepFolios(app, hotel.id, date);
  await seedStaff(app, hotel, date);
  return bookings.length;
}

async function setUp(app: App, { id: hotelId, name }: HotelRow): Promise<void> {
  const { taxes, pricesIncludeTax, seller, series } = SET_UP[name]!;
  const [invoiceCode, creditCode] = series;
  const { id: legalEntityId } = await get(app, LegalEntitiesService).create(seller);
  await get(app, LegalEntitiesService).putInvoicing(hotelId, { legalEntityId, invoiceCode, creditCode });
  for (const tax of taxes) await get(app, TaxCategoriesRepository).put({ hotelId, ...tax });
  await get(app, HotelPolicyRepository).put(hotelId, {
    ...DEFAULT_POLICY,
    pricesIncludeTax,
    roomTaxCode: 'LODGING',
    releaseAt: '11:00',
  });
  const rule = { hotelId, name: 'First night', percent: '100', nights: 1, taxCode: 'LODGING', isDefault: true };
  // Cancelled later than on the eve of the arrival, it costs what a no-show does.
  await get(app, PenaltyRulesService).create({ ...rule, cancellation: [{ daysBefore: 1, time: '18:00' }] });
  const half = { hotelId, name: 'Half of at most two nights, plus handling', percent: '50', nights: 2 };
  await get(app, PenaltyRulesService).create({ ...half, flat: '15.00' });
}

async function roomsOf(app: App, hotel: HotelRow): Promise<DemoRoom[]> {
  const categories = get(app, RoomCategoriesService);
  const { roomCategories } = await categories.list({ hotelId: hotel.id, limit: PAGE, offset: 0 });
  const found = await Promise.resolve(get(app, RoomsService).list({ hotelId: hotel.id, limit: PAGE, offset: 0 }));
  return found.rooms.map(({ id, roomCategoryId }) => ({
    id,
    roomCategoryId,
    priceMinor: parseMoney(roomCategories.find((one) => one.id === roomCategoryId)!.basePrice, hotel.currency),
  }));
}

/** Gives guests who have checked in their rooms. */
async function giveRooms(db: TenantDatabase, bookings: readonly MadeBooking[], date: LocalDate): Promise<void> {
  const checkedIn = bookings.filter(({ roomId, departure }) => roomId !== null && departure >= date);
  await db.rows(
    `INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during)
     SELECT current_setting('app.tenant_id')::uuid, g.room_id, 'stay', g.id, daterange(b.arrival, b.departure)
     FROM unnest($1::uuid[], $2::int[]) AS g(id, room_id) JOIN booking b ON b.id = g.id`,
    [checkedIn.map(({ id }) => id), checkedIn.map(({ roomId }) => roomId)],
  );
}

/** The nights that were sold are open, and the inventory counts what the bookings hold; the first sweep opens the rest. */
async function countSold(app: App, hotelId: number, from: LocalDate): Promise<void> {
  const db = get(app, TenantDatabase);
  const sold = await db.rows<{ id: number; defaultOverbook: number; to: LocalDate }>(
    `SELECT c.id, c.default_overbook AS "defaultOverbook", max(n.stay_date) AS "to"
     FROM reservation_night n JOIN room_category c ON c.id = n.sold_category_id
     WHERE c.hotel_id = $1 AND n.stay_date >= $2 GROUP BY c.id ORDER BY c.id`,
    [hotelId, from],
  );
  for (const { to, ...category } of sold) await get(app, InventoryDaysRepository).open(category, from, to);
  await db.rows(
    `UPDATE inventory_day i SET sold = n.sold, version = version + 1
     FROM (SELECT n.sold_category_id, n.stay_date, sum(n.quantity) AS sold FROM reservation_night n
           JOIN room_category c ON c.id = n.sold_category_id
           WHERE c.hotel_id = $1 AND n.stay_date >= $2 GROUP BY 1, 2) n
     WHERE i.category_id = n.sold_category_id AND i.stay_date = n.stay_date`,
    [hotelId, from],
  );
}

/**
 * Folios of guests who have checked in or left lately: their nights up to the night before last, breakfast, and what they
 * have paid. Older stays count as billed by an earlier system.
 */
async function keepFolios(app: App, hotelId: number, date: LocalDate): Promise<void> {
  const db = get(app, TenantDatabase);
  const ids = await db.rows<{ id: string }>(FOLIOS_OF, [hotelId, addDays(date, -UNINVOICED_DAYS)]);
  await get(app, FoliosRepository).open(ids.map(({ id }) => id));
  await db.rows(LINES, [hotelId, addDays(date, -1)]);
  await pay(app, await db.rows<Paid>(PAID, [hotelId]));
}

interface Paid {
  id: string;
  on: LocalDate;
  method: 'prepaid' | 'card';
}

/** Each pays what the product says that the bill comes to, tax rounded once. */
async function pay(app: App, paid: readonly Paid[]): Promise<void> {
  const folios = get(app, FoliosService);
  for (const { id, on: businessDate, method } of paid) {
    const folio = await folios.get(id);
    const { balanceMinor: amountMinor } = billOf(folio);
    if (amountMinor > 0) await folios.receive(folio, { window: 1, businessDate, method, amountMinor, reference: null });
  }
}

const FOLIOS_OF = `SELECT id FROM booking
  WHERE hotel_id = $1 AND (status = 'checked_in' OR (status = 'checked_out' AND departure >= $2)) ORDER BY id`;

/** Nights before $2, or all of a stay that is over, and a breakfast for each guest and morning. */
const LINES = `
  INSERT INTO folio_line (tenant_id, hotel_id, folio_id, kind, business_date, service_date, description, quantity,
    amount_minor, price_mode, tax_code, tax_rate, tax_treatment, source_key, department)
  SELECT f.tenant_id, f.hotel_id, f.id, l.kind, least(n.stay_date, $2::date), n.stay_date, l.description, l.quantity,
    l.amount, CASE WHEN p.prices_include_tax THEN 'gross' ELSE 'net' END, t.code, t.rate, t.treatment, l.key, l.department
  FROM folio f JOIN booking b ON b.id = f.booking_id JOIN room_category c ON c.id = b.category_id
  JOIN hotel_policy p ON p.hotel_id = f.hotel_id
  JOIN reservation_night n ON n.tenant_id = b.tenant_id AND n.reservation_id = b.id
    AND (n.stay_date < $2 OR b.status = 'checked_out')
  CROSS JOIN LATERAL (VALUES
    ('night', c.name, 1, n.price_minor, 'LODGING', 'night:' || n.stay_date, 'rooms'),
    ('charge', 'Breakfast', b.adults::int, b.adults * 1450::bigint, 'FOOD', NULL, 'food')
  ) AS l(kind, description, quantity, amount, tax_code, key, department)
  JOIN tax_category t ON t.hotel_id = f.hotel_id AND t.code = l.tax_code
  WHERE f.hotel_id = $1 AND l.quantity > 0`;

/** Guests who have left have paid, all but one in twenty; so have guests who prepay. */
const PAID = `
  SELECT f.id, max(l.business_date) AS on, CASE b.guarantee WHEN 'prepaid' THEN 'prepaid' ELSE 'card' END AS method
  FROM folio f JOIN booking b ON b.id = f.booking_id JOIN folio_line l ON l.folio_id = f.id
  WHERE f.hotel_id = $1 AND ((b.status = 'checked_out' AND right(b.code, 1) <> 'F') OR b.guarantee = 'prepaid')
  GROUP BY f.id, b.guarantee ORDER BY f.id`;

function get<T>(app: App, type: new (...args: never[]) => T): T {
  return app.get(type, { strict: false });
}
