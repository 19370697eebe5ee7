import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { JobsService } from '../../jobs/index.js';
import { Config } from '../../platform/config/config.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError } from '../../platform/errors/app-error.js';
import { ARRIVAL } from '../../platform/http/arrival-watch.js';
import { type FormFile, readForm } from '../../platform/http/multipart-form.js';
import { fieldErrors } from '../../platform/http/validation.pipe.js';
import { DirectUploads, FileStorage, type StoredFile } from '../../platform/storage/index.js';
import { AnalysesService } from '../analysis/analyses.service.js';
import { FileAnalysis } from '../analysis/file-analysis.job.js';
import type { FileUnit, PartFile } from '../files/part-file.entity.js';
import { PartFilesRepository } from '../files/part-files.repository.js';
import { PartFilesService } from '../files/part-files.service.js';
import { type OfferedUploadResponse, type OfferUploadRequest, UploadFields } from './uploads.dto.js';

/** What a form has around its file at most, bytes. */
const AROUND_BYTES = 65_536;
const FORM = { fields: ['unit', 'externalRef'], ...ARRIVAL };

export interface Accepted {
  file: PartFile;
  jobId: string;
}

/** Takes part files in, whichever way they come, and starts their analyses. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly config: Config,
    private readonly jobs: JobsService,
    private readonly storage: FileStorage,
    private readonly direct: DirectUploads,
    private readonly files: PartFilesService,
    private readonly repository: PartFilesRepository,
    private readonly analyses: AnalysesService,
  ) {}

  /**
   * A form with the file, which is stored as it comes. When it fails, nothing is left of it.
   * @throws AppError VALIDATION_FAILED, PAYLOAD_TOO_LARGE; CONFLICT when another file has the reference
   */
  async create(request: IncomingMessage): Promise<Accepted> {
    const limit = this.config.UPLOAD_LIMIT_BYTES;
    if (Number(request.headers['content-length'] ?? 0) > limit + AROUND_BYTES)
      throw new AppError('PAYLOAD_TOO_LARGE', `A file may have at most ${limit} bytes`);
    const [made] = await this.jobs.madeEarlier();
    if (made) return this.again(made, request);
    const drop = ({ id }: StoredFile) => this.storage.remove(id);
    const { fields, file: stored } = await readForm(request, FORM, (file) => this.files.receive(file), drop);
    try {
      const told = checked(fields);
      return await this.db.transaction(async () => {
        // Two equal requests at the same time: the second checks again here and finds the file of the first.
        if ((await this.jobs.madeEarlier()).length > 0)
          throw new AppError('CONFLICT', 'The same upload was just accepted', { retryAfterSeconds: 1 });
        return this.add(stored, told);
      });
    } catch (error) {
      await drop(stored);
      throw error;
    }
  }

  /** Where the file is to be sent: to the storage itself where it takes forms, else here. */
  async offer({ name, contentType = '' }: OfferUploadRequest): Promise<OfferedUploadResponse> {
    const limitBytes = this.config.UPLOAD_LIMIT_BYTES;
    const keepUntil = this.files.unclaimed;
    const offered = await this.direct.offer({ name, contentType, limitBytes, purpose: 'part', keepUntil });
    if (offered) return { method: 'form', limitBytes, ...offered };
    const url = `${this.config.publicUrl}/api/v1/files`;
    return { method: 'multipart', id: null, url, fields: {}, limitBytes, expiresAt: null };
  }

  /** The file has come by a form of offer(). Called again, it answers the same part file. @throws as DirectUploads.complete() */
  async complete(id: string, fields: UploadFields): Promise<Accepted> {
    const stored = await this.direct.complete(id);
    return this.db.transaction(async (tx) => {
      // Two calls at the same time make one part file.
      await tx.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`upload ${id}`]);
      const made = await this.repository.ofStored(stored.id);
      if (made) return { file: made, jobId: made.analysisJobId! };
      return this.add(stored, fields);
    });
  }

  /** The file is measured anew, in the other unit. @throws AppError NOT_FOUND; CONFLICT once a price was made of it */
  setUnit(id: string, unit: FileUnit | null): Promise<void> {
    return this.db.transaction(async () => {
      if (await this.files.setUnit(id, unit)) await this.analyses.start(id);
    });
  }

  /** @throws AppError NOT_FOUND; CONFLICT while a quote uses it */
  remove(id: string): Promise<void> {
    return this.db.transaction(async () => {
      const { sha256 } = await this.files.remove(id);
      await this.analyses.forget(sha256);
    });
  }

  private async add(stored: StoredFile, fields: UploadFields): Promise<Accepted> {
    const file = await this.files.add(stored, fields);
    const job = await this.analyses.start(file.id);
    return { file, jobId: job.id };
  }

  /**
   * The same request sent again, after it was accepted: the bytes are compared, not kept.
   * @throws AppError UNPROCESSABLE for another file; CONFLICT when it has been removed since
   */
  private async again(jobId: string, request: IncomingMessage): Promise<Accepted> {
    const { fields, file: sha256 } = await readForm(request, FORM, hashOf, () => Promise.resolve());
    const { unit = null, externalRef = null } = checked(fields);
    const { data } = await this.jobs.get(jobId, { type: FileAnalysis.name });
    const file = await this.files.find(data['fileId'] as string);
    if (!file) throw new AppError('CONFLICT', 'What this request uploaded has been removed since');
    if (file.sha256 !== sha256 || file.unit !== unit || file.externalRef !== externalRef)
      throw new AppError('UNPROCESSABLE', 'This Idempotency-Key was used for another file');
    return { file, jobId };
  }
}

/** @throws AppError VALIDATION_FAILED */
function checked(fields: Record<string, string>): UploadFields {
  const told = plainToInstance(UploadFields, fields);
  const errors = validateSync(told);
  if (errors.length > 0)
    throw new AppError('VALIDATION_FAILED', 'The form is not valid', { errors: fieldErrors(errors) });
  return told;
}

async function hashOf({ body }: FormFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of body as Readable & AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}
