import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { Conflict } from '../room-nights/conflict.js';

export interface RunCounters {
  datesProcessed: number;
  expected: number;
  created: number;
  existing: number;
  repriced: number;
  closed: number;
}

export interface RunRow extends RunCounters {
  id: number;
  jobId: string;
  categoryId: number;
  from: LocalDate;
  to: LocalDate;
  dryRun: boolean;
  status: 'running' | 'failed' | 'completed' | 'skipped';
  /** First date of the next batch. */
  cursor: LocalDate;
  conflicts: Conflict[];
  reason: string | null;
  /** How many orders with another price the job has had for this category. Above 1, nights with the price of an earlier one may exist. */
  orders: number;
}

/** What decides which nights a run writes, and at which price. Orders are the same when all of these values are. */
export interface RunOrder {
  from: LocalDate;
  to: LocalDate;
  jobPriceMinor: number | null;
  reprice: boolean;
  dryRun: boolean;
}

const orderJson = ({ from, to, jobPriceMinor, reprice, dryRun }: RunOrder): string =>
  JSON.stringify({ from, to, jobPriceMinor, reprice, dryRun });

const COLUMNS = `id, job_id AS "jobId", category_id AS "categoryId", from_date AS "from", to_date AS "to",
  dry_run AS "dryRun", status, cursor_date AS cursor, dates_processed AS "datesProcessed", expected, created, existing,
  repriced, closed, conflicts, reason, orders`;

/** Resets a run that was begun for another order. */
const RESET = `from_date = $2, to_date = $3, dry_run = $4, cursor_date = $2, ordered = $5::jsonb,
  orders = orders + ((ordered - '{from,to}'::text[]) IS DISTINCT FROM ($5::jsonb - '{from,to}'::text[]))::int,
  status = 'running', dates_processed = DEFAULT, expected = DEFAULT, created = DEFAULT, existing = DEFAULT,
  repriced = DEFAULT, closed = DEFAULT, conflicts = DEFAULT, reason = NULL, started_at = now(), finished_at = NULL`;

/** Conflicts that one run keeps; further ones are dropped, so that its row stays small. */
const MAX_CONFLICTS = 1000;

/** One row for each job and category: what was written, and the date from which an interrupted job goes on. */
@Injectable()
export class GenerationRunsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /**
   * The run of this job over this category: a new one, or the one an earlier attempt began. A run that was begun for another
   * order (the job was requeued with other data, or its settings changed) starts again from its first date, with its counters
   * at zero.
   */
  async open(run: { jobId: string; categoryId: number; ordered: RunOrder }): Promise<RunRow> {
    const { from, to, dryRun } = run.ordered;
    const ordered = orderJson(run.ordered);
    const row = await this.db.first<RunRow & { same: boolean | null }>(
      `INSERT INTO generation_run (tenant_id, job_id, category_id, from_date, to_date, dry_run, cursor_date, ordered)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $3, $6::jsonb)
       ON CONFLICT (tenant_id, job_id, category_id) DO UPDATE
         SET status = CASE generation_run.status WHEN 'failed' THEN 'running' ELSE generation_run.status END
       RETURNING ${COLUMNS}, ordered = $6::jsonb AS same`,
      [run.jobId, run.categoryId, from, to, dryRun, ordered],
    );
    const { same, ...found } = row!;
    if (same) return found;
    const reset = await this.db.first<RunRow>(`UPDATE generation_run SET ${RESET} WHERE id = $1 RETURNING ${COLUMNS}`, [
      found.id,
      from,
      to,
      dryRun,
      ordered,
    ]);
    return reset!;
  }

  /** The job's run over this category, if it was begun for this order. */
  find(jobId: string, categoryId: number, ordered: RunOrder): Promise<RunRow | undefined> {
    return this.db.first(
      `SELECT ${COLUMNS} FROM generation_run WHERE job_id = $1 AND category_id = $2 AND ordered = $3::jsonb`,
      [jobId, categoryId, orderJson(ordered)],
    );
  }

  /** The run, locked, so that no other attempt of the job moves its cursor during a batch. */
  async lock(id: number): Promise<RunRow> {
    return (await this.db.first<RunRow>(`SELECT ${COLUMNS} FROM generation_run WHERE id = $1 FOR UPDATE`, [id]))!;
  }

  /** Moves the cursor of a run over dates that have passed since it was ordered. */
  async passOver(id: number, today: LocalDate): Promise<RunRow> {
    const row = await this.db.first<RunRow>(
      `UPDATE generation_run SET cursor_date = greatest(cursor_date, $2::date) WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, today],
    );
    return row!;
  }

  /** Adds a batch's counters and moves the cursor; the run is completed once the cursor has passed its last date. */
  async advance(id: number, batch: RunCounters & { conflicts: Conflict[] }, cursor: LocalDate): Promise<RunRow> {
    const row = await this.db.first<RunRow>(
      `UPDATE generation_run SET cursor_date = $2, dates_processed = dates_processed + $3, expected = expected + $4,
         created = created + $5, existing = existing + $6, repriced = repriced + $7, closed = closed + $8,
         conflicts = CASE WHEN jsonb_array_length(conflicts) >= ${MAX_CONFLICTS} THEN conflicts
           ELSE conflicts || $9::jsonb END,
         status = CASE WHEN $2 > to_date THEN 'completed' ELSE 'running' END,
         finished_at = CASE WHEN $2 > to_date THEN now() END
       WHERE id = $1 RETURNING ${COLUMNS}`,
      [
        id,
        cursor,
        batch.datesProcessed,
        batch.expected,
        batch.created,
        batch.existing,
        batch.repriced,
        batch.closed,
        JSON.stringify(batch.conflicts.slice(0, MAX_CONFLICTS)),
      ],
    );
    return row!;
  }

  /** Notes that an attempt failed. What its finished batches wrote stays. */
  async fail(id: number, reason: string): Promise<void> {
    await this.db.rows(
      `UPDATE generation_run SET status = 'failed', reason = $2 WHERE id = $1 AND status = 'running'`,
      [id, reason],
    );
  }

  /** Records that the sweep skipped the category, and why. */
  async skip(run: {
    jobId: string;
    categoryId: number;
    ordered: RunOrder;
    expected: number;
    existing: number;
    reason: string;
  }): Promise<void> {
    const { id } = await this.open(run);
    await this.db.rows(
      `UPDATE generation_run SET status = 'skipped', expected = $2, existing = $3, reason = $4, finished_at = now()
       WHERE id = $1`,
      [id, run.expected, run.existing, run.reason],
    );
  }
}
