import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7, validate } from 'uuid';
import { Config } from '../config/config.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { AppError, notFound } from '../errors/app-error.js';
import { RequestContext } from '../tenancy/context.js';
import { signDownload } from './download-tokens.js';
import { Measured } from './measured.js';
import { type ByteRange, ObjectMissingError, type StorageDriver } from './storage-driver.js';
import { storageTrouble } from './storage-trouble.js';
import { STORAGE_DRIVER } from './storage.tokens.js';
import { keyOf, type NewFile, type StoredFile } from './stored-file.js';
import { StoredFilesRepository } from './stored-files.repository.js';

const LINK_SECONDS = 86_400;
const MOST_LINK_SECONDS = 366 * 86_400;

/** Files of the current tenant: uploads, reports, attachments. */
@Injectable()
export class FileStorage {
  private readonly logger = new Logger('Storage');

  constructor(
    @Inject(STORAGE_DRIVER) private readonly driver: StorageDriver,
    private readonly files: StoredFilesRepository,
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly config: Config,
  ) {}

  /**
   * Keeps the bytes as they come, in constant memory. When it fails, nothing is left of them. Call it outside of
   * transactions where you can: it takes as long as the body does, and a transaction that is run again has no body any more.
   * @throws AppError PAYLOAD_TOO_LARGE over limitBytes or the tenant's quota; UNAVAILABLE when the disk is full or the
   * storage cannot be reached; the signal's reason; what the body fails with
   */
  async save({ body, limitBytes = Infinity, ...file }: NewFile, signal?: AbortSignal): Promise<StoredFile> {
    signal?.throwIfAborted();
    const id = uuidv7();
    const key = keyOf(this.context.tenantId, id);
    const left = Math.max(0, this.config.STORAGE_QUOTA_BYTES - (await this.files.used()));
    if (left === 0) {
      body.destroy();
      throw this.overQuota();
    }
    const measured = left < limitBytes ? new Measured(left, this.overQuota().message) : new Measured(limitBytes);
    await this.files.open(id, file);
    try {
      await this.put(key, body, measured, file.contentType, signal);
      return await this.finish(id, measured.bytes, measured.sha256);
    } catch (error) {
      await this.undo(id, key);
      throw error;
    }
  }

  /** @throws AppError NOT_FOUND */
  async find(id: string): Promise<StoredFile> {
    const file = validate(id) ? await this.files.find(id) : undefined;
    if (!file) throw notFound('File');
    return file;
  }

  /** The bytes, or a range of them. @throws AppError NOT_FOUND */
  async read(id: string, range?: ByteRange): Promise<Readable> {
    await this.find(id);
    try {
      return await this.driver.get(keyOf(this.context.tenantId, id), range);
    } catch (error) {
      if (!(error instanceof ObjectMissingError)) throw storageTrouble(error);
      this.logger.error({ msg: 'The storage has lost a file', fileId: id, err: error });
      throw notFound('File');
    }
  }

  /**
   * Bytes of an object that the tenant, or a system of its own, has put into the bucket: `s3://bucket/tenant/…`, under the
   * tenant's own prefix and no other.
   * @throws AppError FORBIDDEN, NOT_FOUND, UNAVAILABLE
   */
  async readOwn(address: string): Promise<Readable> {
    const { S3_BUCKET: bucket } = this.config;
    const own = `s3://${bucket}/${this.context.tenantId}/`;
    if (!bucket || !this.driver.open || !address.startsWith(own) || address.split('/').includes('..'))
      throw new AppError(
        'FORBIDDEN',
        'An s3:// address must lie under the own prefix of the tenant: s3://bucket/tenant/…',
      );
    try {
      return await this.driver.open(address);
    } catch (error) {
      if (error instanceof ObjectMissingError) throw notFound('File');
      throw storageTrouble(error);
    }
  }

  /** Gives the file another end to its time, or none. @throws AppError NOT_FOUND */
  async keep(id: string, until?: Date): Promise<void> {
    if (!validate(id) || !(await this.files.setEnd(id, until ?? null))) throw notFound('File');
  }

  /** From now on it is not there any more; its bytes go once the transaction has committed. @throws AppError NOT_FOUND */
  async remove(id: string): Promise<void> {
    if (!validate(id) || !(await this.files.markRemoved(id))) throw notFound('File');
    const key = keyOf(this.context.tenantId, id);
    // What fails here, or is cut off by the end of the process, is left to the sweep.
    this.db.afterCommit(() => void this.driver.delete(key).catch(() => undefined));
  }

  /** It is kept until then at least, if it is one that has an end. @throws AppError NOT_FOUND */
  async prolong(id: string, keepUntil: Date): Promise<void> {
    if (!validate(id) || !(await this.files.prolong(id, keepUntil))) throw notFound('File');
  }

  /**
   * URL under which anybody can download the file until it expires (default: in a day).
   * @param options.name as which it is given out; default: as it was called when it was kept
   * @throws AppError NOT_FOUND
   */
  async link(
    id: string,
    { expiresInSeconds = LINK_SECONDS, name }: { expiresInSeconds?: number; name?: string } = {},
  ): Promise<string> {
    await this.find(id);
    if (!(expiresInSeconds >= 1 && expiresInSeconds <= MOST_LINK_SECONDS))
      throw new RangeError(`A link lives 1 to ${MOST_LINK_SECONDS} seconds`);
    const expiresAt = new Date(Date.now() + expiresInSeconds * 1000);
    const token = signDownload(
      { tenantId: this.context.tenantId, fileId: id, expiresAt, name },
      this.config.JWT_SECRET,
    );
    const query = name === undefined ? '' : `?name=${encodeURIComponent(name)}`;
    return `${this.config.publicUrl}/api/v1/downloads/${token}${query}`;
  }

  private async put(key: string, body: Readable, measured: Measured, contentType: string, signal?: AbortSignal) {
    let broken: Error | undefined;
    // The driver tells what it fails with; a body may also break when the driver has done with it.
    measured.on('error', () => undefined);
    // A body that is cut off ends with an error, never as a shorter file.
    void finished(body, { writable: false }).catch((error: Error) => measured.destroy((broken = error)));
    try {
      await this.driver.put(key, body.pipe(measured), { contentType, signal });
    } catch (error) {
      body.destroy();
      signal?.throwIfAborted();
      throw broken ?? storageTrouble(error);
    }
  }

  /** Marks it as written. @throws AppError PAYLOAD_TOO_LARGE over the tenant's quota */
  private finish(id: string, bytes: number, sha256: string): Promise<StoredFile> {
    return this.db.transaction(async () => {
      const done = await this.files.finish(id, bytes, sha256);
      if (!done) throw new AppError('CONFLICT', 'The file was removed while it was written');
      // Others may have been written meanwhile.
      if (done.total > this.config.STORAGE_QUOTA_BYTES) throw this.overQuota();
      return done.file;
    });
  }

  private async undo(id: string, key: string): Promise<void> {
    const gone = await Promise.allSettled([this.driver.delete(key), this.files.delete(id)]);
    for (const one of gone)
      if (one.status === 'rejected')
        this.logger.warn({ msg: 'What is left of a write is deleted later', fileId: id, err: one.reason as Error });
  }

  private overQuota(): AppError {
    return new AppError(
      'PAYLOAD_TOO_LARGE',
      `All files of a tenant together may have at most ${this.config.STORAGE_QUOTA_BYTES} bytes`,
    );
  }
}
