import { Injectable } from '@nestjs/common';
import { AnalysesRepository, type FileFigures } from '../analysis/analyses.repository.js';
import { AnalysesService } from '../analysis/analyses.service.js';
import { type Looks, PartReader, type PartState, type PartView } from './part-reader.js';

/** A job in these states gives no analysis any more. */
const ENDED = new Set(['COMPLETED', 'FAILED', 'CANCELLED', 'DEAD']);

/** Part files as they are stored, with the analysis of their bytes. */
@Injectable()
export class StoredParts extends PartReader {
  constructor(
    private readonly repository: AnalysesRepository,
    private readonly analyses: AnalysesService,
  ) {
    super();
  }

  async read(fileIds: readonly string[]): Promise<Map<string, PartState>> {
    const states = await this.repository.figures(fileIds);
    return new Map(states.map((one) => [one.fileId, stateOf(one)]));
  }

  async view(fileId: string, which: PartView): Promise<string | null> {
    const state = await this.analyses.state(fileId);
    return (which === 'mesh' ? state?.meshFileId : state?.thumbnailFileId) ?? null;
  }

  async looks(fileIds: readonly string[]): Promise<Map<string, Looks>> {
    const rows = await this.repository.looks(fileIds);
    return new Map(rows.map(({ fileId, ...looks }) => [fileId, looks]));
  }

  thumbnail(fileId: string): Promise<Buffer | null> {
    return this.analyses.thumbnail(fileId);
  }
}

function stateOf({ fileId, name, sha256, analysis, jobStatus, error }: FileFigures): PartState {
  const known = { fileId, name, sha256 };
  if (analysis) return { ...known, state: 'done', analysis, error: null };
  if (jobStatus !== null && !ENDED.has(jobStatus)) return { ...known, state: 'pending', analysis: null, error: null };
  return { ...known, state: 'failed', analysis: null, error: error?.message ?? null };
}
