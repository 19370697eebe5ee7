import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ImportsRepository } from './imports.repository.js';
import type { Reject } from './map-record.js';

const PAGE = 1_000;

/** The rejected rows of an import as a CSV file, read from the database as fast as the client takes it. */
@Injectable()
export class RejectsCsv {
  constructor(
    private readonly context: RequestContext,
    private readonly imports: ImportsRepository,
  ) {}

  /** @throws AppError NOT_FOUND, before the first byte */
  async open(importId: string): Promise<Readable> {
    await this.imports.get(importId);
    return Readable.from(this.pages(importId, this.context.tenantId), { highWaterMark: 1 });
  }

  /** A stream is read outside the request's context: so each page sets the tenant again. */
  private async *pages(importId: string, tenantId: string): AsyncGenerator<string> {
    yield 'line,reason,message\r\n';
    for (let line = 0; ;) {
      const after = line;
      const page = await this.context.asTenant(tenantId, () => this.imports.rejectsAfter(importId, after, PAGE));
      if (page.length > 0) yield page.map(csvLine).join('');
      if (page.length < PAGE) return;
      line = page.at(-1)!.line;
    }
  }
}

function csvLine({ line, reason, message }: Reject): string {
  return `${line},${reason},"${message.replaceAll('"', '""')}"\r\n`;
}
