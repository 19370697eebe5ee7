import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError } from '../../platform/errors/app-error.js';
import { AwayAfterCommit, isDatabaseAway } from '../../platform/errors/database-away.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { ClaimedJob } from '../ledger/claim.sql.js';
import type { Inserted } from '../ledger/insert.sql.js';
import type { JobRow } from '../ledger/job-row.js';
import { Ledger, type NewJob } from '../ledger/ledger.js';
import { MicroBatch } from '../ledger/micro-batch.js';
import { Relay } from '../relay/relay.js';
import { JobRunner } from '../runner/job-runner.js';

/** A call with at least so many jobs gets a statement of its own. */
const OWN_STATEMENT_FROM = 100;
/** How often a dedupe key, or the job that has it, is asked for before the caller is told to ask again. */
const TRIES = 4;
/** How long a caller waits for a key that an open transaction holds, ms: as long as for any lock. */
const KEY_WAIT_MS = 20_000;
/** Pauses between two tries to get such a key, ms. */
const KEY_PAUSES_MS = [2, 5, 10, 25, 50, 100];

interface Accepted {
  name: string;
  job: NewJob;
  inserted: Inserted;
}

/** The answer for a call of which an open transaction holds a key. */
const HELD = Symbol('held');
/** The answer to one call: its rows, or why there are none. */
type Answer = JobRow[] | AppError | typeof HELD;

/** Unfinished jobs of tenants $2 and kinds $3 with dedupe keys $4, and the jobs $1. */
const OTHERS = `
  SELECT j.* FROM job_live j JOIN unnest($2::uuid[], $3::text[], $4::text[]) AS k(tenant_id, name, dedupe_key)
    USING (tenant_id, name, dedupe_key)
  UNION ALL SELECT * FROM job WHERE id = ANY($1::uuid[])`;

/**
 * Writes jobs durably: in the caller's transaction if one is open, else by group commit, which puts the jobs of many
 * callers into one statement. Either way the job is in Postgres when the promise resolves.
 */
@Injectable()
export class Acceptance {
  private readonly group = new MicroBatch<NewJob[], Answer>((calls) => this.commit(calls), 200, 2);
  /** Calls with dedupe keys have statements of their own, so that the others need not look at key locks. */
  private readonly keyed = new MicroBatch<NewJob[], Answer>((calls) => this.commit(calls, true), 200, 2);

  constructor(
    private readonly tenantDb: TenantDatabase,
    private readonly systemDb: SystemDatabase,
    private readonly context: RequestContext,
    private readonly ledger: Ledger,
    private readonly relay: Relay,
    private readonly runner: JobRunner,
  ) {}

  /**
   * Accepts checked jobs of the current tenant; answers their rows in order. For a dedupe key that is in use, the
   * unfinished job that has it.
   * @throws AppError CONFLICT when such jobs come and go faster than they can be answered, and when a transaction that
   * holds such a key does not end
   */
  async accept(jobs: NewJob[]): Promise<JobRow[]> {
    if (this.context.store.transaction)
      return this.tenantDb.transaction(async (tx) => {
        await this.ledger.holdKeys(tx, jobs);
        const insert = async (left: NewJob[]) => ({ inserted: await this.ledger.insert(tx, left), held: [] });
        const [answer] = await this.insert(tx, insert, [jobs], (made) =>
          this.tenantDb.afterCommit(() => this.relay.accepted(made)),
        );
        return settled(answer!);
      });
    const keyed = jobs.some(({ dedupeKey }) => dedupeKey !== null);
    const once = async () => {
      if (jobs.length >= OWN_STATEMENT_FROM) return (await this.commit([jobs], keyed))[0]!;
      return (keyed ? this.keyed : this.group).add(jobs);
    };
    const rows = settled(await this.unheld(once));
    this.context.noteCommit();
    return rows;
  }

  /**
   * Asks again while a key is held. A statement that waited for the key would occupy a connection meanwhile, and delay all
   * callers whose jobs are in the same statement.
   */
  private async unheld(once: () => Promise<Answer>): Promise<Answer> {
    const until = performance.now() + KEY_WAIT_MS;
    for (let tries = 0; ; tries++) {
      const answer = await once();
      if (answer !== HELD || performance.now() > until) return answer;
      await pause(KEY_PAUSES_MS[Math.min(tries, KEY_PAUSES_MS.length - 1)]);
    }
  }

  /** @param keyed some of the calls have dedupe keys: a call whose key is held is answered HELD, and none of its jobs is inserted */
  private async commit(calls: NewJob[][], keyed = false): Promise<Answer[]> {
    const names = new Set(calls.flatMap((jobs) => jobs.map((job) => job.name)));
    const db = { rows: <Row>(sql: string, parameters?: unknown[]) => this.systemDb.prepared<Row>(sql, parameters) };
    const places = this.relay.places(names);
    let sentAt = 0;
    const callOf = new Map(calls.flatMap((jobs, call) => jobs.map(({ id }) => [id, call] as const)));
    const insert = async (jobs: NewJob[]) => {
      sentAt = performance.now();
      const local = this.runner.localPlaces(places.keys());
      try {
        if (!keyed) return { inserted: await this.ledger.insert(db, jobs, places, local), held: [] };
        const callsOf = jobs.map(({ id }) => callOf.get(id)!);
        return await this.ledger.insertUnheld(db, jobs, callsOf, places, local);
      } catch (error) {
        this.runner.claimUnanswered();
        throw error;
      }
    };
    return this.insert(db, insert, calls, (made) => {
      this.relay.accepted(made);
      for (const { name, job, inserted } of made)
        if (inserted.status === 'RUNNING') this.runner.runClaimed(name, claimedFrom(job, inserted), sentAt);
    });
  }

  /** Answers each call for itself: one that cannot be accepted does not undo the others. */
  private async insert(
    db: Pick<Tx, 'rows'>,
    insert: (jobs: NewJob[]) => Promise<{ inserted: Map<string, Inserted>; held: readonly string[] }>,
    calls: NewJob[][],
    accepted: (made: Accepted[]) => void,
  ): Promise<Answer[]> {
    const rows = new Map<string, JobRow>();
    const held = new Set<string>();
    let left = calls.flat();
    for (let attempt = 0; attempt < TRIES && left.length > 0; attempt++) {
      const { inserted, held: keptBack } = await insert(left);
      for (const id of keptBack) held.add(id);
      const made = left.flatMap((job) => {
        const mine = inserted.get(job.id);
        if (!mine) return [];
        rows.set(job.id, rowFrom(job, mine));
        return [{ name: job.name, job, inserted: mine }];
      });
      if (made.length > 0) accepted(made);
      left = left.filter((job) => !inserted.has(job.id));
      if (left.length > 0)
        await this.findOthers(db, left, rows).catch((error: unknown) => {
          throw rows.size > 0 && isDatabaseAway(error) ? new AwayAfterCommit(error) : error;
        });
      // The job that had the key ended in between: the key is free now.
      left = left.filter((job) => !rows.has(job.id) && !held.has(job.id));
    }
    return calls.map((jobs) =>
      jobs.every((job) => rows.has(job.id))
        ? jobs.map((job) => rows.get(job.id)!)
        : jobs.some((job) => held.has(job.id))
          ? HELD
          : new AppError('CONFLICT', 'The same work has just finished; ask again to run it anew'),
    );
  }

  /**
   * Finds the jobs to answer for those that were left out: the unfinished job that has the dedupe key, or the same job, written
   * by a first try whose answer was lost.
   */
  private async findOthers(db: Pick<Tx, 'rows'>, jobs: readonly NewJob[], rows: Map<string, JobRow>): Promise<void> {
    const others = await db.rows<JobRow>(OTHERS, [
      jobs.map((job) => job.id),
      jobs.map((job) => job.tenantId),
      jobs.map((job) => job.name),
      jobs.map((job) => job.dedupeKey),
    ]);
    const known = new Map(others.flatMap((row) => [[row.id, row] as const, [keyOf(row), row] as const]));
    for (const job of jobs) {
      const key = job.dedupeKey && keyOf({ tenant_id: job.tenantId, name: job.name, dedupe_key: job.dedupeKey });
      const row = known.get(job.id) ?? (key ? known.get(key) : undefined);
      if (row) rows.set(job.id, row);
    }
  }
}

function keyOf({ tenant_id, name, dedupe_key }: Pick<JobRow, 'tenant_id' | 'name' | 'dedupe_key'>): string {
  return `${tenant_id}\n${name}\n${dedupe_key}`;
}

/** @throws AppError what the call got instead of its jobs. */
function settled(answer: Answer): JobRow[] {
  if (answer === HELD)
    throw new AppError('CONFLICT', 'The same work is being asked for by a request that does not end', {
      retryAfterSeconds: 1,
    });
  if (answer instanceof AppError) throw answer;
  return answer;
}

/** The row that a claim would have answered. */
function claimedFrom(job: NewJob, inserted: Inserted): ClaimedJob {
  return {
    id: job.id,
    tenant_id: job.tenantId,
    token: 1,
    attempt: 1,
    max_attempts: job.maxAttempts,
    data: JSON.parse(job.data) as unknown,
    scheduled_for: inserted.scheduled_for,
    batch_id: job.batchId ?? null,
    follows: (job.metadata?.['batchId'] as string | undefined) ?? null,
    request_id: job.requestId ?? null,
    waited: 0,
  };
}

/** The row as it was accepted, made without asking Postgres; a job that was claimed since is shown as it was before. */
function rowFrom(job: NewJob, inserted: Inserted): JobRow {
  return {
    id: job.id,
    tenant_id: job.tenantId,
    name: job.name,
    status: inserted.status === 'RUNNING' ? 'QUEUED' : inserted.status,
    priority: job.priority,
    rank: job.priority,
    due_by: job.dueBy ?? null,
    data: JSON.parse(job.data) as Record<string, unknown>,
    result: null,
    error: null,
    progress: 0,
    attempt: 0,
    max_attempts: job.maxAttempts,
    crashes: 0,
    token: 0,
    run_at: inserted.run_at,
    due: inserted.due,
    cancel_requested_at: null,
    dedupe_key: job.dedupeKey,
    batch_id: job.batchId ?? null,
    hotel_id: job.hotelId,
    schedule_id: job.scheduleId ?? null,
    created_by: job.createdBy ?? null,
    request_id: job.requestId ?? null,
    worker: null,
    metadata: job.metadata ?? {},
    created_at: inserted.created_at,
    scheduled_for: inserted.scheduled_for,
    started_at: null,
    completed_at: null,
  };
}
