import { Injectable } from '@nestjs/common';
import { containing } from '../../platform/database/like-pattern.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { JobRow, LedgerStatus } from '../ledger/job-row.js';
import { type JobListItem, toListItem } from '../ledger/job-view.js';
import { type Condition, conditionOf, type JobFilter, type Search, type Source } from './job-filter.js';
import { filterOf, type JobFilterBody, type JobFilterQuery } from './job-filter.dto.js';
import {
  type Cursor,
  NEWEST_FIRST,
  type Order,
  orderOf,
  type Part,
  readCursor,
  type SortWord,
  writeCursor,
} from './job-order.js';

export interface Wanted {
  limit: number;
  offset: number;
  sort?: SortWord;
  /** nextCursor or previousCursor of an answer; then the offset counts from there. */
  cursor?: string;
}

export interface JobPage {
  jobs: JobListItem[];
  /** Exact up to COUNT_AT_MOST; above that it stays there. */
  total: number;
  nextCursor: string | null;
  previousCursor: string | null;
}

interface CreatedBy {
  id: string | null;
  name: string | null;
  subject: string | null;
}

/** A row, where it stands in its list. */
type Placed = JobRow & { part: number; micros: number | null };

/** Highest total that is counted out. */
export const COUNT_AT_MOST = 10_000;
/** How many hotels a search for a name looks at. */
const HOTELS_AT_MOST = 500;
/** An id, or eight digits of its beginning and more. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{0,4}){0,3}(-[0-9a-f]{0,12})?$/i;

/**
 * Lists of a tenant's jobs. Asked as the platform with the tenant named: under row-level security Postgres may not use the text and
 * data indexes.
 */
@Injectable()
export class JobSearch {
  constructor(
    private readonly db: SystemDatabase,
    private readonly context: RequestContext,
  ) {}

  /** Who asked for a job: her id and address, or her subject at the identity provider; null where nobody is known. */
  async createdBy(jobId: string): Promise<CreatedBy> {
    const row = await this.db.first<CreatedBy>(
      `SELECT j.created_by AS id, u.email AS name, j.metadata ->> 'subject' AS subject FROM job j LEFT JOIN app_user u ON u.id = j.created_by
       WHERE j.id = $1 AND j.tenant_id = $2`,
      [jobId, this.context.tenantId],
    );
    return row ?? { id: null, name: null, subject: null };
  }

  /** @throws AppError VALIDATION_FAILED for a cursor of another list */
  async list(filter: JobFilter, wanted: Wanted): Promise<JobPage> {
    const sort = wanted.sort ?? NEWEST_FIRST;
    const cursor = wanted.cursor === undefined ? undefined : readCursor(wanted.cursor, sort);
    const text = filter.error || filter.data || (filter.search && 'error' in filter.search);
    const found =
      (text && (await this.searched(filter, sort, cursor, wanted))) ||
      (await this.inOrder(filter, sort, cursor, wanted));
    // One more was read than is shown: whether the list goes on.
    const more = found.rows.length > wanted.limit;
    const rows = found.rows.slice(0, wanted.limit);
    if (cursor?.before) rows.reverse();
    const place = (row: Placed | undefined, before: boolean) =>
      row ? writeCursor({ sort, before, part: row.part, micros: row.micros, id: row.id }) : null;
    const [after, earlier] = cursor?.before ? [true, more] : [more, cursor !== undefined || wanted.offset > 0];
    return {
      jobs: rows.map(toListItem),
      total: found.total,
      nextCursor: after ? place(rows.at(-1), false) : null,
      previousCursor: earlier ? place(rows[0], true) : null,
    };
  }

  /** Jobs that fit, COUNT_AT_MOST at most. */
  async total(filter: JobFilter): Promise<number> {
    const { source, condition, values } = this.condition(filter);
    const row = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM (SELECT 1 FROM ${source} WHERE ${condition} LIMIT ${COUNT_AT_MOST}) AS counted`,
      values,
    );
    return row!.total;
  }

  /** The filter that a request gives. */
  async filter(fields: JobFilterQuery | JobFilterBody): Promise<JobFilter> {
    const filter = filterOf(fields);
    return fields.search === undefined ? filter : { ...filter, search: await this.read(fields.search.trim()) };
  }

  /**
   * What somebody typed: an id or its beginning, which ids of the same time share, else part of a hotel's name or of an error.
   */
  private async read(text: string): Promise<Search> {
    if (ID.test(text)) {
      const digits = text.replaceAll('-', '').toLowerCase();
      return { from: uuidOf(digits.padEnd(32, '0')), to: uuidOf(digits.padEnd(32, 'f')) };
    }
    const hotels = await this.db.rows<{ id: number }>(
      'SELECT id FROM hotel WHERE tenant_id = $1 AND name ILIKE $2 ORDER BY id LIMIT $3',
      [this.context.tenantId, containing(text), HOTELS_AT_MOST],
    );
    return { hotelIds: hotels.map(({ id }) => id), error: text };
  }

  condition(filter: JobFilter, source?: Source): Condition {
    return conditionOf(this.context.tenantId, filter, source);
  }

  /** A page of what is read along an index in the order that is wanted. */
  private async inOrder(
    filter: JobFilter,
    sort: SortWord,
    cursor: Cursor | undefined,
    { limit, offset }: Wanted,
  ): Promise<{ rows: Placed[]; total: number }> {
    const [total, rows] = await Promise.all([
      this.total(filter),
      this.parts(filter, orderOf(sort), cursor, limit + 1, offset),
    ]);
    return { rows, total };
  }

  private async parts(
    filter: JobFilter,
    order: Order,
    cursor: Cursor | undefined,
    count: number,
    offset: number,
  ): Promise<Placed[]> {
    const rows: Placed[] = [];
    const places = order.parts.map((_, index) => index);
    if (cursor?.before) places.reverse();
    let skip = offset;
    for (const place of places) {
      const passed = cursor && (cursor.before ? place > cursor.part : place < cursor.part);
      const part = order.parts[place]!;
      const base = this.partOf(filter, part);
      if (passed || !base) continue;
      const at = cursor?.part === place ? cursor : undefined;
      const found = await this.rowsOf(
        base,
        part,
        place,
        order.down !== (cursor?.before ?? false),
        at,
        count - rows.length,
        skip,
      );
      if (found.length > 0 || skip === 0) skip = 0;
      else skip -= await this.upTo(base, skip);
      rows.push(...found);
      if (rows.length >= count) break;
    }
    return rows;
  }

  /** The filter over one part; undefined when it can hold nothing. */
  private partOf(filter: JobFilter, { source, also }: Part): Condition | undefined {
    const base = this.condition(filter);
    if (source && base.source !== 'job' && base.source !== source) return undefined;
    const condition = also ? `${base.condition} AND ${also}` : base.condition;
    return { ...base, source: source ?? base.source, condition };
  }

  private rowsOf(
    { source, condition, values }: Condition,
    { key }: Part,
    place: number,
    down: boolean,
    cursor: Cursor | undefined,
    limit: number,
    offset: number,
  ): Promise<Placed[]> {
    const all = [...values];
    const bind = (value: unknown) => `$${all.push(value)}`;
    const after = cursor ? ` AND ${beyond(key?.sql, cursor, down, bind, key?.of)}` : '';
    const by = down ? 'DESC' : 'ASC';
    return this.db.rows<Placed>(
      `SELECT *, ${place} AS part, ${key?.micros ?? 'NULL::bigint'} AS micros FROM ${source} WHERE ${condition}${after}
       ORDER BY ${key ? `${key.sql} ${by}, ` : ''}id ${by} LIMIT ${bind(limit)} OFFSET ${bind(offset)}`,
      all,
    );
  }

  /** How many rows of a part there are, so many at most. */
  private async upTo({ source, condition, values }: Condition, most: number): Promise<number> {
    const row = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM (SELECT 1 FROM ${source} WHERE ${condition} LIMIT $${values.length + 1}) AS counted`,
      [...values, most],
    );
    return row!.total;
  }

  /**
   * A page of what an index over texts or data finds, in no order: all hits first, then those of the page. Undefined when there are
   * too many hits for that; then reading in order finds a page soon.
   */
  private async searched(
    filter: JobFilter,
    sort: SortWord,
    cursor: Cursor | undefined,
    { limit, offset }: Wanted,
  ): Promise<{ rows: Placed[]; total: number } | undefined> {
    const { source, condition, values } = this.condition(filter);
    const order = orderOf(sort);
    const key = order.parts[0].key;
    const down = order.down !== (cursor?.before ?? false);
    const all = [...values];
    const bind = (value: unknown) => `$${all.push(value)}`;
    const by = down ? 'DESC' : 'ASC';
    const nulls = cursor?.before ? 'NULLS FIRST' : 'NULLS LAST';
    const after = cursor ? `WHERE ${beyondAll(key !== undefined, cursor, down, bind, key?.of)}` : '';
    const hits = await this.db.rows<{ id: string; total: number }>(
      `WITH hits AS MATERIALIZED (
         SELECT id, ${key?.sql ?? 'NULL::timestamptz'} AS key FROM ${source} WHERE ${condition} LIMIT ${COUNT_AT_MOST + 1}),
       page AS (SELECT id, row_number() OVER (ORDER BY key ${by} ${nulls}, id ${by}) AS n FROM hits ${after}
         ORDER BY n LIMIT ${bind(limit + 1)} OFFSET ${bind(offset)})
       SELECT page.id, c.total FROM (SELECT count(*) AS total FROM hits) c LEFT JOIN page ON true ORDER BY page.n`,
      all,
    );
    const total = hits[0]?.total ?? 0;
    if (total > COUNT_AT_MOST) return undefined;
    const ids = hits.flatMap((hit) => hit.id ?? []);
    const found = await this.db.rows<Placed>(
      `SELECT *, ${key ? `CASE WHEN ${key.sql} IS NULL THEN 1 ELSE 0 END` : '0'} AS part, ${key?.micros ?? 'NULL::bigint'} AS micros
       FROM job WHERE id = ANY($1::uuid[]) AND tenant_id = $2`,
      [ids, this.context.tenantId],
    );
    const byId = new Map(found.map((row) => [row.id, row]));
    return { rows: ids.flatMap((id) => byId.get(id) ?? []), total };
  }

  /** Jobs that fit by id, after a given one. */
  idsAfter(filter: JobFilter, after: string | undefined, limit: number): Promise<{ id: string; name: string }[]> {
    const { source, condition, values } = this.condition(filter);
    const [from, most] = [values.length + 1, values.length + 2];
    return this.db.rows(
      `SELECT id, name FROM ${source} WHERE ${condition} AND ($${from}::uuid IS NULL OR id > $${from}) ORDER BY id LIMIT $${most}`,
      [...values, after ?? null, limit],
    );
  }

  /** Jobs that fit by status, counted out up to so many in all; `more`: there are more. */
  async byStatus(
    filter: JobFilter,
    most: number,
  ): Promise<{ counts: Partial<Record<LedgerStatus, number>>; more: boolean }> {
    const { source, condition, values } = this.condition(filter);
    const rows = await this.db.rows<{ status: LedgerStatus; total: number }>(
      `SELECT status, count(*) AS total FROM (SELECT status FROM ${source} WHERE ${condition} LIMIT $${values.length + 1}) AS counted
       GROUP BY status`,
      [...values, most + 1],
    );
    const sum = rows.reduce((before, { total }) => before + total, 0);
    return { counts: Object.fromEntries(rows.map(({ status, total }) => [status, total])), more: sum > most };
  }
}

type Bind = (value: unknown) => string;

/** What comes after a cursor within its part. */
function beyond(
  key: string | undefined,
  cursor: Cursor,
  down: boolean,
  bind: Bind,
  of?: (parameter: string) => string,
): string {
  const than = down ? '<' : '>';
  const id = `${bind(cursor.id)}::uuid`;
  return key && of ? `(${key}, id) ${than} (${of(bind(cursor.micros))}, ${id})` : `id ${than} ${id}`;
}

/** The same over all parts at once; jobs without a key are the last part. */
function beyondAll(
  keyed: boolean,
  cursor: Cursor,
  down: boolean,
  bind: Bind,
  of?: (parameter: string) => string,
): string {
  if (cursor.part === 1) {
    const rest = `key IS NULL AND ${beyond(undefined, cursor, down, bind)}`;
    return cursor.before ? `(key IS NOT NULL OR (${rest}))` : rest;
  }
  const rest = beyond(keyed ? 'key' : undefined, cursor, down, bind, of);
  return keyed && !cursor.before ? `(key IS NULL OR ${rest})` : rest;
}

function uuidOf(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
