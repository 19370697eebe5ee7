import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Booking = Schema<'BookingResponse'>;
/** One of a list, with its room and balance. */
export type ListedBooking = Schema<'ListedBookingResponse'>;
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
  departureFrom?: string;
  departureTo?: string;
  stayDate?: string;
}

/** All pages of a list: a day of a hotel is a few hundred bookings at most. */
async function all(filter: BookingFilter, signal: AbortSignal): Promise<ListedBooking[]> {
  const bookings: ListedBooking[] = [];
  for (;;) {
    const query = { ...filter, limit: PAGE, offset: bookings.length };
    const page = await bodyOf(api.GET('/api/v1/bookings', { params: { query }, signal }));
    bookings.push(...page.bookings);
    if (page.bookings.length < PAGE || bookings.length >= page.total) return bookings;
  }
}

const byGuest = (a: Booking, b: Booking) => a.guestName.localeCompare(b.guestName) || a.code.localeCompare(b.code);
const isExpected = ({ status }: Booking) => status === 'tentative' || status === 'confirmed';

/** Who comes on a date. On the open day also who should have come before: the night waits for them. */
export function arrivalsQuery(hotelId: number, date: string, open: boolean) {
  return queryOptions({
    queryKey: ['front-desk', 'arrivals', hotelId, date, open],
    queryFn: async ({ signal }) => {
      const [coming, expected] = await Promise.all([
        all({ hotelId, arrivalFrom: date, arrivalTo: date }, signal),
        open ? all({ hotelId, status: 'confirmed', arrivalTo: date }, signal) : [],
      ]);
      const found = new Map([...coming, ...expected].map((booking) => [booking.id, booking]));
      // Those who are still to come first.
      return [...found.values()].sort((a, b) => Number(isExpected(b)) - Number(isExpected(a)) || byGuest(a, b));
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

/** Who leaves on a date. On the open day also who should have left before. */
export function departuresQuery(hotelId: number, date: string, open: boolean) {
  return queryOptions({
    queryKey: ['front-desk', 'departures', hotelId, date, open],
    queryFn: async ({ signal }) => {
      const [leaving, inHouse] = await Promise.all([
        all({ hotelId, departureFrom: date, departureTo: date }, signal),
        open ? all({ hotelId, status: 'checked_in' }, signal) : [],
      ]);
      const found = new Map<string, ListedBooking>();
      for (const booking of leaving)
        if (booking.status !== 'cancelled' && booking.status !== 'no_show') found.set(booking.id, booking);
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

/** What each night of a category costs at present; null where nothing has a price. */
export function pricesQuery(hotelId: number, from: string, to: string) {
  const query = { startDate: from, endDate: to };
  return queryOptions({
    queryKey: ['front-desk', 'prices', hotelId, query],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/hotels/{id}/inventory', { params: { path: { id: hotelId }, query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function bookingQuery(id: string) {
  return queryOptions({
    queryKey: ['front-desk', 'booking', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/bookings/{id}', { params: { path: { id } }, signal })),
    refetchInterval: EVERY_MS,
  });
}

export function stayQuery(id: string) {
  return queryOptions({
    queryKey: ['front-desk', 'booking', id, 'rooms'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/bookings/{id}/rooms', { params: { path: { id } }, signal })),
    refetchInterval: EVERY_MS,
  });
}

export function folioQuery(id: string) {
  return queryOptions({
    queryKey: ['front-desk', 'booking', id, 'folio'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/bookings/{id}/folio', { params: { path: { id } }, signal })),
    refetchInterval: EVERY_MS,
  });
}

/** What was done about a guest who did not come; null: nothing was noted. */
export function noShowQuery(bookingId: string) {
  return queryOptions({
    queryKey: ['front-desk', 'booking', bookingId, 'no-show'],
    queryFn: async ({ signal }) => {
      const query = { bookingId, limit: 1 };
      const { noShowRecords } = await bodyOf(api.GET('/api/v1/no-show-records', { params: { query }, signal }));
      return noShowRecords[0] ?? null;
    },
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
    const keys = [
      'front-desk',
      'business-day',
      'close-day',
      'housekeeping',
      'bookings',
      'rooms',
      'occupancy',
      'who-did',
    ];
    await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
}
