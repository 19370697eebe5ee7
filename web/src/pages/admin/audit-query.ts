import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { addDays, dayStart } from '../../lib/time';

export type Entry = Schema<'AuditEntryResponse'>;
export const ENTRIES = 100;
/** The total is counted no further. */
export const COUNTED = 10_000;
/** Nothing else is a target that the API takes. */
const TARGET = /^[a-z-]{1,60}\/[\x20-\x7e]{1,320}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface AuditFilter {
  person: string;
  action: string;
  target: string;
  from: string;
  to: string;
  offset: number;
  /** Instead of the offset. */
  cursor?: string;
}

/** Days are those of a zone: from 00:00 there to the end of the last one. */
export function auditQuery({ person, action, target, from, to, offset, cursor }: AuditFilter, zone: string) {
  const query = {
    limit: ENTRIES,
    ...(cursor ? { cursor } : { offset }),
    ...(UUID.test(person) && { actorId: person }),
    ...(action.trim() && { action: action.trim() }),
    ...(TARGET.test(target) && { target }),
    ...(from && { from: dayStart(from, zone) }),
    ...(to && { to: dayStart(addDays(to, 1), zone) }),
  };
  return queryOptions({
    queryKey: ['admin', 'audit', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/audit', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}
