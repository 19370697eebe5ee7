import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { type Completed, type JobContext, PermanentJobError } from '../../jobs/index.js';
import { instantAt, type LocalDate, today } from '../../platform/dates/index.js';
import { type HotelRow, HotelsService } from '../../rooms/index.js';
import { BookingHistoryRepository, type HistoricBooking } from '../bookings/booking-history.repository.js';
import type { BookingImportResult } from './booking-import.job.js';
import { CsvReader, UnreadableCsvError } from '../../platform/csv/csv-reader.js';
import { marksOf, withoutMarks } from '../../platform/exports/index.js';
import { type Checkpoint, countsOf, type ImportRow } from './import-row.js';
import { ImportsRepository, type KeptReject } from './imports.repository.js';
import { type ImportPlan, mapRecord, type Mapped, type Reject, type SourceRecord } from './map-record.js';
import { readHeader } from './source-columns.js';

/** Records of one transaction. */
const BATCH = 1_000;
/** Records of one file: an ordinary file of the largest size has half as many. */
const MAX_RECORDS = 1_000_000;

/** A record with its outcome, and how much of the file was read by then. */
interface Done {
  line: number;
  mapped: Mapped;
  /** As they stand in the file. */
  cells: readonly string[];
}

/**
 * Reads an import's file and writes its bookings, a batch and the checkpoint in one transaction. An attempt that comes
 * after another reads the file from its beginning and leaves out what lies before the checkpoint.
 */
@Injectable()
export class BookingImportWork {
  constructor(
    private readonly hotels: HotelsService,
    private readonly history: BookingHistoryRepository,
    private readonly imports: ImportsRepository,
  ) {}

  async run(importId: string, ctx: JobContext): Promise<Completed<BookingImportResult>> {
    const row = await ctx.transaction(() => this.begin(importId, ctx.jobId));
    const hotel = await this.hotels.get(row.hotelId);
    let at = row.checkpoint;
    let batch: Done[] = [];
    let titles: readonly string[] = [];
    if (!row.finishedAt)
      for await (const { done, bytes, header } of this.read(row, hotel, ctx.signal)) {
        titles = header;
        for (const one of done) {
          if (one.line <= at.line) continue;
          batch.push(one);
          if (batch.length < BATCH) continue;
          at = await this.write(ctx, row, hotel, at, batch, bytes, titles);
          batch = [];
        }
        ctx.progress((bytes / row.bytes) * 100);
      }
    if (batch.length > 0) at = await this.write(ctx, row, hotel, at, batch, row.bytes, titles);
    return ctx.complete(async () => {
      await this.held(row.id, at);
      if (!row.finishedAt) await this.imports.finish(row.id);
      return { importId: row.id, hotelId: row.hotelId, ...countsOf(at) };
    });
  }

  private async begin(importId: string, jobId: string): Promise<ImportRow> {
    const row = await this.imports.lock(importId);
    if (!row || row.sha256 === null) throw gone();
    const other = await this.imports.otherOf(jobId, importId);
    // Otherwise the other import would from now on show this job's status as its own.
    if (other) throw new PermanentJobError('OTHER_IMPORT', `This job reads the import ${other}; start another one`);
    await this.imports.take(importId, jobId);
    return row;
  }

  /** Reads the file piece by piece and answers the outcome of each record. */
  private async *read(row: ImportRow, hotel: HotelRow, signal: AbortSignal) {
    const csv = new CsvReader();
    let plan: ImportPlan | undefined;
    let header: readonly string[] = [];
    let marks: readonly number[] = [];
    let bytes = 0;
    let count = 0;
    const map = (records: readonly SourceRecord[]): Done[] => {
      count += records.length;
      if (count > MAX_RECORDS) throw new PermanentJobError('TOO_MANY_ROWS', `More than ${MAX_RECORDS} rows`);
      const rows = plan ? records : records.slice(1);
      if (!plan && records.length > 0) {
        marks = marksOf(records[0]!.fields);
        header = withoutMarks(records[0]!.fields, marks);
        plan = planOf(row, hotel, header);
      }
      return rows.map(({ line, fields }) => {
        const cells = withoutMarks(fields, marks);
        return { line, cells, mapped: mapRecord({ line, fields: cells }, plan!) };
      });
    };
    for (let number = 0; ; number++) {
      signal.throwIfAborted();
      const piece = await this.imports.chunk(row.id, number);
      if (!piece) break;
      bytes += piece.length;
      const done = map(await readable(() => csv.read(piece)));
      yield { done, bytes, header };
    }
    if (bytes !== row.bytes) throw new PermanentJobError('FILE_GONE', 'The file of the import is not whole any more');
    const { records, cutOff } = await readable(() => csv.end());
    const last = map(records);
    if (!plan) throw new PermanentJobError('EMPTY_FILE', 'The file has no header');
    if (cutOff !== null) last.push({ line: cutOff, cells: [], mapped: { reject: unclosed(cutOff) } });
    yield { done: last, bytes, header };
  }

  /** Writes a batch and moves the checkpoint behind it; answers the new one once that is committed. */
  private write(
    ctx: JobContext,
    row: ImportRow,
    hotel: HotelRow,
    at: Checkpoint,
    batch: readonly Done[],
    bytes: number,
    header: readonly string[],
  ): Promise<Checkpoint> {
    return ctx.transaction(async () => {
      await this.held(row.id, at);
      const bookings: HistoricBooking[] = [];
      const rejects: KeptReject[] = [];
      for (const { mapped, cells } of batch) {
        if (mapped === 'skipped') continue;
        if ('booking' in mapped) bookings.push(mapped.booking);
        else rejects.push({ ...mapped.reject, cells });
      }
      const imported = bookings.length > 0 ? await this.history.insertMany(hotel, bookings, row.id) : 0;
      if (at.line === 0) await this.imports.setHeader(row.id, header);
      await this.imports.addRejects(row.id, rejects);
      const rejected: Record<string, number> = { ...at.rejected };
      for (const { reason } of rejects) rejected[reason] = (rejected[reason] ?? 0) + 1;
      const next: Checkpoint = {
        line: batch.at(-1)!.line,
        bytes,
        imported: at.imported + imported,
        skipped: at.skipped + batch.length - bookings.length - rejects.length,
        rejected,
      };
      await this.imports.checkpoint(row.id, next);
      return next;
    });
  }

  /** Locks the import and checks that its checkpoint is still the one this attempt wrote last. */
  private async held(id: string, at: Checkpoint): Promise<void> {
    const row = await this.imports.lock(id);
    if (!row) throw gone();
    if (row.checkpoint.line !== at.line) throw new Error('Another run of this import has gone further');
  }
}

/** @throws PermanentJobError WRONG_HEADER */
function planOf(row: ImportRow, hotel: HotelRow, first: readonly string[]): ImportPlan {
  const header = readHeader(first);
  if ('problem' in header) throw new PermanentJobError('WRONG_HEADER', header.problem);
  const { types, fallback } = row.roomTypes;
  const instants = new Map<string, string>();
  return {
    header,
    sourceHotel: row.sourceHotel,
    categories: new Map(Object.entries(types).map(([type, { categoryId }]) => [type, categoryId])),
    fallback: fallback?.categoryId ?? null,
    currency: hotel.currency,
    today: today(hotel.timeZone, row.createdAt),
    idOf: (line) => uuidv5(String(line), row.id),
    codeOf: (line) => `I${row.number}-${line}`,
    // Cached, because a file has each date many times and converting a local time is slow.
    instant: (date: LocalDate, time: string) => {
      const key = `${date}T${time}`;
      let instant = instants.get(key);
      if (!instant) instants.set(key, (instant = instantAt(date, time, hotel.timeZone).toISOString()));
      return instant;
    },
  };
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadableCsvError) throw new PermanentJobError('BAD_CSV', error.message, { cause: error });
    throw error;
  }
}

function unclosed(line: number): Reject {
  return { line, reason: 'BAD_CSV', message: 'The file ends within quotes' };
}

function gone(): PermanentJobError {
  return new PermanentJobError('IMPORT_GONE', 'The import is not there any more');
}
