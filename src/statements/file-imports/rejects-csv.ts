import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { csvByLine, type ExportColumn } from '../../platform/exports/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { FileImportsRepository } from './file-imports.repository.js';
import type { NormalRow } from './rows/normal-row.js';
import { StagedRows } from './staged-rows.js';

const COLUMNS: ExportColumn[] = [
  { title: 'line', type: 'number' },
  { title: 'outcome', type: 'text' },
  { title: 'reasons', type: 'text' },
  { title: 'message', type: 'text' },
  { title: 'type', type: 'text' },
  { title: 'code', type: 'text' },
];

/** Rows that were rejected, or that a person must look at, as a CSV file. */
@Injectable()
export class RejectedRowsCsv {
  constructor(
    private readonly context: RequestContext,
    private readonly imports: FileImportsRepository,
    private readonly rows: StagedRows,
  ) {}

  /** @throws AppError NOT_FOUND, before the first byte */
  async open(importId: string): Promise<Readable> {
    await this.imports.get(importId);
    return csvByLine(this.context, {
      columns: COLUMNS,
      after: (line, limit) => this.rows.troubled(importId, line, limit),
      cells: (row) => [
        row.line,
        row.outcome ?? row.kind,
        row.reasons.join(' '),
        row.message,
        (row.data as Partial<NormalRow>).type ?? null,
        row.code,
      ],
    });
  }
}
