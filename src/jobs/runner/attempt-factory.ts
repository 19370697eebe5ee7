import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { EffectRunner } from '../effects/effect-runner.js';
import { ItemLog } from '../items/item-log.js';
import { Ledger } from '../ledger/ledger.js';
import { Attempt, type Tools } from './attempt.js';
import type { RunningJob } from './running-job.js';

/** Makes attempts, each with its ledger, items and effects. */
@Injectable()
export class AttemptFactory implements Tools {
  private readonly logger = new Logger('Attempt');

  constructor(
    private readonly ledger: Ledger,
    private readonly system: SystemDatabase,
    private readonly tenants: TenantDatabase,
    private readonly config: Config,
  ) {}

  open(name: string, job: RunningJob): Attempt {
    return new Attempt(name, job, this.ledger, this.tenants, this, this.config.JOBS_LEASE_MS);
  }

  items(name: string, job: RunningJob): ItemLog {
    return new ItemLog(job, this.system, ({ message }) => this.warn(name, job, message));
  }

  effects(name: string, job: RunningJob): EffectRunner {
    const held = { id: job.id, token: job.token, tenantId: job.row.tenant_id };
    return new EffectRunner(held, this.system, (message) => this.warn(name, job, message));
  }

  private warn(name: string, job: RunningJob, message: string): void {
    this.logger.warn({ msg: `${name}: ${message}`, jobId: job.id });
  }
}
