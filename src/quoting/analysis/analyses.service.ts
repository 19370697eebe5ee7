import { buffer } from 'node:stream/consumers';
import { Injectable, Logger } from '@nestjs/common';
import { JobsService, type JobView } from '../../jobs/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError } from '../../platform/errors/app-error.js';
import { FileStorage } from '../../platform/storage/index.js';
import { PartFilesRepository } from '../files/part-files.repository.js';
import { AnalysesRepository, type AnalysisState } from './analyses.repository.js';
import { FileAnalysis, type FileAnalysisOptions } from './file-analysis.job.js';

/** Analyses of part files, as others need them. */
@Injectable()
export class AnalysesService {
  private readonly logger = new Logger('Analyses');

  constructor(
    private readonly db: TenantDatabase,
    private readonly jobs: JobsService,
    private readonly storage: FileStorage,
    private readonly files: PartFilesRepository,
    private readonly analyses: AnalysesRepository,
  ) {}

  /** Starts the analysis of a part file. */
  start(fileId: string, analysisOptions?: FileAnalysisOptions): Promise<JobView> {
    return this.db.transaction(async () => {
      const job = await this.jobs.enqueue(FileAnalysis, { fileId, ...(analysisOptions && { analysisOptions }) });
      await this.files.update(fileId, { analysisJobId: job.id });
      return job;
    });
  }

  async state(fileId: string): Promise<AnalysisState | undefined> {
    return (await this.analyses.states([fileId]))[0];
  }

  /** A small picture of the part, PNG; null where there is none, also where the storage has lost it. */
  async thumbnail(fileId: string): Promise<Buffer | null> {
    const id = (await this.state(fileId))?.thumbnailFileId;
    if (!id) return null;
    try {
      return await buffer(await this.storage.read(id));
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'NOT_FOUND')) throw error;
      this.logger.warn({
        msg: 'The thumbnail of a part is lost; analysing the part again makes another',
        fileId,
        err: error,
      });
      return null;
    }
  }

  /** Deletes what is known of bytes that no part file has any more. */
  async forget(sha256: string): Promise<void> {
    for (const id of await this.analyses.forget(sha256)) await this.storage.remove(id);
  }
}

export const ANALYSIS_STATUSES = ['waiting', 'running', 'completed', 'failed', 'cancelled', 'none'] as const;
export type AnalysisStatus = (typeof ANALYSIS_STATUSES)[number];

/** How the analysis stands that was asked for last. */
export function statusOf({ analysis, jobStatus }: Pick<AnalysisState, 'analysis' | 'jobStatus'>): AnalysisStatus {
  switch (jobStatus) {
    case 'PENDING':
    case 'QUEUED':
      return 'waiting';
    case 'RUNNING':
      return 'running';
    case 'FAILED':
    case 'DEAD':
      return 'failed';
    case 'CANCELLED':
      return 'cancelled';
    default:
      // Its job may be so old that it is not kept any more.
      return analysis ? 'completed' : 'none';
  }
}
