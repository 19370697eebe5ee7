import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { GenerationOutcome, GenerationRequest } from './statement-types.js';

/** Makes statements. */
@Injectable()
export class StatementGeneration {
  constructor(private readonly db: TenantDatabase) {}

  /**
   * Makes the statement of an owner, scope and period, or makes it anew while it is a draft or in review, in one transaction.
   * The same facts again: `unchanged`.
   */
  generate(request: GenerationRequest): Promise<GenerationOutcome> {
    return this.db.transaction(() => Promise.reject(new Error(`not yet: ${request.ownerId}`)));
  }
}
