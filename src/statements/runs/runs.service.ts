import { Injectable } from '@nestjs/common';
import { JobControl } from '../../jobs/index.js';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError } from '../../platform/errors/app-error.js';
import { RunViews } from './run-views.js';
import type { RunRow } from './run-row.js';

/** What people do to a run. */
@Injectable()
export class RunsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly views: RunViews,
    private readonly control: JobControl,
  ) {}

  /**
   * Statements that were not begun are not made, running ones end.
   * @throws AppError NOT_FOUND; CONFLICT when the run has ended
   */
  async cancel(jobId: string): Promise<void> {
    const run = await this.views.find(jobId);
    if (run.endedAt) throw new AppError('CONFLICT', `The run is ${run.status} already`);
    await this.control.cancel(run.jobId);
  }

  /**
   * Runs those that failed again, and no others: the run goes on under its id.
   * @throws AppError NOT_FOUND; CONFLICT while it runs, when nothing failed, and while another run makes the same statements
   */
  async retryFailed(jobId: string): Promise<void> {
    try {
      await this.db.transaction(async () => {
        const run = await this.views.find(jobId);
        await this.reopen(run);
      });
    } catch (error) {
      if (violates(error, 'statement_run_params_key'))
        throw new AppError('CONFLICT', 'Another run with the same parameters makes these statements now');
      throw error;
    }
  }

  private async reopen(run: RunRow): Promise<void> {
    const taken = await this.db.first(
      `UPDATE statement_run SET ended_at = NULL, status = NULL, generated = NULL, unchanged = NULL, skipped = NULL, failed = NULL,
         per_second = NULL, round = round + 1, round_started_at = clock_timestamp()
       WHERE id = $1 AND ended_at IS NOT NULL AND failed > 0 RETURNING id`,
      [run.id],
    );
    if (!taken)
      throw new AppError('CONFLICT', run.endedAt ? 'No statement of this run has failed' : 'The run has not ended yet');
    const jobs = await this.db.rows<{ id: string }>(FAILED_JOBS, [run.id, run.jobId]);
    if (jobs.length === 0)
      throw new AppError('CONFLICT', 'The jobs of this run are no longer kept; generate the statements again');
    await this.db.rows(
      `UPDATE statement_run_item SET state = 'waiting', reason = NULL, detail = NULL, finished_at = NULL
       WHERE run_id = $1 AND state = 'failed'`,
      [run.id],
    );
    await this.control.retryAll(
      jobs.map(({ id }) => id),
      undefined,
      true,
    );
  }
}

/** Jobs of the failed statements of the run $1, whose batch is $2. */
const FAILED_JOBS = `
  SELECT j.id FROM job_history j JOIN statement_run_item i ON i.run_id = $1 AND i.no = (j.data ->> 'no')::int
  WHERE j.batch_id = $2 AND i.state = 'failed' ORDER BY j.id`;
