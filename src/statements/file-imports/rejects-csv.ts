import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { csv, type ExportColumn } from '../../platform/exports/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { FileImportsRepository } from './file-imports.repository.js';
import type { NormalRow } from './rows/normal-row.js';
import { StagedRows } from './staged-rows.js';

const PAGE = 1_000;
const COLUMNS: ExportColumn[] = [
  { title: 'line', type: 'number' },
  { title: 'outcome', type: 'text' },
  { title: 'reasons', type: 'text' },
  { title: 'message', type: 'text' },
  { title: 'type', type: 'text' },
  { title: 'code', type: 'text' },
];

/** Rows that were rejected, or that a person must look at, as a CSV file, read as fast as the client takes it. */
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
    const pages = this.pages(importId, this.context.tenantId);
    return Readable.from(csv(COLUMNS, pages, { timezone: 'UTC' }), { highWaterMark: 1 });
  }

  /** A stream is read outside the request's context: so each page sets the tenant again. */
  private async *pages(importId: string, tenantId: string) {
    for (let line = 0; ;) {
      const after = line;
      const page = await this.context.asTenant(tenantId, () => this.rows.troubled(importId, after, PAGE));
      yield page.map((row) => [
        row.line,
        row.outcome ?? row.kind,
        row.reasons.join(' '),
        row.message,
        (row.data as Partial<NormalRow>).type ?? null,
        row.code,
      ]);
      if (page.length < PAGE) return;
      line = page.at(-1)!.line;
    }
  }
}
