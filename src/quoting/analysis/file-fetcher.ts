import { Injectable } from '@nestjs/common';
import { type JobContext, PermanentJobError } from '../../jobs/index.js';
import { Config } from '../../platform/config/config.js';
import { AppError } from '../../platform/errors/app-error.js';
import { DownloadError, OutboundClient, OutboundError } from '../../platform/outbound/outbound.client.js';
import { FileStorage, type StoredFile } from '../../platform/storage/index.js';
import type { PartFile } from '../files/part-file.entity.js';
import { PartFilesService } from '../files/part-files.service.js';

/** Longest time a file may take to come, ms: half of what its job has. */
const FETCH_MS = 150_000;

/** Fetches part files from where other systems keep them. */
@Injectable()
export class FileFetcher {
  constructor(
    private readonly files: PartFilesService,
    private readonly storage: FileStorage,
    private readonly outbound: OutboundClient,
    private readonly config: Config,
  ) {}

  /**
   * Fetches a file and keeps it under the name that the other system has for it.
   * @throws PermanentJobError ESSRF for an address that no user's request may go to, FILE_TOO_LARGE
   */
  async fetch(address: string, reference: string, name: string | undefined, ctx: JobContext): Promise<PartFile> {
    const stored = await this.store(address, name ?? nameIn(address), ctx.signal).catch((error: unknown) =>
      Promise.reject(verdict(error)),
    );
    try {
      return await ctx.transaction(() => this.files.add(stored, { externalRef: reference }));
    } catch (error) {
      await this.storage.remove(stored.id);
      // Another job has fetched it meanwhile.
      const other = error instanceof AppError && error.code === 'CONFLICT' ? await this.files.named(reference) : null;
      if (!other) throw error;
      return other;
    }
  }

  private async store(address: string, name: string, signal: AbortSignal): Promise<StoredFile> {
    if (address.startsWith('s3://')) {
      const body = await this.storage.readOwn(address);
      return this.files.receive({ name, contentType: '', body }, signal);
    }
    const limits = { limitBytes: this.config.UPLOAD_LIMIT_BYTES, timeoutMs: FETCH_MS };
    const { body, contentType = '' } = await this.outbound.download(address, { ...limits, httpsOnly: true, signal });
    return this.files.receive({ name, contentType, body }, signal);
  }
}

function nameIn(address: string): string {
  const last = new URL(address).pathname.split('/').at(-1)!;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function verdict(error: unknown): Error {
  if (error instanceof OutboundError && error.kind === 'refused')
    return new PermanentJobError('ESSRF', `fileUrl cannot be fetched: ${error.message}`, { cause: error });
  if (error instanceof DownloadError && error.kind === 'too-large')
    return new PermanentJobError('FILE_TOO_LARGE', error.message, { cause: error });
  return error as Error;
}
