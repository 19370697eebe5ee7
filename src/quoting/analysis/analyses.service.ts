import { Injectable } from '@nestjs/common';
import { JobsService, type JobView } from '../../jobs/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { FileStorage } from '../../platform/storage/index.js';
import { PartFilesRepository } from '../files/part-files.repository.js';
import { AnalysesRepository, type AnalysisState } from './analyses.repository.js';
import { FileAnalysis, type FileAnalysisOptions } from './file-analysis.job.js';

/** What a quote asks of a part file. */
export interface PartState {
  fileId: string;
  name: string;
  sha256: string;
  state: 'done' | 'pending' | 'failed';
  analysis: AnalysisState['analysis'];
  /** Of one that failed: in words for people. */
  error: string | null;
}

/** Analyses of part files, as others need them. */
@Injectable()
export class AnalysesService {
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

  /** Those of the files that there are, by id. */
  async read(fileIds: readonly string[]): Promise<Map<string, PartState>> {
    const states = await this.analyses.states(fileIds);
    return new Map(
      states.map(({ fileId, name, sha256, analysis, error, ...row }) => {
        const state = statusOf({ analysis, jobStatus: row.jobStatus });
        const one = { fileId, name, sha256, state: WORDS[state], analysis };
        return [fileId, { ...one, error: state === 'failed' ? (error?.message ?? 'The analysis failed') : null }];
      }),
    );
  }

  /** A small picture of the part, PNG; null where there is none. */
  async thumbnail(fileId: string): Promise<Buffer | null> {
    const id = (await this.state(fileId))?.thumbnailFileId;
    return id ? Buffer.concat(await (await this.storage.read(id)).toArray()) : null;
  }

  /** Deletes what is known of bytes that no part file has any more. */
  async forget(sha256: string): Promise<void> {
    for (const id of await this.analyses.forget(sha256)) await this.storage.remove(id);
  }
}

export const ANALYSIS_STATUSES = ['waiting', 'running', 'completed', 'failed', 'cancelled', 'none'] as const;
export type AnalysisStatus = (typeof ANALYSIS_STATUSES)[number];

const WORDS: Record<AnalysisStatus, PartState['state']> = {
  waiting: 'pending',
  running: 'pending',
  completed: 'done',
  failed: 'failed',
  cancelled: 'failed',
  none: 'failed',
};

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
