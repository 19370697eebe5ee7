import { invalid } from '../../platform/errors/app-error.js';
import type { Source } from './job-filter.js';

export const SORTS = ['createdAt', 'runAt', 'finishedAt', 'duration'] as const;
export type SortBy = (typeof SORTS)[number];
/** What a request may say: a minus is "the largest first". */
export const SORT_WORDS = SORTS.flatMap((by) => [by, `-${by}` as const]);
export type SortWord = (typeof SORT_WORDS)[number];
export const NEWEST_FIRST: SortWord = '-createdAt';

/**
 * A list in order is one part after the other; each is read along an index. Jobs that have no value to be ordered by (not ended, never
 * started) are the last part, by id.
 */
export interface Part {
  /** Undefined: as the filter says. */
  source?: Source;
  /** What is ordered by before the id, as the index has it; undefined: by the id alone. */
  key?: Key;
  also?: string;
}

export interface Key {
  sql: string;
  /** Its whole microseconds, for the cursor. */
  micros: string;
  /** A value made of a cursor's microseconds. */
  of: (parameter: string) => string;
}

export interface Order {
  down: boolean;
  parts: readonly [Part, Part?];
}

const EPOCH = (value: string) => `(extract(epoch FROM ${value}) * 1000000)::bigint`;
const instant = (sql: string): Key => ({
  sql,
  micros: EPOCH(sql),
  of: (parameter) => `('epoch'::timestamptz + ${parameter}::bigint * interval '1 microsecond')`,
});
const length = (sql: string): Key => ({
  sql,
  micros: EPOCH(sql),
  of: (parameter) => `(${parameter}::bigint * interval '1 microsecond')`,
});
const TOOK = '(completed_at - started_at)';

const PARTS: Record<SortBy, Order['parts']> = {
  // Ids grow with time.
  createdAt: [{}],
  runAt: [{ key: instant('run_at') }],
  finishedAt: [
    { source: 'job_history', key: instant('completed_at'), also: 'completed_at IS NOT NULL' },
    { source: 'job_live' },
  ],
  duration: [
    { source: 'job_history', key: length(TOOK), also: 'started_at IS NOT NULL AND completed_at IS NOT NULL' },
    { also: '(started_at IS NULL OR completed_at IS NULL)' },
  ],
};

export function orderOf(sort: SortWord): Order {
  return { down: sort.startsWith('-'), parts: PARTS[sort.replace('-', '') as SortBy] };
}

/** A place between two jobs of a list: after (or before) the job with this key and id. */
export interface Cursor {
  sort: SortWord;
  before: boolean;
  part: number;
  /** Microseconds; null where the part is ordered by id alone. */
  micros: number | null;
  id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Far more than any instant that Postgres stores, and exact as a number. */
const MOST_MICROS = 4e15;

export function writeCursor({ sort, before, part, micros, id }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, before ? 1 : 0, part, micros, id])).toString('base64url');
}

/** @throws AppError VALIDATION_FAILED for a text that is no cursor, or one of a list in another order */
export function readCursor(text: string, sort: SortWord): Cursor {
  const refused = invalid('cursor', 'cursor must be nextCursor or previousCursor of an answer with the same sort');
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw refused;
  }
  if (!Array.isArray(read) || read.length !== 5) throw refused;
  const [of, before, part, micros, id] = read as unknown[];
  const known = part === 0 || part === 1 ? orderOf(sort).parts[part] : undefined;
  if (of !== sort || (before !== 0 && before !== 1) || !known || typeof id !== 'string' || !UUID.test(id))
    throw refused;
  const keyed = Number.isSafeInteger(micros) && Math.abs(micros as number) < MOST_MICROS;
  if (known.key ? !keyed : micros !== null) throw refused;
  return { sort, before: before === 1, part: part as number, micros: micros as number | null, id };
}
