import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7, validate } from 'uuid';
import { Config } from '../../platform/config/config.js';
import { breaksReference, violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { FileStorage, type StoredFile } from '../../platform/storage/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { FileUnit, PartFile } from './part-file.entity.js';
import { PartFilesRepository } from './part-files.repository.js';

/** A file that became no part file in so long is deleted: its request, or its process, has ended in between. */
const UNCLAIMED_MS = 86_400_000;

/** @throws AppError CONFLICT when something stands on the file as it is */
type Guard = (fileId: string) => Promise<void>;

/** Files of parts to be made. */
@Injectable()
export class PartFilesService {
  private readonly guards: Guard[] = [];

  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly config: Config,
    private readonly storage: FileStorage,
    private readonly files: PartFilesRepository,
  ) {}

  /** Stores bytes as they come; add() makes a part file of them. @throws AppError PAYLOAD_TOO_LARGE, UNAVAILABLE */
  receive(file: { name: string; contentType: string; body: Readable }, signal?: AbortSignal): Promise<StoredFile> {
    const limitBytes = this.config.UPLOAD_LIMIT_BYTES;
    return this.storage.save({ ...file, limitBytes, purpose: 'part', keepUntil: this.unclaimed }, signal);
  }

  /** Until when a file is kept that has not become a part file. */
  get unclaimed(): Date {
    return new Date(Date.now() + UNCLAIMED_MS);
  }

  /** @throws AppError VALIDATION_FAILED for an empty file; CONFLICT when another file has the reference */
  async add(
    stored: StoredFile,
    { unit = null, externalRef = null }: { unit?: FileUnit | null; externalRef?: string | null },
  ): Promise<PartFile> {
    if (stored.bytes === 0) throw invalid('file', 'The file is empty');
    const { id: storedFileId, name, sha256, bytes } = stored;
    const createdBy = this.context.principal?.userId ?? null;
    try {
      return await this.db.transaction(async () => {
        await this.storage.keep(storedFileId);
        return this.files.insert({ id: uuidv7(), name, unit, storedFileId, sha256, bytes, externalRef, createdBy });
      });
    } catch (error) {
      if (!violates(error, 'part_file_external_key')) throw error;
      throw new AppError('CONFLICT', `There is a file with the reference ${externalRef} already`, { cause: error });
    }
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<PartFile> {
    const file = await this.find(id);
    if (!file) throw notFound('File');
    return file;
  }

  async find(id: string): Promise<PartFile | null> {
    return validate(id) ? this.files.find(id) : null;
  }

  /** By its own id, or by what another system calls it. */
  async named(name: string): Promise<PartFile | null> {
    return (await this.find(name)) ?? this.files.byReference(name);
  }

  /** Runs in the transaction that gives a file another unit, before it does. */
  beforeUnit(guard: Guard): void {
    this.guards.push(guard);
  }

  /**
   * Another unit of the lengths in a file: what was measured holds no longer. Answers whether it is another one.
   * @throws AppError NOT_FOUND; CONFLICT when something stands on its size
   */
  setUnit(id: string, unit: FileUnit | null): Promise<boolean> {
    return this.db.transaction(async () => {
      await this.files.hold(id);
      const file = await this.get(id);
      if (file.unit === unit) return false;
      for (const guard of this.guards) await guard(id);
      await this.files.update(id, { unit, analysisId: null });
      return true;
    });
  }

  /** @throws AppError NOT_FOUND; CONFLICT while something is made of it */
  async remove(id: string): Promise<PartFile> {
    return this.db.transaction(async () => {
      const file = await this.get(id);
      try {
        await this.files.delete(id);
      } catch (error) {
        if (!breaksReference(error)) throw error;
        throw new AppError('CONFLICT', 'The file is used in a quote', { cause: error });
      }
      await this.storage.remove(file.storedFileId);
      return file;
    });
  }
}
