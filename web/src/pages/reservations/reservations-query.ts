import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { flag, integer, oneOf, text } from '../../lib/url-state';

export type Stay = Schema<'ReservationResponse'>;
export type StayDetails = Schema<'ReservationDetailsResponse'>;
export type StayFacts = Schema<'StayFacts'>;

export const STATUSES = ['confirmed', 'cancelled', 'no_show', 'owner_stay', 'needs_review'] as const;
export type StayStatus = (typeof STATUSES)[number];

/** Why a person has to look, in words; a code that is not known here is shown as it is. */
const REASONS: Record<string, string> = {
  unknown_status: 'Its source uses a status that is not known',
  unknown_channel: 'Its channel is not known',
  unknown_type: 'A row of its file is of a kind that is not known',
  gross_mismatch: 'The amounts do not come to the payout',
  net_only: 'Only what was paid out is known, not what it is made of',
  commission_later: 'The channel bills its commission later',
  inexact_amount: 'An amount was rounded by its source',
  kept_unknown: 'What was kept of a cancelled stay is not known',
  several_listings: 'Its code is told of several listings or units',
  several_rows: 'Its rows tell different things',
  two_kinds_of_files: 'Two kinds of files tell of it',
  withheld_from_payout: 'The channel has withheld a part of its payout',
  tax_withheld: 'The channel has withheld tax',
  undecided: 'It may still become a booking or not',
  gone_at_source: 'Its provider does not tell of it any more',
};
export const reasonText = (code: string): string => REASONS[code] ?? code.replaceAll('_', ' ');

/** Of an amount that was rounded nobody can say more; with any other reason a stay waits for a person. */
export const isStated = ({ status, review }: Pick<Stay, 'status' | 'review'>): boolean =>
  status !== 'needs_review' && review.every((code) => code === 'inexact_amount');

export const PAGE = 100;

/** What the address of the list says. */
export const ADDRESS = {
  q: text('', 100),
  listing: integer(0),
  month: text('', 7),
  status: oneOf(['', ...STATUSES], ''),
  look: flag(),
  offset: integer(0),
};

export interface StayFilter {
  q: string;
  listing: number;
  /** First and last day; either may be left out. */
  from?: string | undefined;
  to?: string | undefined;
  status: '' | StayStatus;
  look: boolean;
  offset: number;
}

export function staysQuery({ q, listing, from, to, status, look, offset }: StayFilter) {
  const query = {
    ...{ limit: PAGE, offset },
    ...(q.trim() && { search: q.trim() }),
    ...(listing && { listingId: listing }),
    ...(from && { from }),
    ...(to && { to }),
    ...(status && { status }),
    ...(look && { review: true }),
  };
  return queryOptions({
    queryKey: ['reservations', 'list', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/reservations', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function stayQuery(id: string) {
  return queryOptions({
    queryKey: ['reservations', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/reservations/{id}', { params: { path: { id } }, signal })),
  });
}

export function usesQuery(id: string) {
  return queryOptions({
    queryKey: ['reservations', 'one', id, 'statements'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/reservations/{id}/statements', { params: { path: { id } }, signal })),
  });
}

export function rowsQuery(id: string) {
  return queryOptions({
    queryKey: ['reservations', 'one', id, 'rows'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/reservations/{id}/import-rows', { params: { path: { id } }, signal })),
  });
}

/** The first and the last day of a month `YYYY-MM`; of what is none, nothing. */
export function daysOf(month: string): { from?: string; to?: string } {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return {};
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { from: `${month}-01`, to: `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}` };
}
