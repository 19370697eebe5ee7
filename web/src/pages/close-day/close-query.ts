import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Check = Schema<'AuditCheckResponse'>;
export type Pack = Schema<'NightAuditPack'>;

export const PAGE = 30;

export function daysQuery(hotelId: number, offset: number) {
  const query = { hotelId, limit: PAGE, offset };
  return queryOptions({
    queryKey: ['close-day', 'days', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/business-days', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function packQuery(hotelId: number, date: string) {
  return queryOptions({
    queryKey: ['close-day', 'pack', hotelId, date],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/hotels/{id}/night-audits/{date}', { params: { path: { id: hotelId, date } }, signal })),
  });
}

export const WAIVABLE = ['ARRIVALS_DUE', 'DEPARTURES_DUE', 'NIGHT_JOBS'] as const;
export type Waivable = (typeof WAIVABLE)[number];
export const isWaivable = (check: string): check is Waivable => WAIVABLE.some((one) => one === check);

/** What each check asks, and what is the way to settle it. */
export const CHECKS: Record<
  Check['check'],
  { title: string; found: (count: number) => string; to: string; tab?: string }
> = {
  ARRIVALS_DUE: {
    title: 'Arrivals',
    found: (n) =>
      `${n === 1 ? '1 guest is' : `${n} guests are`} still expected: check in, cancel, or wait for the no-show check`,
    to: '/front-desk',
    tab: 'arrivals',
  },
  DEPARTURES_DUE: {
    title: 'Departures',
    found: (n) => `${n === 1 ? '1 guest was' : `${n} guests were`} to leave and ${n === 1 ? 'has' : 'have'} not`,
    to: '/front-desk',
    tab: 'departures',
  },
  OPEN_BALANCES: {
    title: 'Balances',
    found: (n) => `${n === 1 ? '1 guest has' : `${n} guests have`} left with a balance`,
    to: '/front-desk',
  },
  NO_TAXES: {
    title: 'Taxes',
    found: (n) =>
      `${n === 1 ? '1 booking is' : `${n} bookings are`} charged without a tax, because the hotel has not said which`,
    to: '/front-desk',
  },
  NIGHT_JOBS: {
    title: 'Night jobs',
    found: (n) => `${n === 1 ? '1 job of the night has' : `${n} jobs of the night have`} not run`,
    to: '/jobs',
  },
};
