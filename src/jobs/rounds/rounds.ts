import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Config } from '../../platform/config/config.js';
import { databaseTrouble } from '../../platform/database/database-trouble.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { JobWatch } from '../watch/job-watch.js';
import { type JobRequest, JobsService } from '../accept/jobs.service.js';
import type { LedgerStatus } from '../ledger/job-row.js';
import { newId } from '../ledger/new-id.js';

/** What one tenant has to do in a round. */
export interface RoundPart {
  tenantId: string;
  children: readonly JobRequest[];
}

export interface RoundJob {
  jobId: string;
  hotelId: number | null;
  status: LedgerStatus;
  result: unknown;
  error: { code?: string; message?: string } | null;
}

/** Hotels without a job, and why: their tenant's quota is used up, Postgres was away, or the caller left them out. */
export interface RefusedPart {
  hotelIds: number[];
  message: string;
  /** Nothing went wrong: there was nothing to do. */
  skipped?: true;
  /** The id that the tenant's batch would have had. */
  batchId?: string;
}

export interface Round {
  id: string;
  label: string;
  /** Job that stands for each tenant's batch. */
  batchIds: string[];
  refused: RefusedPart[];
  jobs: RoundJob[];
  finished: boolean;
}

/** Rounds are forgotten after so many days. */
const KEEP_DAYS = 40;
/** Pause before a tenant whose batch failed for trouble with Postgres, and the round itself, are tried again, ms. */
const AGAIN_MS = 1_000;
/** After so many tenants in a row for whom both tries failed, the others are not tried: Postgres is away, and the caller waits. */
const AWAY_AFTER = 3;

/** A round over all tenants: a batch in each. For callers who belong to no tenant, such as a cron service. */
@Injectable()
export class Rounds {
  private readonly logger = new Logger('Rounds');
  againMs = AGAIN_MS;

  constructor(
    private readonly db: SystemDatabase,
    private readonly context: RequestContext,
    private readonly jobs: JobsService,
    private readonly watch: JobWatch,
    private readonly config: Config,
  ) {}

  /**
   * Starts a batch for each tenant that has something to do; one that is refused, or cannot be started, stops no other. Answers the
   * round's id.
   * @param left what else is told of the round: hotels that have no job in it
   */
  async start(label: string, parts: readonly RoundPart[], left: readonly RefusedPart[] = []): Promise<string> {
    const id = uuidv7();
    const mine = parts.filter(({ children }) => children.length > 0).map((part) => ({ ...part, batchId: newId() }));
    // Written before there is anything to tell of: this process may be killed between two tenants.
    await this.twice(() =>
      this.db.run(
        `WITH old AS (DELETE FROM job_round WHERE created_at < now() - make_interval(days => ${KEEP_DAYS}))
         INSERT INTO job_round (id, label, batch_ids, refused) VALUES ($1, $2, $3::uuid[], $4::jsonb)
         ON CONFLICT (id) DO NOTHING`,
        [
          id,
          label,
          mine.map(({ batchId }) => batchId),
          JSON.stringify([...left, ...mine.map((part) => refusal(part, 'Not started: the process ended; ask again'))]),
        ],
      ),
    );
    const refused: RefusedPart[] = [...left];
    let away = 0;
    for (const part of mine) {
      try {
        if (away >= AWAY_AFTER) throw new AppError('UNAVAILABLE', 'Not started: trouble with Postgres; ask again');
        await this.open(label, part);
        away = 0;
      } catch (error) {
        refused.push(refusal(part, this.wordsOf(error, part.tenantId)));
        if (databaseTrouble(error)) away++;
      }
    }
    await this.twice(() =>
      this.db.run('UPDATE job_round SET refused = $2::jsonb WHERE id = $1', [id, JSON.stringify(refused)]),
    );
    return id;
  }

  /** Starts a tenant's batch. Whether a commit that was not answered came about is seen by the batch's id, so there is never a second one. */
  private async open(label: string, { tenantId, children, batchId }: RoundPart & { batchId: string }): Promise<void> {
    let again = false;
    await this.twice(async () => {
      if (again && (await this.those([batchId])).has(batchId)) return;
      again = true;
      await this.context.asTenant(tenantId, () =>
        this.jobs.enqueueBatch(label, children, undefined, undefined, batchId),
      );
    });
  }

  /** Those of the batches that are there. */
  private async those(batchIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.db.rows<{ id: string }>('SELECT id FROM job WHERE id = ANY($1::uuid[])', [batchIds]);
    return new Set(rows.map(({ id }) => id));
  }

  private wordsOf(error: unknown, tenantId: string): string {
    if (error instanceof AppError) return error.message;
    this.logger.error({ msg: "a tenant's part of a round was not started", tenantId, err: error });
    const trouble = databaseTrouble(error);
    return trouble ? `Trouble with Postgres: ${trouble.words}` : 'It could not be started; the log says why';
  }

  /** Once more, after a pause, when Postgres was in trouble. */
  private async twice<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!databaseTrouble(error)) throw error;
      await pause(this.againMs);
      return work();
    }
  }

  /** Waits until every batch is over, at most so long (ms; default JOBS_WAIT_MS); answers the round as it then stands. */
  async waitFor(id: string, ms: number = this.config.JOBS_WAIT_MS): Promise<Round> {
    const { batchIds } = await this.find(id);
    if (ms > 0) await Promise.all(batchIds.map((batchId) => this.watch.waitFor(batchId, ms)));
    return this.read(id);
  }

  /** @throws AppError NOT_FOUND */
  async read(id: string): Promise<Round> {
    const round = await this.find(id);
    const jobs = await this.db.rows<RoundJob>(
      `SELECT id AS "jobId", hotel_id AS "hotelId", status, result, error FROM job
       WHERE batch_id = ANY($1::uuid[]) ORDER BY hotel_id, id`,
      [round.batchIds],
    );
    const open = await this.db.first('SELECT 1 FROM job_live WHERE id = ANY($1::uuid[])', [round.batchIds]);
    return { ...round, jobs, finished: open === undefined };
  }

  /** What was noted as refused and is there all the same, because its outcome was not known, was started. */
  private async find(id: string): Promise<Omit<Round, 'jobs' | 'finished'>> {
    const row = await this.db.first<Omit<Round, 'jobs' | 'finished'>>(
      'SELECT id, label, batch_ids AS "batchIds", refused FROM job_round WHERE id = $1',
      [id],
    );
    if (!row) throw notFound('Round');
    const there = await this.those(row.batchIds);
    return {
      ...row,
      batchIds: row.batchIds.filter((batchId) => there.has(batchId)),
      refused: row.refused.filter(({ batchId }) => batchId === undefined || !there.has(batchId)),
    };
  }
}

function refusal({ children, batchId }: RoundPart & { batchId: string }, message: string): RefusedPart {
  return { hotelIds: children.flatMap((child) => child.options?.hotelId ?? []), message, batchId };
}
