import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { addDays } from '../../lib/time';

export type Booking = Schema<'BookingResponse'>;
export type Folio = Schema<'FolioResponse'>;
export type FolioLine = Schema<'FolioLineResponse'>;
export type Window = Schema<'FolioWindowResponse'>;
export type Invoice = Schema<'InvoiceSummaryResponse'>;

const PAGE = 200;
/** How often the lists are looked at again, ms. */
const EVERY_MS = 30_000;

interface BookingFilter {
  hotelId: number;
  status?: Booking['status'];
  arrivalFrom?: string;
  arrivalTo?: string;
  stayDate?: string;
}

/** All pages of a list: a day of a hotel is a few hundred bookings at most. */
async function all(filter: BookingFilter, signal: AbortSignal): Promise<Booking[]> {
  const bookings: Booking[] = [];
  for (;;) {
    const query = { ...filter, limit: PAGE, offset: bookings.length };
    const page = await bodyOf(api.GET('/api/v1/bookings', { params: { query }, signal }));
    bookings.push(...page.bookings);
    if (page.bookings.length < PAGE || bookings.length >= page.total) return bookings;
  }
}

const byGuest = (a: Booking, b: Booking) => a.guestName.localeCompare(b.guestName) || a.code.localeCompare(b.code);
const isExpected = ({ status }: Booking) => status === 'tentative' || status === 'confirmed';

export function arrivalsQuery(hotelId: number, date: string) {
  return queryOptions({
    queryKey: ['front-desk', 'arrivals', hotelId, date],
    queryFn: async ({ signal }) => {
      const bookings = await all({ hotelId, arrivalFrom: date, arrivalTo: date }, signal);
      // Those who are still to come first.
      return bookings.sort((a, b) => Number(isExpected(b)) - Number(isExpected(a)) || byGuest(a, b));
    },
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

/** Who is in the house now; for another day than the open one, who stays that night. */
export function inHouseQuery(hotelId: number, date: string, open: boolean) {
  return queryOptions({
    queryKey: ['front-desk', 'in-house', hotelId, open ? 'now' : date],
    queryFn: async ({ signal }) => {
      const bookings = await all({ hotelId, ...(open ? { status: 'checked_in' } : { stayDate: date }) }, signal);
      return bookings.filter(({ status }) => status !== 'cancelled' && status !== 'no_show').sort(byGuest);
    },
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

/** Who leaves on a date: the night before was the last one. On the open day also who should have left before. */
export function departuresQuery(hotelId: number, date: string, open: boolean) {
  return queryOptions({
    queryKey: ['front-desk', 'departures', hotelId, date, open],
    queryFn: async ({ signal }) => {
      const [leaving, inHouse] = await Promise.all([
        all({ hotelId, stayDate: addDays(date, -1) }, signal),
        open ? all({ hotelId, status: 'checked_in' }, signal) : [],
      ]);
      const found = new Map<string, Booking>();
      for (const booking of leaving)
        if (booking.departure === date && booking.status !== 'cancelled' && booking.status !== 'no_show')
          found.set(booking.id, booking);
      for (const booking of inHouse) if (booking.departure <= date) found.set(booking.id, booking);
      const gone = ({ status }: Booking) => Number(status === 'checked_out');
      return [...found.values()].sort((a, b) => gone(a) - gone(b) || byGuest(a, b));
    },
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export const SEARCH_PAGE = 100;

export function searchQuery(hotelId: number, search: string, offset: number) {
  const query = { hotelId, search, offset, limit: SEARCH_PAGE };
  return queryOptions({
    queryKey: ['front-desk', 'search', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/bookings', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    enabled: search !== '',
  });
}

export interface LedgerEntry {
  room: string | null;
  balance: string;
}

/** Room and balance of each guest of a day, by the code of the booking: the guest ledger of the day's audit. */
export function ledgerQuery(hotelId: number, date: string) {
  return queryOptions({
    queryKey: ['front-desk', 'ledger', hotelId, date],
    queryFn: async ({ signal }) => {
      const path = { id: hotelId, date };
      const pack = await bodyOf(api.GET('/api/v1/hotels/{id}/night-audits/{date}', { params: { path }, signal }));
      const rows = new Map<string, LedgerEntry>();
      for (const { room, booking, closing } of pack.guestLedger) rows.set(booking, { room, balance: closing });
      return rows;
    },
    // Nothing has been posted yet, or a day to come: there is no audit, and the columns stay empty.
    retry: false,
    staleTime: 15_000,
  });
}

export function categoriesQuery(hotelId: number) {
  const query = { hotelId, limit: PAGE };
  return queryOptions({
    queryKey: ['front-desk', 'categories', hotelId],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.GET('/api/v1/room-categories', { params: { query }, signal }))).roomCategories,
    staleTime: 10 * 60_000,
  });
}

export function availabilityQuery(hotelId: number, from: string, to: string) {
  const query = { hotelId, from, to };
  return queryOptions({
    queryKey: ['front-desk', 'availability', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/availability', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function bookingQuery(id: string) {
  return queryOptions({
    queryKey: ['front-desk', 'booking', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/bookings/{id}', { params: { path: { id } }, signal })),
  });
}

export function stayQuery(id: string) {
  return queryOptions({
    queryKey: ['front-desk', 'booking', id, 'rooms'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/bookings/{id}/rooms', { params: { path: { id } }, signal })),
  });
}

export function folioQuery(id: string) {
  return queryOptions({
    queryKey: ['front-desk', 'booking', id, 'folio'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/bookings/{id}/folio', { params: { path: { id } }, signal })),
  });
}

export function invoicesQuery(bookingId: string) {
  const query = { bookingId, limit: PAGE };
  return queryOptions({
    queryKey: ['front-desk', 'booking', bookingId, 'invoices'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/invoices', { params: { query }, signal })),
  });
}

export function cancellationQuery(id: string) {
  return queryOptions({
    queryKey: ['front-desk', 'booking', id, 'cancellation'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/bookings/{id}/cancellation', { params: { path: { id } }, signal })),
    // The fee rises with the hours.
    staleTime: 0,
  });
}

/** Loads anew what a change at the desk may have touched, on this page and on others. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    const keys = ['front-desk', 'business-day', 'close-day', 'housekeeping'];
    await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
}
