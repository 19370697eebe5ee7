import { Injectable } from '@nestjs/common';
import { Messages } from '../../messages/index.js';
import { Config } from '../../platform/config/config.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { RunsRepository } from './runs.repository.js';
import type { RunEnd, RunRow, Tally } from './run-row.js';
import { StatementsReady } from './statements-ready.mail.js';

/** Keeps the result of a run once its last job has ended. */
@Injectable()
export class RunClosing {
  constructor(
    private readonly db: TenantDatabase,
    private readonly runs: RunsRepository,
    private readonly messages: Messages,
    private readonly config: Config,
  ) {}

  /**
   * True when the run has ended. The first caller after the end of its batch keeps the result and sends the mail: the job that
   * follows the batch, or whoever reads the run before that. Statements whose jobs were given up or cancelled get their outcome
   * here, because no handler ran that could have told it.
   * @param anew also of a run that had ended: jobs of it were run again one by one
   */
  async close(runId: string, anew = false): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      await tx.rows('SELECT FROM statement_run WHERE id = $1 FOR NO KEY UPDATE', [runId]);
      const run = await this.runs.find(runId);
      if (!run || (run.endedAt && !anew)) return true;
      const batch = await this.runs.batch(run.jobId);
      if (!batch.final) return false;
      await tx.run(UNTOLD, [runId, run.jobId]);
      await tx.run(LEFT, [runId]);
      const tally = await this.runs.tally(run);
      const status = endOf(tally, batch.cancelled);
      const ended = batch.endedAt ?? new Date();
      await tx.run(CLOSE, [
        runId,
        ended,
        status,
        tally.generated,
        tally.unchanged,
        tally.skipped + tally.cancelled,
        tally.failed,
        perSecond(tally.thisRound, run.roundStartedAt, ended),
      ]);
      if (run.notify && status !== 'cancelled') await this.tell(run, status, tally);
      return true;
    });
  }

  private async tell(run: RunRow, status: RunEnd, tally: Tally): Promise<void> {
    const user = await this.db.first<{ email: string }>(
      'SELECT email FROM app_user WHERE id = $1 AND disabled_at IS NULL',
      [run.createdBy],
    );
    if (!user) return;
    await this.messages.send({
      key: `statement-run:${run.id}:${run.round}`,
      template: StatementsReady,
      to: { address: user.email },
      data: {
        from: run.from,
        to: run.to,
        complete: status === 'completed' && tally.failed === 0,
        generated: tally.generated,
        unchanged: tally.unchanged,
        skipped: tally.skipped,
        failed: tally.failed,
        url: `${this.config.publicUrl}/api/v1/statements/jobs/${run.jobId}`,
      },
    });
  }
}

/** Failed: nothing was made, found or rightly left out. */
export function endOf(tally: Tally, cancelled: boolean): RunEnd {
  if (cancelled) return 'cancelled';
  const done = tally.generated + tally.unchanged + tally.skipped;
  return tally.failed > 0 && done === 0 ? 'failed' : 'completed';
}

/** Statements a second since an instant, two decimals; null where nothing was made. */
export function perSecond(statements: number, from: Date, to: Date): number | null {
  if (statements === 0) return null;
  const seconds = Math.max(to.getTime() - from.getTime(), 1) / 1_000;
  return Math.round((statements / seconds) * 100) / 100;
}

/** Outcomes of jobs that ended without telling one. $1: the run, $2: its batch. */
const UNTOLD = `
  UPDATE statement_run_item i
  SET state = CASE WHEN j.status = 'CANCELLED' THEN 'cancelled' ELSE 'failed' END,
    reason = CASE WHEN j.status = 'CANCELLED' THEN 'cancelled' WHEN i.state = 'retrying' THEN i.reason ELSE 'internal_error' END,
    detail = CASE WHEN j.status = 'CANCELLED' THEN NULL WHEN i.state = 'retrying' THEN i.detail
                  ELSE left(j.error ->> 'message', 1000) END,
    finished_at = coalesce(j.completed_at, clock_timestamp())
  FROM job_history j
  WHERE i.run_id = $1 AND i.state IN ('waiting', 'retrying') AND j.batch_id = $2 AND (j.data ->> 'no')::int = i.no`;

/** Of jobs that are gone. */
const LEFT = `
  UPDATE statement_run_item SET state = 'failed', reason = 'internal_error', finished_at = clock_timestamp()
  WHERE run_id = $1 AND state IN ('waiting', 'retrying')`;

const CLOSE = `
  UPDATE statement_run SET ended_at = $2, status = $3, generated = $4, unchanged = $5, skipped = $6, failed = $7, per_second = $8
  WHERE id = $1`;
