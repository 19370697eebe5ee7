import { ProviderError } from './provider-error.js';

/** One page of a list. */
export interface Page<T> {
  records: T[];
  /** Where the next page begins: a number, an offset or whatever the provider calls it; null: this was the last. */
  next: string | null;
  /** How many records the provider says there are; null: it does not say. */
  total: number | null;
}
/** @param seen how many records came before, each counted once */
export type PageSource<T> = (cursor: string | null, seen: number) => Promise<Page<T>>;

/** How often a list is read from its beginning before it is given up. */
const PASSES = 4;

/**
 * A whole list, each record once. Pages move while they are read: a record may come twice, or hide on a page that has been read
 * already. So it is complete when as many ids were seen as the provider names, else it is read again; what two readings saw
 * counts together while the total stays the same.
 * @throws ProviderError incomplete
 */
export async function readAll<T>(source: PageSource<T>, idOf: (record: T) => string): Promise<T[]> {
  let union = new Map<string, T>();
  let unionOf: number | null = null;
  let seen = 0;
  let named: number | null = null;
  for (let pass = 1; pass <= PASSES; pass++) {
    const { records, first, last, moved } = await onePass(source, idOf);
    seen = records.size;
    named = last;
    if (last === null ? !moved : first === last && seen === last) return [...records.values()];
    if (unionOf !== last || first !== last) union = new Map();
    unionOf = last;
    for (const [id, record] of records) union.set(id, record);
    if (pass > 1 && last !== null && union.size === last) return [...union.values()];
  }
  throw new ProviderError(
    'incomplete',
    `${seen} of ${named ?? 'an unknown number of'} records came, in ${PASSES} readings`,
  );
}

async function onePass<T>(source: PageSource<T>, idOf: (record: T) => string) {
  const records = new Map<string, T>();
  let first: number | null | undefined;
  let last: number | null = null;
  let moved = false;
  let stale = 0;
  for (let cursor: string | null = null; ;) {
    const page: Page<T> = await source(cursor, records.size);
    first ??= page.total;
    last = page.total;
    const before = records.size;
    for (const record of page.records) records.set(idOf(record), record);
    const fresh = records.size - before;
    if (fresh < page.records.length) moved = true;
    // A provider that ignores where a page begins gives the same one for ever.
    stale = fresh === 0 ? stale + 1 : 0;
    if (page.records.length === 0 || page.next === null || stale > 2) return { records, first, last, moved };
    cursor = page.next;
  }
}

/**
 * Where the next page begins in a list by page or offset. Neither a short page nor the total alone tells the end: some providers
 * give fewer records than asked for, and some name a wrong total.
 */
export function following(
  position: number,
  got: number,
  asked: number,
  seen: number,
  total: number | null,
): string | null {
  if (got === 0) return null;
  return got < asked && (total === null || seen >= total) ? null : String(position);
}
