import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7, validate } from 'uuid';
import { Config } from '../config/config.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { AppError, notFound } from '../errors/app-error.js';
import { RequestContext } from '../tenancy/context.js';
import { Measured } from './measured.js';
import { ObjectMissingError, type PresignedPost, type StorageDriver } from './storage-driver.js';
import { storageTrouble } from './storage-trouble.js';
import { STORAGE_DRIVER } from './storage.tokens.js';
import { keyOf, type NewFile, type StoredFile } from './stored-file.js';
import { StoredFilesRepository } from './stored-files.repository.js';

const UPLOAD_SECONDS = 3_600;

export interface DirectUpload extends PresignedPost {
  id: string;
  expiresAt: Date;
}

/** Files that clients put into the storage by themselves, past the server. */
@Injectable()
export class DirectUploads {
  constructor(
    @Inject(STORAGE_DRIVER) private readonly driver: StorageDriver,
    private readonly files: StoredFilesRepository,
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly config: Config,
  ) {}

  /** The form for one file; undefined where files come through the server. @throws AppError PAYLOAD_TOO_LARGE */
  async offer(file: Omit<NewFile, 'body'> & { limitBytes: number }): Promise<DirectUpload | undefined> {
    if (!this.driver.presign) return undefined;
    const limitBytes = Math.min(file.limitBytes, this.config.STORAGE_QUOTA_BYTES - (await this.files.used()));
    if (limitBytes < 1) throw new AppError('PAYLOAD_TOO_LARGE', 'The files of the tenant have reached their quota');
    const id = uuidv7();
    const post = await this.driver.presign(this.incoming(id), { limitBytes, expiresInSeconds: UPLOAD_SECONDS });
    await this.files.open(id, file, limitBytes);
    return { id, expiresAt: new Date(Date.now() + UPLOAD_SECONDS * 1000), ...post };
  }

  /**
   * The client says that it has put the file there. It gets a key that the form is not for, so that nothing can replace it any
   * more, and is read once for its checksum. Called again, it answers the same file.
   * @throws AppError NOT_FOUND; CONFLICT when the file has not come; PAYLOAD_TOO_LARGE; UNAVAILABLE
   */
  async complete(id: string): Promise<StoredFile> {
    if (!validate(id)) throw notFound('Upload');
    const upload = await this.files.upload(id);
    if (!upload) return this.completed(id);
    try {
      if (!(await this.take(id, upload.limitBytes))) return await this.completed(id);
      const { bytes, sha256 } = await this.measure(id, upload.limitBytes);
      return await this.finish(id, bytes, sha256);
    } catch (error) {
      if (error instanceof AppError && error.code === 'PAYLOAD_TOO_LARGE') await this.files.markRemoved(id);
      if (error instanceof ObjectMissingError) throw notCome();
      throw storageTrouble(error);
    }
  }

  private async completed(id: string): Promise<StoredFile> {
    const file = await this.files.find(id);
    if (!file) throw notFound('Upload');
    return file;
  }

  /**
   * Gives the object its key, once: under the lock of its row, so that of two calls the second finds it there. The form may be sent again
   * meanwhile, and a second move would put other bytes under the checksum of the first. Answers false when it is no upload any more.
   */
  private take(id: string, limitBytes: number): Promise<boolean> {
    return this.db.transaction(async () => {
      if (!(await this.files.lockUpload(id))) return false;
      if ((await this.driver.head(this.key(id))) !== undefined) return true;
      const bytes = await this.driver.head(this.incoming(id));
      if (bytes === undefined) throw notCome();
      // The policy of the form says so too, but not every server holds to it.
      if (bytes > limitBytes) throw new AppError('PAYLOAD_TOO_LARGE', `A file may have at most ${limitBytes} bytes`);
      await this.driver.move!(this.incoming(id), this.key(id));
      return true;
    });
  }

  private async measure(id: string, limitBytes: number): Promise<{ bytes: number; sha256: string }> {
    const measured = new Measured(limitBytes);
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    await pipeline(await this.driver.get(this.key(id)), measured, nowhere);
    return { bytes: measured.bytes, sha256: measured.sha256 };
  }

  private finish(id: string, bytes: number, sha256: string): Promise<StoredFile> {
    return this.db.transaction(async () => {
      const done = await this.files.finish(id, bytes, sha256);
      if (!done) return this.completed(id);
      if (done.total > this.config.STORAGE_QUOTA_BYTES)
        throw new AppError('PAYLOAD_TOO_LARGE', 'The files of the tenant have reached their quota');
      return done.file;
    });
  }

  private key(id: string): string {
    return keyOf(this.context.tenantId, id);
  }

  private incoming(id: string): string {
    return `${this.key(id)}.upload`;
  }
}

function notCome(): AppError {
  return new AppError('CONFLICT', 'The file has not come yet: send it with the form of POST /files/uploads first');
}
