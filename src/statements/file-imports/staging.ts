import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError } from '../../platform/errors/app-error.js';
import { FileStorage } from '../../platform/storage/index.js';
import { FileImportsRepository } from './file-imports.repository.js';
import type { ImportOptions, ImportRow } from './import-row.js';
import type { Layout, ReadOptions } from './layouts/layout.js';
import { LAYOUTS } from './layouts/layouts.js';
import { mappedLayout } from './layouts/mapped.js';
import { FileMappings } from './mappings/file-mappings.service.js';
import { type ReadRow, readRows } from './reading/read-rows.js';
import type { OpenFile } from './reading/open-file.js';
import type { Survey } from './reading/survey.js';
import { StagedRows } from './staged-rows.js';

/** Rows of one transaction. */
const BATCH = 1_000;

/** Runs one step in a transaction of its own: the request's, or that of a job, which must still hold it. */
export type InStep = <T>(step: () => Promise<T>) => Promise<T>;

/** Reads the rows of a kept file into the database, where they wait to be judged. */
@Injectable()
export class Staging {
  constructor(
    private readonly db: TenantDatabase,
    private readonly storage: FileStorage,
    private readonly imports: FileImportsRepository,
    private readonly rows: StagedRows,
    private readonly mappings: FileMappings,
  ) {}

  /** The layouts that may be: those of the tenant come last, and the one that a person has named is the only one. */
  async layouts(mappingId: number | null): Promise<Layout[]> {
    if (mappingId !== null) return [mappedLayout(await this.mappings.get(mappingId))];
    return [...LAYOUTS, ...(await this.mappings.all()).map(mappedLayout)];
  }

  opener(storedFileId: string): OpenFile {
    return async () => (await this.storage.read(storedFileId)) as Readable & AsyncIterable<Buffer>;
  }

  /**
   * Reads all rows that are not there yet. Each step checks that the file is still to be read this way.
   * @throws AppError CONFLICT when it is not; NOT_FOUND when the file is gone
   */
  async run(
    row: ImportRow,
    layout: Layout,
    inStep: InStep,
    progress: (rows: number) => void = () => undefined,
  ): Promise<void> {
    if (row.storedFileId === null) throw new AppError('CONFLICT', 'The file is not kept any more; send it again');
    let done = row.lineDone;
    let batch: ReadRow[] = [];
    let count = 0;
    const write = async () => {
      const [rows, last] = [batch, lineOf(batch.at(-1)!)];
      await inStep(async () => {
        await this.held(row, done);
        await this.rows.add(row.id, layout.source, rows);
        await this.db.rows('UPDATE statement_import SET line_done = $2 WHERE id = $1', [row.id, last]);
      });
      [batch, done] = [[], last];
      progress(count);
    };
    for await (const read of readRows(this.opener(row.storedFileId), row.survey, layout, readOptions(row)))
      for (const one of read) {
        count++;
        if (lineOf(one) <= done) continue;
        batch.push(one);
        if (batch.length === BATCH) await write();
      }
    if (batch.length > 0) await write();
    await inStep(async () => {
      await this.held(row, done);
      await this.rows.number(row.id);
      await this.rows.matchListings(row.id, layout.source);
      await this.db.rows('UPDATE statement_import SET staged = true WHERE id = $1', [row.id]);
    });
  }

  private async held({ id, pass }: ImportRow, done: number): Promise<void> {
    const now = await this.imports.lock(id);
    if (now?.pass !== pass || now.lineDone !== done)
      throw new AppError('CONFLICT', 'The file is being read another way meanwhile; try again');
  }
}

export function readOptions({ survey, options }: { survey: Survey; options: ImportOptions }): ReadOptions {
  const { form } = survey;
  return {
    dateOrder: options.dateOrder ?? form.dateOrder ?? 'mdy',
    decimalMark: options.decimalMark ?? form.decimalMark ?? '.',
    currency: options.currency,
  };
}

function lineOf(read: ReadRow): number {
  return 'row' in read ? read.row.line : read.reject.line;
}
