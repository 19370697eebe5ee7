import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { JobsService } from '../../jobs/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { StatementSettingsService } from '../parties/settings/statement-settings.service.js';
import { paramsHash, paramsOf, type RunParams } from './run-params.js';
import { RunClosing } from './run-closing.js';
import type { RunRow } from './run-row.js';
import { RunTargets } from './run-targets.js';
import { RunsRepository } from './runs.repository.js';
import { StatementGenerationJob } from './statement-generation.job.js';
import { StatementRunEnd } from './statement-run-end.job.js';

/** Who asks for a run, and what for. */
export interface RunOrigin {
  createdBy: string | null;
  notify: boolean;
  triggerJobId?: string;
  scheduleId?: number;
}

/** Starts runs. */
@Injectable()
export class RunStarter {
  constructor(
    private readonly db: TenantDatabase,
    private readonly jobs: JobsService,
    private readonly settings: StatementSettingsService,
    private readonly targets: RunTargets,
    private readonly runs: RunsRepository,
    private readonly closing: RunClosing,
  ) {}

  /**
   * Opens a run with a job for each statement, in one transaction; of the same parameters while one runs, that run. Null when the
   * period asks for no statement.
   * @throws AppError NOT_FOUND for an owner or listing that is not there; CONFLICT before the manager's settings are made;
   * TOO_MANY_REQUESTS over the tenant's quota of jobs
   */
  async start(params: RunParams, origin: RunOrigin): Promise<RunRow | null> {
    return this.db.transaction(async () => {
      await this.settings.needed();
      await this.targets.check(params);
      const hash = paramsHash(params);
      const targets = await this.targets.of(params);
      if (targets.length === 0) return null;
      const id = newId();
      const { createdBy, notify, triggerJobId = null, scheduleId = null } = origin;
      const shown = paramsOf(params);
      const run = { id, params, hash, shown, notify, total: targets.length, createdBy, triggerJobId, scheduleId };
      while (!(await this.runs.insert(run))) {
        const other = await this.runs.open(hash);
        // One whose last statement is done, but whose result is not kept yet, runs no more.
        if (other && !(await this.closing.close(other.id))) return other;
      }
      await this.runs.addItems(id, targets);
      const { from, to, calculationType } = params;
      const children = targets.map((target, index) => ({
        contract: StatementGenerationJob,
        payload: { runId: id, no: index + 1, ...target, from, to, calculationType },
      }));
      const batch = await this.jobs.enqueueBatch('bulk_statement_generation', children, {
        contract: StatementRunEnd,
        payload: { runId: id },
      });
      await this.runs.setJob(id, batch.id);
      return (await this.runs.find(id))!;
    });
  }
}
