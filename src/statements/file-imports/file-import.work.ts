import { Injectable } from '@nestjs/common';
import { type Completed, type JobContext, PermanentJobError } from '../../jobs/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { FileStorage } from '../../platform/storage/index.js';
import type { StatementImportResult } from './file-import.job.js';
import { FileImportsRepository } from './file-imports.repository.js';
import { ImportCounter } from './import-counter.js';
import type { ImportRow } from './import-row.js';
import { RowExpenses } from './row-expenses.js';
import { RowJudge } from './row-judge.js';
import { StagedRows } from './staged-rows.js';
import { Staging } from './staging.js';

/**
 * Keeps a confirmed file: its rows as they were read (again, where a person has said how since the preview), then stay after stay,
 * each step with its checkpoint in one transaction, so that an attempt goes on where the last was cut off.
 */
@Injectable()
export class FileImportWork {
  constructor(
    private readonly imports: FileImportsRepository,
    private readonly staging: Staging,
    private readonly rows: StagedRows,
    private readonly judge: RowJudge,
    private readonly expenses: RowExpenses,
    private readonly counter: ImportCounter,
    private readonly storage: FileStorage,
  ) {}

  async run(importId: string, ctx: JobContext): Promise<Completed<StatementImportResult>> {
    const row = await ctx.transaction(() => this.begin(importId, ctx.jobId));
    if (!row.finishedAt) await this.keep(row, ctx);
    return ctx.complete(async () => {
      const now = await this.imports.lock(importId);
      if (!now) throw gone();
      if (!now.finishedAt) await this.finish(now);
      return resultOf(await this.imports.get(importId));
    });
  }

  private async begin(importId: string, jobId: string): Promise<ImportRow> {
    const row = await this.imports.lock(importId);
    if (!row?.confirmedAt || row.source === null) throw gone();
    await this.imports.take(importId, jobId);
    return row;
  }

  private async keep(row: ImportRow, ctx: JobContext): Promise<void> {
    if (!row.staged) await this.stage(row, ctx);
    const keep = { source: row.source!, by: row.createdBy };
    for (let after: string | undefined = row.keptTo; after !== undefined;) {
      ctx.signal.throwIfAborted();
      const from: string = after;
      after = await ctx.transaction(async () => {
        const now = await this.imports.lock(row.id);
        if (now?.keptTo !== from) throw new Error('Another run of this import has gone further');
        const { last } = await this.judge.stays(row.id, from, keep);
        if (last !== undefined) await this.imports.keptTo(row.id, last);
        return last;
      });
    }
  }

  private async stage(row: ImportRow, ctx: JobContext): Promise<void> {
    try {
      const [layout] = (await this.staging.layouts(row.options.mappingId)).filter(({ id }) => id === row.layout);
      if (!layout) throw new PermanentJobError('MAPPING_GONE', 'The mapping of the file was removed');
      await this.staging.run(
        row,
        layout,
        (step) => ctx.transaction(step),
        (rows) => ctx.progress(Math.min(50, (rows / Math.max(1, row.survey.form.records)) * 50)),
      );
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND')
        throw new PermanentJobError('FILE_GONE', 'The file is not kept any more; send it again', { cause: error });
      throw error;
    }
  }

  private async finish(row: ImportRow): Promise<void> {
    await this.judge.others(row.id, true);
    await this.expenses.keep(row.id, row.createdBy);
    await this.rows.keepPayouts(row.id);
    await this.imports.finish(row.id, await this.counter.count(row.id));
    // Its rows are kept, and it names payees.
    if (row.storedFileId) await this.storage.remove(row.storedFileId);
  }
}

function resultOf({ id, preview }: ImportRow): StatementImportResult {
  const { rows, outcomes, stays } = preview!;
  return {
    importId: id,
    rows,
    newStays: stays.new,
    changedStays: stays.changed,
    duplicates: outcomes.duplicate ?? 0,
    review: outcomes.review ?? 0,
    rejected: outcomes.rejected ?? 0,
  };
}

function gone(): PermanentJobError {
  return new PermanentJobError('IMPORT_GONE', 'There is no such import that was confirmed');
}
