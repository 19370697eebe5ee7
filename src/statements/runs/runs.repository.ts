import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { AMOUNTS, PAYABLE, type RunTotal } from './run-amounts.js';
import type { RunParams } from './run-params.js';
import { ITEM_STATES, RUN, type ItemState, type RunEntry, type RunItem, type RunRow, type Tally } from './run-row.js';
import type { Target } from './run-targets.js';

export interface NewRun {
  id: string;
  params: RunParams;
  hash: string;
  /** As they were asked for. */
  shown: object;
  notify: boolean;
  total: number;
  createdBy: string | null;
  triggerJobId: string | null;
  scheduleId: number | null;
}

const FINAL = `('COMPLETED', 'FAILED', 'CANCELLED', 'DEAD')`;

/** Rows of runs and of their statements. */
@Injectable()
export class RunsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** False when a run with the same parameters has not ended: two requests at once wait for each other here. */
  async insert(run: NewRun): Promise<boolean> {
    const { from, to, calculationType, grouping } = run.params;
    const row = await this.db.first(
      `INSERT INTO statement_run (id, period_from, period_to, calculation_type, grouping_by, params, params_hash, notify, total,
         created_by, trigger_job_id, schedule_id)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (tenant_id, params_hash) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
      [
        run.id,
        from,
        to,
        calculationType,
        grouping,
        JSON.stringify(run.shown),
        run.hash,
        run.notify,
        run.total,
        run.createdBy,
        run.triggerJobId,
        run.scheduleId,
      ],
    );
    return row !== undefined;
  }

  /** Numbers the statements of a run from 1, in the order given. */
  async addItems(runId: string, targets: readonly Target[]): Promise<void> {
    await this.db.rows(
      `INSERT INTO statement_run_item (run_id, no, owner_id, listing_id)
       SELECT $1, t.no, t.owner_id, t.listing_id FROM unnest($2::int[], $3::int[]) WITH ORDINALITY AS t(owner_id, listing_id, no)`,
      [runId, targets.map(({ ownerId }) => ownerId), targets.map(({ listingId }) => listingId)],
    );
  }

  async setJob(runId: string, jobId: string): Promise<void> {
    await this.db.rows('UPDATE statement_run SET job_id = $2 WHERE id = $1', [runId, jobId]);
  }

  /** The run with these parameters that has not ended. */
  open(hash: string): Promise<RunRow | undefined> {
    return this.db.first<RunRow>(`SELECT ${RUN} FROM statement_run r WHERE r.params_hash = $1 AND r.ended_at IS NULL`, [
      hash,
    ]);
  }

  /** By its own id. */
  find(id: string): Promise<RunRow | undefined> {
    return this.db.first<RunRow>(`SELECT ${RUN} FROM statement_run r WHERE r.id = $1`, [id]);
  }

  /** By the id of its batch, or of the job that started it. @throws AppError NOT_FOUND */
  async get(jobId: string): Promise<RunRow> {
    const row = await this.db.first<RunRow>(
      `SELECT ${RUN} FROM statement_run r WHERE r.job_id = $1
       UNION ALL (SELECT ${RUN} FROM statement_run r WHERE r.trigger_job_id = $1 ORDER BY r.created_at LIMIT 1) LIMIT 1`,
      [jobId],
    );
    if (!row) throw notFound('Job');
    return row;
  }

  async page(limit: number, offset: number): Promise<{ rows: RunRow[]; total: number }> {
    const rows = await this.db.rows<RunRow>(
      `SELECT ${RUN} FROM statement_run r ORDER BY r.created_at DESC, r.id DESC LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
    const count = await this.db.first<{ n: number }>('SELECT count(*)::int AS n FROM statement_run');
    return { rows, total: count!.n };
  }

  /** The statement that a child is to make. */
  item(runId: string, no: number): Promise<RunItem | undefined> {
    return this.db.first<RunItem>(
      `SELECT i.no, i.owner_id AS "ownerId", i.listing_id AS "listingId", r.period_from AS "from", r.period_to AS "to",
         r.calculation_type AS "calculationType"
       FROM statement_run_item i JOIN statement_run r ON r.id = i.run_id WHERE i.run_id = $1 AND i.no = $2`,
      [runId, no],
    );
  }

  /** False when there is no such statement of a run. */
  async setItem(
    runId: string,
    no: number,
    state: ItemState,
    of: { reason?: string; detail?: string; statementId?: string | null; number?: string } = {},
  ): Promise<boolean> {
    const rows = await this.db.rows(
      `UPDATE statement_run_item SET state = $3, reason = $4, detail = $5, statement_id = $6, statement_number = $7,
         finished_at = CASE WHEN $3 NOT IN ('waiting', 'retrying') THEN clock_timestamp() END
       WHERE run_id = $1 AND no = $2 RETURNING no`,
      [
        runId,
        no,
        state,
        of.reason ?? null,
        of.detail?.slice(0, 1_000) ?? null,
        of.statementId ?? null,
        of.number ?? null,
      ],
    );
    return rows.length > 0;
  }

  async tally({ id, roundStartedAt }: RunRow): Promise<Tally> {
    const rows = await this.db.rows<{ state: ItemState; n: number; now: number }>(
      `SELECT state, count(*)::int AS n,
         (count(*) FILTER (WHERE state IN ('generated', 'unchanged') AND finished_at >= $2))::int AS now
       FROM statement_run_item WHERE run_id = $1 GROUP BY state`,
      [id, roundStartedAt],
    );
    const counts = Object.fromEntries(ITEM_STATES.map((state) => [state, 0])) as Record<ItemState, number>;
    for (const { state, n } of rows) counts[state] = n;
    return { ...counts, thisRound: rows.reduce((sum, { now }) => sum + now, 0) };
  }

  /** How the batch stands, and whether one of its children has begun. */
  async batch(jobId: string): Promise<{ final: boolean; cancelled: boolean; begun: boolean; endedAt: Date | null }> {
    const row = await this.db.first<{ final: boolean; cancelled: boolean; begun: boolean; endedAt: Date | null }>(
      `SELECT status IN ${FINAL} AS final, status = 'CANCELLED' AS cancelled, completed_at AS "endedAt",
         EXISTS (SELECT FROM job_live c WHERE c.batch_id = j.id AND (c.status = 'RUNNING' OR c.attempt > 0)) AS begun
       FROM job j WHERE j.id = $1`,
      [jobId],
    );
    // Jobs are dropped after some months: then nothing runs any more.
    return row ?? { final: true, cancelled: false, begun: true, endedAt: null };
  }

  /** Entries in these states after a number, by number. */
  entries(runId: string, states: readonly ItemState[], after: number, limit: number): Promise<RunEntry[]> {
    return this.db.rows<RunEntry>(
      `SELECT i.no, i.owner_id AS "ownerId", o.name AS owner, i.listing_id AS "propertyId", l.name AS property, i.state,
         i.reason, i.detail, i.statement_id AS "statementId", i.statement_number AS "statementNumber",
         ${AMOUNTS}
       FROM statement_run_item i JOIN owner o ON o.id = i.owner_id LEFT JOIN listing l ON l.id = i.listing_id
         LEFT JOIN statement s ON s.id = i.statement_id
       WHERE i.run_id = $1 AND i.state = ANY($2::text[]) AND i.no > $3 ORDER BY i.no LIMIT $4`,
      [runId, states, after, limit],
    );
  }

  /** What the statements of a run come to now, by currency; those that were voided since do not count. */
  totals(runId: string): Promise<RunTotal[]> {
    return this.db.rows<RunTotal>(
      `SELECT s.currency, count(*)::int AS statements, sum(s.net_minor)::bigint AS "netMinor",
         sum(${PAYABLE})::bigint AS "payableMinor"
       FROM statement_run_item i JOIN statement s ON s.id = i.statement_id
       WHERE i.run_id = $1 AND i.state IN ('generated', 'unchanged') AND s.state <> 'void'
       GROUP BY s.currency ORDER BY s.currency`,
      [runId],
    );
  }
}
