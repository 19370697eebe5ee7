import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { mendFile } from '../../platform/exports/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ImportsRepository } from './imports.repository.js';

/** The rejected rows of an import as they stood in the file: to be mended and sent again. */
@Injectable()
export class RejectsCsv {
  constructor(
    private readonly context: RequestContext,
    private readonly imports: ImportsRepository,
  ) {}

  /** @throws AppError NOT_FOUND, before the first byte */
  async open(importId: string): Promise<Readable> {
    await this.imports.get(importId);
    return mendFile(this.context, {
      header: await this.imports.header(importId),
      after: async (line, limit) =>
        (await this.imports.rejectsAfter(importId, line, limit)).map((reject) => ({ ...reject, outcome: 'rejected' })),
    });
  }
}
