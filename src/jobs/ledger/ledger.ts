import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { CANCELLED, COMPLETE, COMPLETE_ONE, DEAD_LETTER } from './attempt-end.sql.js';
import { CLAIM, type ClaimedJob, PUT_BACK_RUNG } from './claim.sql.js';
import { HEARTBEAT } from './heartbeat.sql.js';
import {
  type HeldGroup,
  insertedById,
  type InsertedGroup,
  INSERT,
  INSERT_UNHELD,
  type Inserted,
  insertParameters,
  type LocalPlaces,
  type Places,
} from './insert.sql.js';
import { INTERRUPTIONS, NO_CRASH, ORPHANS } from './interrupt.sql.js';
import { JobEndStatements } from './job-end.js';
import type { JobError } from './job-row.js';
import { HOLD_KEYS } from './key-locks.sql.js';
import { MicroBatch } from './micro-batch.js';
import type { NewJob } from './new-job.js';
import { uuids } from './uuids.js';

export type { NewJob } from './new-job.js';

/** The attempt that holds a job: every later write checks that it still does. */
export interface Held {
  id: string;
  token: number;
}

interface Completion {
  held: Held;
  result: unknown;
}

interface Claimant {
  ids: readonly string[];
  worker: string;
  leaseMs: number;
}

/** The ledger's writes. Postgres decides who runs what; every statement is safe to repeat. */
@Injectable()
export class Ledger {
  private readonly completeSql: string;
  private readonly completeOneSql: string;
  private readonly deadLetterSql: string;
  private readonly cancelledSql: string;

  constructor(
    private readonly db: SystemDatabase,
    jobEnds: JobEndStatements,
  ) {
    this.completeSql = jobEnds.sql(COMPLETE);
    this.completeOneSql = jobEnds.sql(COMPLETE_ONE);
    this.deadLetterSql = jobEnds.sql(DEAD_LETTER);
    this.cancelledSql = jobEnds.sql(CANCELLED);
  }

  private readonly claims = new MicroBatch<Claimant, (ClaimedJob | undefined)[]>((all) => this.claimAll(all), 20, 2);
  private readonly completions = new MicroBatch<Completion, boolean>((all) => this.completeAll(all), 500);

  /**
   * Inserts jobs in the caller's transaction (or, given the database itself, in one of its own), one statement
   * however many. A job whose dedupe key is taken by an unfinished one is left out.
   * @param places workers' places of queues whose jobs may leave at once; the caller who passes them rings the bells afterwards
   * @param local places of this process; the caller who passes them runs the jobs that are answered as RUNNING, after the commit
   */
  async insert(
    tx: Pick<Tx, 'rows'>,
    jobs: readonly NewJob[],
    places: Places = new Map(),
    local?: LocalPlaces,
  ): Promise<Map<string, Inserted>> {
    if (jobs.length === 0) return new Map();
    return insertedById(await tx.rows<InsertedGroup>(INSERT, insertParameters(jobs, places, local)));
  }

  /**
   * The same for jobs of many callers, without waiting for any of their dedupe keys. Answers besides which jobs were left out
   * because an open transaction holds a key of their call.
   * @param calls which call each job is of
   */
  async insertUnheld(
    db: Pick<Tx, 'rows'>,
    jobs: readonly NewJob[],
    calls: readonly number[],
    places: Places,
    local?: LocalPlaces,
  ): Promise<{ inserted: Map<string, Inserted>; held: string[] }> {
    const rows = await db.rows<InsertedGroup | HeldGroup>(INSERT_UNHELD, [
      ...insertParameters(jobs, places, local),
      calls,
    ]);
    const held = rows.flatMap((row) => (row.status === 'HELD' ? row.ids.split(',') : []));
    return { inserted: insertedById(rows.filter((row) => row.status !== 'HELD')), held };
  }

  /** Before keyed jobs are inserted in a caller's transaction. */
  async holdKeys(tx: Tx, jobs: readonly NewJob[]): Promise<void> {
    const keyed = jobs.filter(({ dedupeKey }) => dedupeKey !== null);
    if (keyed.length === 0) return;
    await tx.run(HOLD_KEYS, [
      keyed.map(({ tenantId }) => tenantId),
      keyed.map(({ name }) => name),
      keyed.map(({ dedupeKey }) => dedupeKey),
    ]);
  }

  /** Takes rung jobs for this worker, with a new token each; undefined for those that somebody else has. */
  claim(ids: readonly string[], worker: string, leaseMs: number): Promise<(ClaimedJob | undefined)[]> {
    return this.claims.add({ ids, worker, leaseMs });
  }

  /** Puts rung jobs back that nobody has claimed. */
  async putBackRung(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.db.run(PUT_BACK_RUNG, [ids]);
  }

  /** Extends the leases of all jobs this process runs. Answers those it still holds, by `<id>.<token>`. */
  async heartbeat(
    held: readonly Held[],
    leaseMs: number,
  ): Promise<Map<string, { cancel: boolean; extended: boolean }>> {
    const rows = await this.db.prepared<Held & { cancel: boolean; extended: boolean }>(HEARTBEAT, [
      held.map((h) => h.id),
      held.map((h) => h.token),
      leaseMs,
    ]);
    return new Map(rows.map((row) => [`${row.id}.${row.token}`, row]));
  }

  async progress(held: Held, percent: number): Promise<void> {
    await this.db.run(`UPDATE job_live SET progress = $3 WHERE id = $1 AND token = $2 AND status = 'RUNNING'`, [
      held.id,
      held.token,
      percent,
    ]);
  }

  /** True while the attempt still holds the job; locks the row until the transaction ends. */
  async fence(tx: Tx, held: Held): Promise<boolean> {
    const row = await tx.first(
      `SELECT 1 FROM job_live WHERE id = $1 AND token = $2 AND status = 'RUNNING' FOR NO KEY UPDATE`,
      [held.id, held.token],
    );
    return row !== undefined;
  }

  /** Extends the lease in a transaction that holds the row. */
  async extend(tx: Tx, held: Held, leaseMs: number): Promise<void> {
    await tx.run(
      `UPDATE job_live SET lease_until = clock_timestamp() + make_interval(secs => $3::float8 / 1000)
       WHERE id = $1 AND token = $2 AND status = 'RUNNING'`,
      [held.id, held.token, leaseMs],
    );
  }

  /** Marks the job completed inside the transaction of its effects. False: the lease was lost, roll back. */
  async completeIn(tx: Tx, held: Held, result: unknown): Promise<boolean> {
    const rows = await tx.prepared(this.completeOneSql, [held.id, held.token, JSON.stringify(result ?? null)]);
    return rows.length === 1;
  }

  /** Marks a job completed that wrote nothing else, together with others that end just now. False: fenced. */
  async complete(held: Held, result: unknown): Promise<boolean> {
    if (await this.completions.add({ held, result })) return true;
    // It was fenced, or another transaction had locked its row at that moment: COMPLETE_ONE waits for the lock.
    const parameters = [held.id, held.token, JSON.stringify(result ?? null)];
    return (await this.db.rows(this.completeOneSql, parameters)).length === 1;
  }

  /** Ends a failed attempt; the next one comes after a delay. False: the lease was lost, or the job is to be cancelled. */
  async retry(held: Held, error: JobError, inMs: number): Promise<boolean> {
    const rows = await this.db.rows(
      `WITH failed AS (
         UPDATE job_live SET status = 'PENDING', run_at = now() + make_interval(secs => $4::float8 / 1000), due = false,
           bell = NULL, rung_at = NULL, checked_at = NULL, lease_until = NULL, error = $3::jsonb
         WHERE id = $1 AND token = $2 AND status = 'RUNNING' AND cancel_requested_at IS NULL RETURNING *)
       INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome, worker, started_at, error, retry_at)
       SELECT tenant_id, id, token, attempt, 'failed', worker, started_at, error, run_at FROM failed RETURNING job_id`,
      [held.id, held.token, JSON.stringify(error), inMs],
    );
    return rows.length === 1;
  }

  /** Ends a failed attempt and the job with it: into the dead letters. False: the lease was lost. */
  async deadLetter(
    held: Held,
    error: JobError,
    letter: { id: string; reason: 'exhausted' | 'permanent'; fingerprint: string },
  ): Promise<boolean> {
    const rows = await this.db.rows(this.deadLetterSql, [
      held.id,
      held.token,
      JSON.stringify(error),
      letter.id,
      letter.reason,
      letter.fingerprint,
    ]);
    return rows.length === 1;
  }

  /**
   * Ends an attempt whose job was cancelled while it ran. False: the lease was lost, or nobody asked for that.
   * @param error what else is noted about its end
   */
  async cancelled(held: Held, error?: JobError): Promise<boolean> {
    return (
      (await this.db.rows(this.cancelledSql, [held.id, held.token, error ? JSON.stringify(error) : null])).length === 1
    );
  }

  /**
   * Hands a job back (shutdown): it is due at once, no attempt is spent, and the old token is void. False: the lease was
   * lost, or the job is to be cancelled.
   */
  release(held: Held): Promise<boolean> {
    return this.putOff(held, 0, 'released');
  }

  /** Puts a job off at its own wish: later, no attempt spent. False as for release. */
  snooze(held: Held, ms: number): Promise<boolean> {
    return this.putOff(held, ms, 'snoozed');
  }

  /** Puts a job off because of trouble that is not its own: later, no attempt spent. False as for release. */
  interrupt(held: Held, error: JobError, inMs: number): Promise<boolean> {
    return this.putOff(held, inMs, 'interrupted', error);
  }

  /** How often in a row the job was interrupted; `perhapsOwn`: by one of these causes. */
  async interruptions(held: Held, causes: readonly string[]): Promise<{ all: number; perhapsOwn: number }> {
    return (await this.db.first<{ all: number; perhapsOwn: number }>(INTERRUPTIONS, [held.id, causes]))!;
  }

  /** Takes back the crash that this attempt was counted as. */
  async noCrash(held: Held, error: JobError): Promise<void> {
    await this.db.run(NO_CRASH, [held.id, held.token, JSON.stringify(error)]);
  }

  /** Puts back the jobs that run on the worker by the ledger and that it does not know of. Answers how many. */
  orphans(worker: string, known: readonly Held[], leaseMs: number, error: JobError): Promise<number> {
    return this.db.run(ORPHANS, [worker, known.map(({ id }) => id), leaseMs, JSON.stringify(error)]);
  }

  /** Hands back a claimed job that never started: as if it had not been claimed, except for its token. False as for release. */
  async giveBack(held: Held): Promise<boolean> {
    const back = await this.db.run(
      `UPDATE job_live SET status = 'PENDING', due = true, attempt = attempt - 1, token = token + 1, bell = NULL,
         rung_at = NULL, checked_at = NULL, lease_until = NULL, started_at = NULL, worker = NULL
       WHERE id = $1 AND token = $2 AND status = 'RUNNING' AND cancel_requested_at IS NULL`,
      [held.id, held.token],
    );
    return back === 1;
  }

  private async putOff(
    held: Held,
    ms: number,
    outcome: 'released' | 'snoozed' | 'interrupted',
    error?: JobError,
  ): Promise<boolean> {
    const rows = await this.db.rows(
      `WITH freed AS (
         UPDATE job_live SET status = 'PENDING', due = ($3::float8 <= 0), attempt = attempt - 1, token = token + 1,
           run_at = CASE WHEN $3::float8 > 0 THEN now() + make_interval(secs => $3::float8 / 1000)
                         ELSE least(run_at, now()) END,
           bell = NULL, rung_at = NULL, checked_at = NULL, lease_until = NULL, error = $5::jsonb
         WHERE id = $1 AND token = $2 AND status = 'RUNNING' AND cancel_requested_at IS NULL RETURNING *
       )
       INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome, worker, started_at, error, retry_at)
       SELECT tenant_id, id, token - 1, attempt + 1, $4, worker, started_at, error, CASE WHEN NOT due THEN run_at END
       FROM freed RETURNING job_id`,
      [held.id, held.token, ms, outcome, error ? JSON.stringify(error) : null],
    );
    return rows.length === 1;
  }

  private async claimAll(all: Claimant[]): Promise<(ClaimedJob | undefined)[][]> {
    const { worker, leaseMs } = all[0]!;
    const rows = await this.db.prepared<ClaimedJob>(CLAIM, [uuids(all.flatMap(({ ids }) => ids)), worker, leaseMs]);
    // A job that was rung twice is claimed once, for the first of the two.
    const byId = new Map(rows.map((row) => [row.id, row]));
    const once = (id: string) => {
      const row = byId.get(id);
      byId.delete(id);
      return row;
    };
    return all.map(({ ids }) => ids.map(once));
  }

  private async completeAll(all: Completion[]): Promise<boolean[]> {
    const rows = await this.db.prepared<{ id: string }>(this.completeSql, [
      uuids(all.map(({ held }) => held.id)),
      all.map(({ held }) => held.token),
      all.map(({ result }) => (result == null ? null : JSON.stringify(result))),
    ]);
    const done = new Set(rows.map((row) => row.id));
    return all.map(({ held }) => done.has(held.id));
  }
}
