import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { csvByLine, type ExportColumn } from '../../platform/exports/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ImportsRepository } from './imports.repository.js';

const COLUMNS: ExportColumn[] = [
  { title: 'line', type: 'number' },
  { title: 'reason', type: 'text' },
  { title: 'message', type: 'text' },
];

/** The rejected rows of an import as a CSV file. */
@Injectable()
export class RejectsCsv {
  constructor(
    private readonly context: RequestContext,
    private readonly imports: ImportsRepository,
  ) {}

  /** @throws AppError NOT_FOUND, before the first byte */
  async open(importId: string): Promise<Readable> {
    await this.imports.get(importId);
    return csvByLine(this.context, {
      columns: COLUMNS,
      after: (line, limit) => this.imports.rejectsAfter(importId, line, limit),
      cells: ({ line, reason, message }) => [line, reason, message],
      byteOrderMark: false,
    });
  }
}
