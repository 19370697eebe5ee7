import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { AppError } from '../../platform/errors/app-error.js';
import { ContractRegistry } from '../contract/contract-registry.js';

/** How long a count far below the quota is used, ms; one near it is used a tenth of that. */
const TRUSTED_MS = 5_000;

interface Known {
  jobs: number;
  at: number;
}

/**
 * Unfinished jobs a tenant may have, those the platform makes for it (deliveries, messages) left out. Counted seldom, with accepted jobs added in between, so that accepting a job costs no query; several
 * processes together may exceed the quota by what they accept within a second.
 */
@Injectable()
export class Quota {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly db: SystemDatabase,
    private readonly config: Config,
    private readonly contracts: ContractRegistry,
  ) {}

  /**
   * Answers undefined, with nothing to wait for, while the last count is recent enough.
   * @throws AppError TOO_MANY_REQUESTS when so many more would be too many; UNPROCESSABLE when they alone exceed the quota.
   */
  admit(tenantId: string, jobs: number): Promise<void> | undefined {
    const quota = this.config.JOBS_QUEUED_QUOTA;
    const known = this.known.get(tenantId);
    const trusted = (count: Known) => (count.jobs + jobs > quota / 2 ? TRUSTED_MS / 10 : TRUSTED_MS);
    if (!known || performance.now() - known.at > trusted(known)) return this.recount(tenantId, jobs, quota);
    this.add(known, jobs, quota);
    return undefined;
  }

  private async recount(tenantId: string, jobs: number, quota: number): Promise<void> {
    const known = { jobs: await this.count(tenantId, quota), at: performance.now() };
    this.known.set(tenantId, known);
    this.add(known, jobs, quota);
  }

  private add(known: Known, jobs: number, quota: number): void {
    if (jobs > quota)
      throw new AppError('UNPROCESSABLE', `${jobs} jobs never fit: at most ${quota} unfinished ones may wait`);
    if (known.jobs + jobs > quota)
      throw new AppError('TOO_MANY_REQUESTS', `There are ${known.jobs} unfinished jobs; at most ${quota} may wait`, {
        retryAfterSeconds: 30,
      });
    known.jobs += jobs;
  }

  private async count(tenantId: string, quota: number): Promise<number> {
    const row = await this.db.first<{ jobs: number }>(
      'SELECT count(*) AS jobs FROM (SELECT 1 FROM job_live WHERE tenant_id = $1 AND name <> ALL ($3::text[]) LIMIT $2) AS counted',
      [tenantId, quota + 1, this.contracts.notByHand()],
    );
    return row!.jobs;
  }
}
