import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { JobsService } from '../../jobs/index.js';
import { Config } from '../../platform/config/config.js';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { ARRIVAL } from '../../platform/http/arrival-watch.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { HotelsService, RoomCategoriesService } from '../../rooms/index.js';
import { BookingHistoryRepository } from '../bookings/booking-history.repository.js';
import { BookingImport } from './booking-import.job.js';
import { type ImportRow, type MappedCategory, type RoomTypes, statusOf } from './import-row.js';
import type { CreateImportQuery } from './imports.dto.js';
import { ImportsRepository, type NewImport } from './imports.repository.js';
import { parseRoomTypes } from './room-types.js';
import { inPieces, tooLarge, type Upload } from './upload-pieces.js';

const PIECE_BYTES = 262_144;
/** Uploads that received nothing for so long are deleted; no upload may take as long. */
const ABANDONED_MINUTES = 30;
/** Files of a tenant that are kept at a time: those of imports that wait, go on, or did not complete. */
const MOST_FILES = 20;

/** Takes files of bookings made elsewhere, and removes imports with the bookings they made. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly config: Config,
    private readonly hotels: HotelsService,
    private readonly categories: RoomCategoriesService,
    private readonly history: BookingHistoryRepository,
    private readonly jobs: JobsService,
    private readonly imports: ImportsRepository,
  ) {}

  /**
   * Stores the file as it comes and starts its job. When it fails, nothing is left of it.
   * @param length bytes the sender announces, if it does
   * @throws AppError NOT_FOUND (hotel), VALIDATION_FAILED, PAYLOAD_TOO_LARGE; CONFLICT with `importId` when the hotel has
   * an import of the same bytes that did not fail, and while too many imports are not completed
   */
  async create(query: CreateImportQuery, body: Readable, length?: number): Promise<{ id: string; jobId: string }> {
    const limit = this.config.IMPORT_LIMIT_BYTES;
    const { hotelId } = query;
    const sourceHotel = query.sourceHotel.trim();
    const roomTypes = await this.roomTypes(query);
    if (length !== undefined && length > limit) throw tooLarge(limit);
    const [made] = await this.jobs.madeEarlier();
    if (made) return this.again(made, hotelId, body);
    await this.imports.dropAbandoned(ABANDONED_MINUTES);
    const id = uuidv7();
    const createdBy = this.context.principal?.userId ?? null;
    await this.open({ id, hotelId, sourceHotel, roomTypes, createdBy });
    try {
      const upload = await inPieces(body, this.limits, (piece, number) => this.imports.addChunk(id, number, piece));
      if (upload.bytes === 0) throw invalid('body', 'The file is empty');
      return { id, jobId: await this.accept(id, hotelId, upload) };
    } catch (error) {
      await this.imports.delete(id);
      throw error;
    }
  }

  /**
   * Removes the import with all bookings that it made.
   * @throws AppError NOT_FOUND; CONFLICT while it runs, or when one of its bookings has been changed since
   */
  async remove(id: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.imports.lock(id);
      const row = await this.imports.get(id);
      if (['uploading', 'queued', 'running'].includes(statusOf(row)))
        throw new AppError('CONFLICT', `The import is ${statusOf(row)}; cancel its job first`);
      await this.takeBack(row);
    });
  }

  /** One at a time in a tenant: of uploads that come together, only so many find room as there is. @throws AppError CONFLICT */
  private open(upload: NewImport): Promise<void> {
    return this.db.transaction(async () => {
      await this.imports.takeTurns();
      if ((await this.imports.unfinished()) >= MOST_FILES)
        throw new AppError(
          'CONFLICT',
          `${MOST_FILES} imports are not completed; wait for them, or delete those that failed`,
        );
      await this.imports.open(upload);
    });
  }

  private async accept(id: string, hotelId: number, { sha256 }: Upload): Promise<string> {
    try {
      return await this.db.transaction(async () => {
        // Two equal requests at the same time: the second checks again here and finds the import of the first.
        if ((await this.jobs.madeEarlier()).length > 0)
          throw new AppError('CONFLICT', 'The same upload was just accepted', { retryAfterSeconds: 1 });
        const earlier = await this.imports.sameFile(hotelId, sha256);
        if (earlier) await this.replace(earlier);
        const job = await this.jobs.enqueue(BookingImport, { importId: id }, { hotelId });
        await this.imports.accept(id, sha256, job.id);
        return job.id;
      });
    } catch (error) {
      // The same file came twice at the same time, and the other was first.
      if (!violates(error, 'booking_import_file_key')) throw error;
      const earlier = await this.imports.sameFile(hotelId, sha256);
      throw earlier ? imported(earlier) : error;
    }
  }

  /**
   * The same request sent again, after it was accepted: the bytes are compared, not kept.
   * @throws AppError UNPROCESSABLE for other bytes; CONFLICT when the import has been removed since
   */
  private async again(jobId: string, hotelId: number, body: Readable): Promise<{ id: string; jobId: string }> {
    const { sha256 } = await inPieces(body, this.limits, () => Promise.resolve());
    const { data } = await this.jobs.get(jobId, { type: BookingImport.name });
    const id = data['importId'] as string;
    const made = await this.imports.find(id);
    if (!made) throw new AppError('CONFLICT', 'What this request imported has been removed since');
    if (made.sha256 !== sha256 || made.hotelId !== hotelId)
      throw new AppError('UNPROCESSABLE', 'This Idempotency-Key was used for another file');
    return { id, jobId };
  }

  private get limits() {
    return { size: PIECE_BYTES, limit: this.config.IMPORT_LIMIT_BYTES, ...ARRIVAL };
  }

  /** Removes a failed or cancelled import of the same file, so that no booking exists twice. */
  private async replace({ id }: ImportRow): Promise<void> {
    const earlier = await this.imports.lock(id);
    if (!earlier) return;
    if (!['failed', 'cancelled'].includes(statusOf(earlier))) throw imported(earlier);
    await this.takeBack(earlier);
  }

  private async takeBack({ id }: ImportRow): Promise<void> {
    if (!(await this.history.removeImported(id)))
      throw new AppError('CONFLICT', 'Bookings of this import were changed or charged since, so that it must stay', {
        extra: { importId: id },
      });
    await this.imports.delete(id);
  }

  /** @throws AppError NOT_FOUND (hotel), VALIDATION_FAILED for codes the hotel does not have */
  private async roomTypes({ hotelId, roomTypes, defaultRoomType }: CreateImportQuery): Promise<RoomTypes> {
    await this.hotels.get(hotelId);
    const wanted = parseRoomTypes(roomTypes);
    if (wanted.size === 0 && !defaultRoomType)
      throw invalid('roomTypes', 'roomTypes, defaultRoomType or both must be given');
    const codes = [...new Set([...wanted.values(), ...(defaultRoomType ? [defaultRoomType] : [])])];
    const ids = await this.categories.idsByCode(hotelId, codes);
    const category = (path: string, code: string): MappedCategory => {
      const categoryId = ids.get(code);
      if (categoryId === undefined) throw invalid(path, `The hotel has no room category ${code}`);
      return { categoryId, code };
    };
    return {
      types: Object.fromEntries([...wanted].map(([type, code]) => [type, category('roomTypes', code)])),
      fallback: defaultRoomType ? category('defaultRoomType', defaultRoomType) : null,
    };
  }
}

function imported({ id }: ImportRow): AppError {
  return new AppError('CONFLICT', `This file was imported already, by ${id}`, { extra: { importId: id } });
}
