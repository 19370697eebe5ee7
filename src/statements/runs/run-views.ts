import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { amountsOf, totalOf } from './run-amounts.js';
import { perSecond, RunClosing } from './run-closing.js';
import { formatCursor, FROM_THE_START, type List, LISTS, parseCursor, type RunCursor } from './run-cursor.js';
import { runLinks } from './run-links.js';
import type { ItemState, RunEntry, RunRow } from './run-row.js';
import { RunsRepository } from './runs.repository.js';
import type { RunEntryResponse, RunResponse, RunResultResponse, RunSummaryResponse } from './runs.dto.js';

/** Entries of each list in one answer. */
export const LIST_AT_ONCE = 1_000;

const STATES: Record<List, ItemState[]> = {
  generated: ['generated'],
  unchanged: ['unchanged'],
  skipped: ['skipped', 'cancelled'],
  errors: ['failed'],
};

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Runs as people see them, by the ids that they were given when they asked. */
@Injectable()
export class RunViews {
  constructor(
    private readonly db: TenantDatabase,
    private readonly runs: RunsRepository,
    private readonly closing: RunClosing,
  ) {}

  /** @throws AppError NOT_FOUND, also for another tenant's run and for an id of another form */
  async find(jobId: string): Promise<RunRow> {
    if (!UUID.test(jobId)) throw notFound('Job');
    const run = await this.runs.get(jobId);
    if (run.endedAt) return run;
    // Its last job may have ended a moment ago.
    const { final } = await this.runs.batch(run.jobId);
    if (!final) return run;
    await this.closing.close(run.id);
    return (await this.runs.find(run.id))!;
  }

  async one(jobId: string, cursor?: string): Promise<RunResponse> {
    const from = parseCursor(cursor);
    return this.db.transaction(async () => {
      const run = await this.find(jobId);
      return { ...(await this.view(run)), result: run.endedAt ? await this.result(run, from) : null };
    });
  }

  /** Newest first, without their results' lists. */
  async page(limit: number, offset: number): Promise<{ runs: RunResponse[]; total: number }> {
    const { rows, total } = await this.runs.page(limit, offset);
    const runs: RunResponse[] = [];
    for (const row of rows) {
      const run = row.endedAt ? row : await this.find(row.jobId);
      const result = run.endedAt ? { summary: summaryOf(run), results: null, totals: null, nextCursor: null } : null;
      runs.push({ ...(await this.view(run)), result });
    }
    return { runs, total };
  }

  private async view(run: RunRow): Promise<Omit<RunResponse, 'result'>> {
    const base = {
      id: run.jobId,
      type: 'bulk_statement_generation' as const,
      total: run.total,
      params: run.params,
      scheduleId: run.scheduleId,
      createdAt: run.createdAt,
      ...runLinks(run.jobId),
    };
    if (run.endedAt)
      return {
        ...base,
        status: run.status!,
        progress: run.total,
        startedAt: run.roundStartedAt,
        completedAt: run.endedAt,
        error: run.status === 'failed' ? ALL_FAILED : null,
        statementsPerSecond: run.perSecond,
      };
    // Its last job may end right now: it has ended for those who ask once its result is kept, which comes with its status.
    const { begun } = await this.runs.batch(run.jobId);
    const tally = await this.runs.tally(run);
    const progress = run.total - tally.waiting - tally.retrying;
    const queued = !begun && progress === 0;
    return {
      ...base,
      status: queued ? 'queued' : 'processing',
      progress,
      startedAt: queued ? null : run.roundStartedAt,
      completedAt: null,
      error: null,
      statementsPerSecond: perSecond(tally.thisRound, run.roundStartedAt, new Date()),
    };
  }

  private async result(run: RunRow, from: RunCursor): Promise<RunResultResponse> {
    const results: Record<List, RunEntryResponse[]> = { generated: [], unchanged: [], skipped: [], errors: [] };
    const next: RunCursor = { ...FROM_THE_START };
    for (const list of LISTS) {
      const after = from[list];
      const found = after === null ? [] : await this.runs.entries(run.id, STATES[list], after, LIST_AT_ONCE + 1);
      const page = found.slice(0, LIST_AT_ONCE);
      results[list] = page.map(entryOf);
      next[list] = found.length > LIST_AT_ONCE ? page.at(-1)!.no : null;
    }
    const more = LISTS.some((list) => next[list] !== null);
    const totals = (await this.runs.totals(run.id)).map(totalOf);
    return { summary: summaryOf(run), results, totals, nextCursor: more ? formatCursor(next) : null };
  }
}

const ALL_FAILED = { code: 'ALL_FAILED', message: 'None of the statements could be made; each has its reason' };

function summaryOf({ generated, skipped, failed, unchanged }: RunRow): RunSummaryResponse {
  return { generated: generated!, skipped: skipped!, errors: failed!, unchanged: unchanged! };
}

export function entryOf(row: RunEntry): RunEntryResponse {
  const { ownerId, owner, propertyId, property, state, reason, detail, statementId, statementNumber } = row;
  return {
    ...{ ownerId, owner, propertyId, property, reason: reason ?? state, detail, statementId, statementNumber },
    ...amountsOf(row),
  };
}
