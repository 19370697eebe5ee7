import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { mendFile } from '../../platform/exports/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { FileImportsRepository } from './file-imports.repository.js';
import { reasonsInWords } from './reason-words.js';
import { StagedRows } from './staged-rows.js';

/** Rows that were rejected, or that a person must look at, as they stood in the file: to be mended and sent again. */
@Injectable()
export class RejectedRowsCsv {
  constructor(
    private readonly context: RequestContext,
    private readonly imports: FileImportsRepository,
    private readonly rows: StagedRows,
  ) {}

  /** @throws AppError NOT_FOUND, before the first byte */
  async open(importId: string): Promise<Readable> {
    const { survey } = await this.imports.get(importId);
    return mendFile(this.context, {
      header: survey.header,
      delimiter: survey.delimiter,
      after: async (line, limit) =>
        (await this.rows.troubled(importId, line, limit)).map((row) => ({
          line: row.line,
          outcome: row.outcome ?? row.kind,
          reason: row.reasons.join(' '),
          message: row.message ?? reasonsInWords(row.reasons),
          cells: row.cells,
        })),
    });
  }
}
