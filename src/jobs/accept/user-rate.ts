import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { AppError } from '../../platform/errors/app-error.js';
import { callerUuid, RequestContext } from '../../platform/tenancy/context.js';
import type { JobContract } from '../contract/define-job.js';

/** One bucket a user and kind, full at `jobs`, refilled evenly. No row comes back when it holds too little. */
const SPEND = `
  INSERT INTO job_rate AS r (name, tenant_id, user_id, tokens, at)
  SELECT $1, $2, $3, $4::float8 - $6, clock_timestamp() WHERE $4::float8 >= $6
  ON CONFLICT (name, tenant_id, user_id) DO UPDATE SET
    tokens = least($4::float8, r.tokens + extract(epoch FROM clock_timestamp() - r.at) * $4 / $5) - $6,
    at = clock_timestamp()
  WHERE least($4::float8, r.tokens + extract(epoch FROM clock_timestamp() - r.at) * $4 / $5) >= $6
  RETURNING tokens`;

/** The rate at which one user may ask for jobs of a kind; counted in Postgres, so for all processes together. */
@Injectable()
export class UserRate {
  constructor(
    private readonly db: SystemDatabase,
    private readonly context: RequestContext,
  ) {}

  /** @throws AppError TOO_MANY_REQUESTS. Work that no person asked for (schedules, jobs) is not counted. */
  async admit(contract: JobContract, jobs: number): Promise<void> {
    const rate = contract.limits.userRate;
    const { principal } = this.context;
    const userId = principal && callerUuid(principal);
    if (!rate || !userId) return;
    const spent = await this.db.first(SPEND, [
      contract.name,
      this.context.tenantId,
      userId,
      rate.jobs,
      rate.perSeconds,
      jobs,
    ]);
    if (spent) return;
    throw new AppError(
      'TOO_MANY_REQUESTS',
      `A user may ask for ${rate.jobs} ${contract.name} jobs in ${rate.perSeconds} s`,
      { retryAfterSeconds: Math.ceil((rate.perSeconds / rate.jobs) * jobs) },
    );
  }
}
