import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Completed, type JobContext, PermanentJobError } from '../../jobs/index.js';
import { FileStorage, type StoredFile } from '../../platform/storage/index.js';
import type { PartFile } from '../files/part-file.entity.js';
import { PartFilesRepository } from '../files/part-files.repository.js';
import { PartFilesService } from '../files/part-files.service.js';
import { AnalysesRepository, type AnalysisRow } from './analyses.repository.js';
import { AnalysisBasis, type AnalysisInputs } from './analysis-basis.js';
import { ANALYSER } from './part-analysis.js';
import { AnalysisRunner } from './analysis-runner.js';
import { AnalysisTrouble } from './analysis-trouble.js';
import type { FileAnalysisPayload, FileAnalysisResult } from './file-analysis.job.js';
import { FileFetcher } from './file-fetcher.js';
import { fingerprintOf } from './fingerprint.js';
import { PartFileError } from './part-file-error.js';

/** Share of the whole that is done when the file is here, and when it is analysed, per cent. */
const [HERE, MEASURED] = [5, 95];

/** One run of the job `file-analysis`. */
@Injectable()
export class FileAnalysisWork {
  constructor(
    private readonly partFiles: PartFilesService,
    private readonly repository: PartFilesRepository,
    private readonly fetcher: FileFetcher,
    private readonly basis: AnalysisBasis,
    private readonly storage: FileStorage,
    private readonly analyses: AnalysesRepository,
    private readonly runner: AnalysisRunner,
  ) {}

  async run(payload: FileAnalysisPayload, ctx: JobContext): Promise<Completed<FileAnalysisResult>> {
    const file = await this.fileOf(payload, ctx);
    await ctx.transaction(() => this.repository.update(file.id, { analysisJobId: ctx.jobId }));
    const { performDfm = true, extractGeometry = true } = payload.analysisOptions ?? {};
    const called = { name: payload.fileName ?? file.name, unit: file.unit };
    const inputs = await this.basis.of(called, performDfm, payload.fileType);
    const fingerprint = fingerprintOf(ANALYSER, inputs, extractGeometry);
    const earlier = await this.analyses.ofBytes(file.sha256, fingerprint);
    if (earlier) return ctx.complete(() => this.finish(file, earlier, true));
    const folder = await mkdtemp(join(tmpdir(), 'nightshift-analysis-'));
    try {
      const row = await this.analyse(file, inputs, extractGeometry, folder, ctx);
      return await ctx.complete(async () => {
        // What was measured goes with the last file that has the bytes: of one that is gone nothing is kept.
        if (!(await this.repository.holdBytes(file.sha256)))
          throw new PermanentJobError('FILE_NOT_FOUND', `The file "${file.name}" was removed while it was analysed`);
        const kept = await this.analyses.keep({ ...row, fingerprint });
        // Those of a result that came second end in a day.
        if (kept.id === row.id)
          for (const id of [row.meshFileId, row.thumbnailFileId]) if (id) await this.storage.keep(id);
        return this.finish(file, kept, kept.id !== row.id);
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** @throws PermanentJobError FILE_NOT_FOUND; as FileFetcher */
  private async fileOf({ fileId, fileUrl, fileName }: FileAnalysisPayload, ctx: JobContext): Promise<PartFile> {
    const known = await this.partFiles.named(fileId);
    if (known) return known;
    if (!fileUrl)
      throw new PermanentJobError('FILE_NOT_FOUND', `There is no file ${fileId}, and no fileUrl to fetch it from`);
    return this.fetcher.fetch(fileUrl, fileId, fileName, ctx);
  }

  private async analyse(
    file: PartFile,
    inputs: AnalysisInputs,
    files: boolean,
    folder: string,
    ctx: JobContext,
  ): Promise<AnalysisRow> {
    const path = join(folder, 'part');
    await pipeline(await this.storage.read(file.storedFileId), createWriteStream(path, { mode: 0o600 }), {
      signal: ctx.signal,
    });
    ctx.progress(HERE);
    const outputs = files ? { meshPath: join(folder, 'mesh'), thumbnailPath: join(folder, 'thumbnail') } : {};
    const progress = (share: number) => ctx.progress(HERE + share * (MEASURED - HERE));
    const result = await this.runner
      .run({ ...inputs, path, ...outputs }, ctx.signal, progress)
      .catch((error: unknown) => Promise.reject(verdict(error)));
    const mesh = await this.store(outputs.meshPath, 'mesh.bin', 'application/octet-stream', ctx.signal);
    const thumbnail = await this.store(outputs.thumbnailPath, 'thumbnail.png', 'image/png', ctx.signal);
    const ids = { meshFileId: mesh?.id ?? null, thumbnailFileId: thumbnail?.id ?? null };
    return { id: uuidv7(), sha256: file.sha256, result, ...ids };
  }

  /** Kept for good with the result; else deleted in a day. */
  private async store(
    path: string | undefined,
    name: string,
    contentType: string,
    signal: AbortSignal,
  ): Promise<StoredFile | undefined> {
    if (path === undefined || !(await stat(path).catch(() => undefined))?.size) return undefined;
    const keepUntil = this.partFiles.unclaimed;
    return this.storage.save(
      { name, contentType, body: createReadStream(path), purpose: 'part-view', keepUntil },
      signal,
    );
  }

  private async finish(file: PartFile, { id, result }: AnalysisRow, cached: boolean): Promise<FileAnalysisResult> {
    const { format, verdict, volume, area, triangles, issues, manufacturable, reviewReasons } = result;
    await this.analyses.show(file, { id, format });
    const figures = { format, verdict, volume, area, triangles, issues: issues.length, manufacturable, reviewReasons };
    return { fileId: file.id, analysisId: id, cached, ...figures };
  }
}

/** What makes no difference to try again is permanent. */
function verdict(error: unknown): Error {
  if (error instanceof PartFileError || (error instanceof AnalysisTrouble && error.permanent))
    return new PermanentJobError(error.code, error.message, { cause: error });
  return error as Error;
}
