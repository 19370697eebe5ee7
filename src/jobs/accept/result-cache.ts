import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { canonicalJson } from '../../platform/http/idempotency/canonical-json.js';
import type { JobContract } from '../contract/define-job.js';
import type { JobRow } from '../ledger/job-row.js';

/** Reuses results: finds a completed job of the same kind with the same payload, not older than the kind allows. */
@Injectable()
export class ResultCache {
  constructor(private readonly db: TenantDatabase) {}

  /** SHA-256 over kind and payload; the order of the payload's members does not matter. Null: not cached. */
  hash(contract: JobContract, data: string): Buffer | null {
    if (contract.cacheMs <= 0) return null;
    return createHash('sha256')
      .update(`${contract.name}\n${canonicalJson(JSON.parse(data))}`)
      .digest();
  }

  /** The tenant's newest job whose result may still be reused. */
  find(contract: JobContract, hash: Buffer): Promise<JobRow | undefined> {
    return this.db.first<JobRow>(
      `SELECT * FROM job_history WHERE name = $1 AND input_hash = $2 AND status = 'COMPLETED'
         AND completed_at > now() - make_interval(secs => $3::float8 / 1000)
       ORDER BY completed_at DESC LIMIT 1`,
      [contract.name, hash, contract.cacheMs],
    );
  }
}
