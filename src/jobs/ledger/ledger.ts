import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/tx.js';
import type { JobError, JobRow } from './job-row.js';

/** A new job, validated. */
export interface NewJob {
  id: string;
  tenantId: string;
  name: string;
  /** JSON text. */
  data: string;
  priority: number;
  maxAttempts: number;
  /** null: at once. */
  runAt: Date | null;
  dedupeKey: string | null;
  hotelId: number | null;
  scheduleId?: string | null;
  scheduledFor?: Date | null;
  createdBy?: string | null;
  requestId?: string | null;
}

/** The attempt that holds a job: what every later write is fenced by. */
export interface Held {
  id: string;
  token: number;
}

export type FailureOutcome = 'retry' | 'dead' | 'lost';

/** The ledger's writes. Postgres decides who runs what; every statement is safe to repeat. */
@Injectable()
export class Ledger {
  constructor(private readonly db: SystemDatabase) {}

  /**
   * Inserts jobs in the caller's transaction, one statement however many. A job whose dedupe key is taken by an
   * unfinished one is left out. Answers the ids that were inserted.
   */
  async insert(tx: Tx, jobs: readonly NewJob[]): Promise<Set<string>> {
    const column = <K extends keyof NewJob>(key: K) => jobs.map((job) => job[key] ?? null);
    const rows = await tx.rows<{ id: string }>(
      `INSERT INTO job (id, tenant_id, name, data, priority, max_attempts, run_at, due, dedupe_key, hotel_id,
                        schedule_id, scheduled_for, created_by, request_id)
       SELECT j.id, j.tenant_id, j.name, j.data, j.priority, j.max_attempts, coalesce(j.run_at, now()),
              coalesce(j.run_at <= now(), true), j.dedupe_key, j.hotel_id, j.schedule_id,
              coalesce(j.scheduled_for, j.run_at, now()), j.created_by, j.request_id
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::smallint[], $6::smallint[], $7::timestamptz[],
                   $8::text[], $9::int[], $10::uuid[], $11::timestamptz[], $12::uuid[], $13::text[])
         AS j(id, tenant_id, name, data, priority, max_attempts, run_at, dedupe_key, hotel_id, schedule_id,
              scheduled_for, created_by, request_id)
       ON CONFLICT DO NOTHING
       RETURNING id`,
      [
        column('id'),
        column('tenantId'),
        column('name'),
        column('data'),
        column('priority'),
        column('maxAttempts'),
        column('runAt'),
        column('dedupeKey'),
        column('hotelId'),
        column('scheduleId'),
        column('scheduledFor'),
        column('createdBy'),
        column('requestId'),
      ],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Takes a rung job for this worker: its row with a new token, or undefined when somebody else has it. */
  claim(id: string, worker: string, leaseMs: number): Promise<JobRow | undefined> {
    return this.db.first<JobRow>(
      `UPDATE job SET status = 'RUNNING', token = token + 1, attempt = attempt + 1, worker = $2, started_at = now(),
              lease_until = now() + make_interval(secs => $3::float8 / 1000), error = NULL
       WHERE id = $1 AND status = 'QUEUED'
       RETURNING *`,
      [id, worker, leaseMs],
    );
  }

  /** Extends the leases of all jobs this process runs. Answers those it still holds, by `<id>.<token>`. */
  async heartbeat(held: readonly Held[], leaseMs: number): Promise<Map<string, { cancel: boolean }>> {
    const rows = await this.db.rows<Held & { cancel: boolean }>(
      `UPDATE job SET lease_until = now() + make_interval(secs => $3::float8 / 1000)
       FROM unnest($1::uuid[], $2::int[]) AS held(id, token)
       WHERE job.id = held.id AND job.token = held.token AND job.status = 'RUNNING'
       RETURNING job.id, job.token, job.cancel_requested_at IS NOT NULL AS cancel`,
      [held.map((h) => h.id), held.map((h) => h.token), leaseMs],
    );
    return new Map(rows.map((row) => [`${row.id}.${row.token}`, { cancel: row.cancel }]));
  }

  async progress(held: Held, percent: number): Promise<void> {
    await this.db.run(`UPDATE job SET progress = $3 WHERE id = $1 AND token = $2 AND status = 'RUNNING'`, [
      held.id,
      held.token,
      percent,
    ]);
  }

  /** True while the attempt still holds the job; locks the row until the transaction ends. */
  async fence(tx: Tx, held: Held): Promise<boolean> {
    const row = await tx.first(
      `SELECT 1 FROM job WHERE id = $1 AND token = $2 AND status = 'RUNNING' FOR NO KEY UPDATE`,
      [held.id, held.token],
    );
    return row !== undefined;
  }

  /** Marks the job completed inside the transaction of its effects. False: the lease was lost, roll back. */
  async complete(tx: Tx | SystemDatabase, held: Held, result: unknown): Promise<boolean> {
    const touched = await tx.run(
      `UPDATE job SET status = 'COMPLETED', result = $3::jsonb, progress = 100, completed_at = now(),
              lease_until = NULL, error = NULL
       WHERE id = $1 AND token = $2 AND status = 'RUNNING'`,
      [held.id, held.token, JSON.stringify(result ?? null)],
    );
    return touched === 1;
  }

  /** Ends a failed attempt: back with a delay, or into the dead letters. */
  async fail(
    held: Held,
    error: JobError,
    plan: { retryInMs: number | null; reason: 'exhausted' | 'permanent'; deadLetterId: string },
  ): Promise<FailureOutcome> {
    const rows = await this.db.rows<{ status: string }>(
      `WITH failed AS (
         UPDATE job SET
           status = CASE WHEN $4::float8 IS NULL THEN 'DEAD' ELSE 'PENDING' END,
           run_at = CASE WHEN $4::float8 IS NULL THEN run_at ELSE now() + make_interval(secs => $4::float8 / 1000) END,
           due = ($4::float8 IS NULL),
           completed_at = CASE WHEN $4::float8 IS NULL THEN now() END,
           epoch = epoch + 1, rung_at = NULL, checked_at = NULL, lease_until = NULL, error = $3::jsonb
         WHERE id = $1 AND token = $2 AND status = 'RUNNING'
         RETURNING *
       ), log AS (
         INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome, worker, started_at, error, retry_at)
         SELECT tenant_id, id, token, attempt, 'failed', worker, started_at, error,
                CASE WHEN status = 'PENDING' THEN run_at END FROM failed
       ), letter AS (
         INSERT INTO dead_letter (id, tenant_id, job_id, name, hotel_id, data, error, reason, attempts)
         SELECT $6, tenant_id, id, name, hotel_id, data, error, $5, attempt FROM failed WHERE status = 'DEAD'
       )
       SELECT status FROM failed`,
      [held.id, held.token, JSON.stringify(error), plan.retryInMs, plan.reason, plan.deadLetterId],
    );
    if (rows.length === 0) return 'lost';
    return rows[0]!.status === 'DEAD' ? 'dead' : 'retry';
  }

  /** Ends an attempt whose job was cancelled while it ran. */
  async cancelled(held: Held): Promise<boolean> {
    const rows = await this.db.rows(
      `WITH ended AS (
         UPDATE job SET status = 'CANCELLED', completed_at = now(), lease_until = NULL
         WHERE id = $1 AND token = $2 AND status = 'RUNNING' RETURNING *
       )
       INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome, worker, started_at)
       SELECT tenant_id, id, token, attempt, 'cancelled', worker, started_at FROM ended RETURNING job_id`,
      [held.id, held.token],
    );
    return rows.length === 1;
  }

  /** Hands a job back unharmed (shutdown): due at once, no attempt spent, the old token worthless. */
  async release(held: Held): Promise<boolean> {
    const rows = await this.db.rows(
      `WITH freed AS (
         UPDATE job SET status = 'PENDING', due = true, run_at = least(run_at, now()), attempt = attempt - 1,
                token = token + 1, epoch = epoch + 1, rung_at = NULL, checked_at = NULL, lease_until = NULL
         WHERE id = $1 AND token = $2 AND status = 'RUNNING' RETURNING *
       )
       INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome, worker, started_at)
       SELECT tenant_id, id, token - 1, attempt + 1, 'released', worker, started_at FROM freed RETURNING job_id`,
      [held.id, held.token],
    );
    return rows.length === 1;
  }
}
