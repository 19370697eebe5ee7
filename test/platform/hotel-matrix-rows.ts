import { addDays, parseLocalDate } from '../../src/platform/dates/index.js';
import type { HotelThings } from './hotel-things.js';

export interface Asked {
  path?: string;
  body?: object;
  query?: Record<string, string | number>;
}

/** A request of `own`'s hotel in which one member is `named`'s; with both the same hotel it is one that succeeds. */
export type Row = (own: HotelThings, named: HotelThings) => Asked;

const stay = (own: HotelThings) => ({
  hotelId: own.hotel,
  roomCategoryId: own.category,
  arrival: own.date,
  departure: addDays(parseLocalDate(own.date), 2),
  guestName: 'Matrix',
  status: 'tentative',
});
const charge = { description: 'Matrix', amount: '1.00' };

/**
 * `METHOD path member`: every member that names something of a hotel in a request that names something of it already. A route with
 * such a member and no row fails the test.
 */
export const ROWS: Record<string, Row> = {
  'DELETE /room-categories/{id}/price-overrides/{overrideId} overrideId': (own, named) => ({
    path: `/room-categories/${own.category}/price-overrides/${named.override}`,
  }),
  'DELETE /rooms/{id}/closures/{closureId} closureId': (own, named) => ({
    path: `/rooms/${own.spareRoom}/closures/${named.closure}`,
  }),
  'GET /rooms roomCategoryId': (own, named) => ({ query: { hotelId: own.hotel, roomCategoryId: named.category } }),
  'POST /penalty-rules taxCode': (own, named) => ({
    body: { hotelId: own.hotel, name: `Late ${named.hotel}`, percent: '100', nights: 1, taxCode: named.taxCode },
  }),
  'PATCH /penalty-rules/{id} taxCode': (own, named) => ({
    path: `/penalty-rules/${own.penaltyRule}`,
    body: { taxCode: named.taxCode },
  }),
  'PATCH /hotels/{id}/policy roomTaxCode': (own, named) => ({
    path: `/hotels/${own.hotel}/policy`,
    body: { roomTaxCode: named.taxCode },
  }),
  'POST /bookings roomCategoryId': (own, named) => ({ body: { ...stay(own), roomCategoryId: named.category } }),
  'POST /bookings penaltyRuleId': (own, named) => ({ body: { ...stay(own), penaltyRuleId: named.penaltyRule } }),
  'POST /bookings/groups bookings[].hotelId': (own, named) => ({ body: { bookings: [stay(own), stay(named)] } }),
  'POST /bookings/groups bookings[].roomCategoryId': (own, named) => ({
    body: { bookings: [stay(own), { ...stay(own), roomCategoryId: named.category }] },
  }),
  'POST /bookings/groups bookings[].penaltyRuleId': (own, named) => ({
    body: { bookings: [stay(own), { ...stay(own), penaltyRuleId: named.penaltyRule }] },
  }),
  'GET /bookings roomCategoryId': (own, named) => ({ query: { hotelId: own.hotel, roomCategoryId: named.category } }),
  'GET /bookings groupId': (own, named) => ({ query: { hotelId: own.hotel, groupId: named.group } }),
  // Before the check-in: a deposit is for a stay to come.
  'POST /folios/{id}/deposits window': (own, named) => ({
    path: `/folios/${own.folio}/deposits`,
    body: { method: 'cash', amount: '1.00', window: named.window },
  }),
  'POST /bookings/{id}/check-in roomId': (own, named) => ({
    path: `/bookings/${own.booking}/check-in`,
    body: { roomId: named.room },
  }),
  'POST /bookings/{id}/move roomId': (own, named) => ({
    path: `/bookings/${own.guest}/move`,
    body: { roomId: named.freeRoom, reason: 'Matrix' },
  }),
  'POST /bookings/{id}/move roomCategoryId': (own, named) => ({
    path: `/bookings/${own.guest}/move`,
    body: { roomCategoryId: named.category, reason: 'Matrix' },
  }),
  'POST /bookings/{id}/swap-rooms bookingId': (own, named) => ({
    path: `/bookings/${own.guest}/swap-rooms`,
    body: { bookingId: named.neighbour, reason: 'Matrix' },
  }),
  'POST /city-taxes taxCode': (own, named) => ({
    body: {
      hotelId: own.hotel,
      name: `Tax ${named.hotel}`,
      amount: '2.88',
      validFrom: own.date,
      taxCode: named.taxCode,
    },
  }),
  'POST /folios/{id}/deposits/apply window': (own, named) => ({
    path: `/folios/${own.folio}/deposits/apply`,
    body: { amount: '1.00', window: named.window },
  }),
  'POST /housekeeping/tasks attendantId': (own, named) => ({
    body: { roomId: own.room, type: 'deep', date: own.date, attendantId: named.attendant },
  }),
  'PATCH /housekeeping/tasks/{id} attendantId': (own, named) => ({
    path: `/housekeeping/tasks/${own.task}`,
    body: { attendantId: named.attendant },
  }),
  'POST /work-orders roomId': (own, named) => ({
    body: { hotelId: own.hotel, roomId: named.room, title: 'Matrix' },
  }),
  'POST /work-orders equipmentId': (own, named) => ({
    body: { hotelId: own.hotel, equipmentId: named.equipment, title: 'Matrix' },
  }),
  'GET /work-orders roomId': (own, named) => ({ query: { hotelId: own.hotel, roomId: named.room } }),
  'POST /folios/{id}/charges window': (own, named) => ({
    path: `/folios/${own.folio}/charges`,
    body: { ...charge, window: named.window },
  }),
  'POST /folios/{id}/charges taxCode': (own, named) => ({
    path: `/folios/${own.folio}/charges`,
    body: { ...charge, taxCode: named.taxCode },
  }),
  'POST /folios/{id}/payments window': (own, named) => ({
    path: `/folios/${own.folio}/payments`,
    body: { method: 'cash', amount: '1.00', window: named.window },
  }),
  'POST /folios/{id}/lines/{lineId}/correct lineId': (own, named) => ({
    path: `/folios/${own.folio}/lines/${named.folioLine}/correct`,
    body: { reason: 'Matrix' },
  }),
  'POST /folios/{id}/lines/{lineId}/move lineId': (own, named) => ({
    path: `/folios/${own.openFolio}/lines/${named.openLine}/move`,
    body: { window: 1 },
  }),
  'POST /folios/{id}/lines/{lineId}/move window': (own, named) => ({
    path: `/folios/${own.openFolio}/lines/${own.openLine}/move`,
    body: { window: own === named ? 3 : 4 },
  }),
  'GET /housekeeping/tasks attendantId': (own, named) => ({
    query: { hotelId: own.hotel, attendantId: named.attendant },
  }),
  'POST /housekeeping/tasks/{id}/assign attendantId': (own, named) => ({
    path: `/housekeeping/tasks/${own.task}/assign`,
    body: { attendantId: named.attendant },
  }),
  'PUT /housekeeping/rules roomCategoryId': (own, named) => ({
    body: { hotelId: own.hotel, roomCategoryId: named.category, taskType: 'deep', minutes: 90 },
  }),
  'POST /equipment roomId': (own, named) => ({
    body: { hotelId: own.hotel, roomId: named.room, name: `Boiler ${named.room}` },
  }),
  'PATCH /equipment/{id} roomId': (own, named) => ({
    path: `/equipment/${own.equipment}`,
    body: { roomId: named.room },
  }),
  'GET /work-orders equipmentId': (own, named) => ({ query: { hotelId: own.hotel, equipmentId: named.equipment } }),
  'GET /invoices folioId': (own, named) => ({ query: { hotelId: own.hotel, folioId: named.openFolio } }),
  'GET /invoices bookingId': (own, named) => ({ query: { hotelId: own.hotel, bookingId: named.booking } }),
  'GET /no-show-records bookingId': (own, named) => ({ query: { hotelId: own.hotel, bookingId: named.booking } }),
  'POST /invoices window': (own, named) => ({
    body: { folioId: own.openFolio, window: own === named ? 3 : 4 },
  }),
  'POST /invoices/{id}/credit-notes lines[].lineId': (own, named) => ({
    path: `/invoices/${own.invoice}/credit-notes`,
    body: { reason: 'Matrix', lines: [{ lineId: named.invoiceLine, amount: '0.01' }] },
  }),
  'GET /schedules/slots scheduleId': (own, named) => ({
    query: { hotelId: own.hotel, scheduleId: named.schedule },
  }),
};

/** Members that only look like it: numbers that a hotel gives itself, things of the tenant, and places within the thing named. */
export const NOT_OF_A_HOTEL = new Set([
  'number',
  'firstNumber',
  'vatNumber',
  'taxNumber',
  'legalEntityId',
  'invoiceCode',
  'creditCode',
  'batchId',
  'jobId',
  'postalCode',
  'hotelIds',
]);
