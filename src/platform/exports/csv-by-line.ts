import { Readable } from 'node:stream';
import type { RequestContext } from '../tenancy/context.js';
import type { Cell, ExportColumn } from './column.js';
import { csv } from './csv.js';

const PAGE = 1_000;

/** Rows of an imported file, by their lines. */
export interface RowsByLine<Row extends { line: number }> {
  columns: readonly ExportColumn[];
  /** So many rows after a line, in the order of lines. */
  after: (line: number, limit: number) => Promise<Row[]>;
  cells: (row: Row) => Cell[];
  /** Default: with. */
  byteOrderMark?: boolean;
}

/**
 * Rows of a tenant as a CSV file, read from the database as fast as the client takes it. A stream is read outside the request's context:
 * so each page sets the tenant again.
 */
export function csvByLine<Row extends { line: number }>(
  context: RequestContext,
  { columns, after, cells, byteOrderMark = true }: RowsByLine<Row>,
): Readable {
  const { tenantId } = context;
  async function* pages() {
    for (let line = 0; ;) {
      const from = line;
      const page = await context.asTenant(tenantId, () => after(from, PAGE));
      yield page.map(cells);
      if (page.length < PAGE) return;
      line = page.at(-1)!.line;
    }
  }
  const file = csv(columns, pages(), { timezone: 'UTC', byteOrderMark });
  return Readable.from(file, { highWaterMark: 1 });
}
