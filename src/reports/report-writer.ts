import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { PermanentJobError } from '../jobs/index.js';
import { dataFault } from '../platform/database/postgres-error.js';
import type { Snapshot } from '../platform/database/snapshot.js';
import { TenantDatabase } from '../platform/database/tenant-database.js';
import { csv, pdf, type RowBatches, xlsx } from '../platform/exports/index.js';
import type { ReportDefinition } from './report-definition.js';
import type { ReportRow } from './report-document.js';
import type { Format, ReportTotal } from './report-generation.job.js';
import type { ReportRange } from './report-range.js';
import { ReportTable } from './report-table.js';

/** Rows that a report's own document may have in memory. */
const MOST_IN_MEMORY = 5_000;

export interface ReportOrder {
  /** Definitions of one type: their rows stand one after the other. */
  sources: readonly ReportDefinition[];
  format: Format;
  range: ReportRange;
  columns?: readonly string[];
  /** Most rows of the file. */
  mostRows: number;
  /** Name of the tenant. */
  author: string;
}

export interface WrittenReport<File> {
  file: File;
  rows: number;
  truncated: boolean;
  totals: ReportTotal[];
}

export interface Watcher {
  signal: AbortSignal;
  progress(percent: number): void;
}

/** Writes a report from the tenant's rows as they are at one instant, in memory that does not grow with their number. */
@Injectable()
export class ReportWriter {
  constructor(private readonly db: TenantDatabase) {}

  /** @param keep takes the bytes as they come; when it or the rows fail, the other is ended */
  write<File>(
    order: ReportOrder,
    watcher: Watcher,
    keep: (body: Readable) => Promise<File>,
  ): Promise<WrittenReport<File>> {
    return this.db.snapshot(async (snapshot) => {
      const { sources, range, mostRows, columns } = order;
      const there = await count(snapshot, sources, range);
      const rows = Math.min(there, mostRows);
      const truncated = there > rows;
      const table = new ReportTable(sources[0]!.columns, columns);
      const batches = this.batches(snapshot, order, rows, watcher);
      const cells = mapped(batches, (values) => table.cells(values));
      const note = truncated ? `truncated: the first ${rows} of ${there} rows` : undefined;
      const body = this.encode(order, table, cells, rows, note);
      const file = await keep(body);
      return { file, rows, truncated, totals: table.totals() };
    });
  }

  private encode(order: ReportOrder, table: ReportTable, cells: RowBatches, rows: number, note?: string): Readable {
    const { format, range, sources, author } = order;
    const { title, document } = sources[0]!;
    const { timezone } = range;
    const ending = () => table.ending(note);
    const stream = (pieces: AsyncIterable<string | Buffer>) => Readable.from(pieces, { objectMode: false });
    switch (format) {
      case 'csv':
        return stream(csv(table.columns, cells, { timezone, ending }));
      case 'xlsx':
        return xlsx(table.columns, cells, { timezone, sheetName: title, ending });
      case 'pdf': {
        // A drawing shows the report as a whole; whoever picks columns wants a table of them.
        if (document && !order.columns) return stream(drawn(order, cells));
        const counted = `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`;
        const facts = [`${range.from} to ${range.to}, ${timezone}`, ...(note ? [note] : [counted])];
        return stream(
          pdf(table.columns, cells, {
            timezone,
            title,
            author,
            createdAt: range.end,
            facts,
            footer: author,
            rows,
            ending,
          }),
        );
      }
    }
  }

  /** The rows of all sources, no more than there is room for. */
  private async *batches(
    snapshot: Snapshot,
    { sources, range }: ReportOrder,
    rows: number,
    watcher: Watcher,
  ): AsyncGenerator<unknown[][]> {
    let done = 0;
    for (const source of sources) {
      const { sql, parameters = [] } = source.query(range);
      const list = source.columns.map(({ name }) => `q."${name}"`).join(', ');
      const order = source.orderBy.map((name) => `q."${name}"`).join(', ');
      const text = `SELECT ${list} FROM (${sql}) q ORDER BY ${order} LIMIT ${rows - done}`;
      if (rows === done) return;
      try {
        for await (const batch of snapshot.cursor(text, parameters, { signal: watcher.signal })) {
          yield batch;
          done += batch.length;
          // The last percent is the file's, which is whole only when it is kept.
          watcher.progress((done / rows) * 99);
        }
      } catch (error) {
        throw unreadable(source, error);
      }
    }
  }
}

async function count(snapshot: Snapshot, sources: readonly ReportDefinition[], range: ReportRange): Promise<number> {
  let sum = 0;
  for (const source of sources) {
    const { sql, parameters } = source.query(range);
    const row = await snapshot
      .first<{ count: number }>(`SELECT count(*) AS count FROM (${sql}) q`, parameters)
      .catch((error: unknown) => Promise.reject(unreadable(source, error)));
    sum += row!.count;
  }
  return sum;
}

/** Rows that no later attempt could read either, because of what is in them; any other error as it is. */
function unreadable({ type, source }: ReportDefinition, error: unknown): Error {
  const fault = dataFault(error);
  if (fault === undefined) return error as Error;
  const words = `The ${source} rows of the report "${type}" cannot be read: the data hold a value that its SQL cannot take (${fault})`;
  return new PermanentJobError('REPORT_ROWS', words, { cause: error });
}

async function* mapped<From, To>(batches: AsyncIterable<From[]>, map: (from: From) => To): AsyncGenerator<To[]> {
  for await (const batch of batches) yield batch.map(map);
}

/** A drawing of rows that are all in memory. */
async function* drawn(order: ReportOrder, cells: RowBatches): AsyncGenerator<Buffer> {
  const { sources, range, author } = order;
  const { columns, title, document } = sources[0]!;
  const rows: ReportRow[] = [];
  for await (const batch of cells)
    for (const row of batch) {
      if (rows.length === MOST_IN_MEMORY)
        throw new PermanentJobError(
          'REPORT_ROWS',
          `A drawn report has at most ${MOST_IN_MEMORY} rows: choose a shorter range, columns, or another format`,
        );
      rows.push(Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
    }
  yield await document!(rows, { title, author, range });
}
