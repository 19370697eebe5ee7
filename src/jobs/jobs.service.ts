import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Config } from '../platform/config/config.js';
import { TenantDatabase } from '../platform/database/tenant-database.js';
import type { Tx } from '../platform/database/tx.js';
import { AppError, invalid } from '../platform/errors/app-error.js';
import { RequestContext } from '../platform/tenancy/context.js';
import type { JobContract } from './contract/define-job.js';
import { checkPayload, serializePayload } from './contract/payload.js';
import { JobQueries, type QueueCounts } from './ledger/job-queries.js';
import type { JobRow } from './ledger/job-row.js';
import { type JobDetail, type JobView, toView } from './ledger/job-view.js';
import { Ledger, type NewJob } from './ledger/ledger.js';
import { Relay } from './relay/relay.js';

export interface EnqueueOptions {
  /** 0 most urgent … 100. Default: the contract's. */
  priority?: number;
  /** Attempts before it is a dead letter, 1..20. Default: the contract's. */
  attempts?: number;
  /** Not before this instant. */
  runAt?: Date;
  /** Not before this many ms from now. */
  delay?: number;
  /** Hotel the job is for, where its payload alone does not tell. */
  hotelId?: number;
}

/** Furthest a job may be put off. */
const MAX_AHEAD_MS = 5 * 366 * 86_400_000;

/** Tenant-scoped job creation, and what a feature needs to know about its jobs. */
@Injectable()
export class JobsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly ledger: Ledger,
    private readonly queries: JobQueries,
    private readonly relay: Relay,
    private readonly config: Config,
  ) {}

  /**
   * Accepts one job for the current tenant, in the caller's transaction if one is open. Once that has committed
   * the job will run, whatever happens to Redis or to this process. With a dedupe key in use, answers the
   * unfinished job that has it.
   * @throws AppError VALIDATION_FAILED when the payload does not fit the contract.
   */
  async enqueue<Payload extends object, Result>(
    contract: JobContract<Payload, Result>,
    payload: Payload | Record<string, unknown>,
    options: EnqueueOptions = {},
  ): Promise<JobView> {
    const [job] = await this.enqueueMany(contract, [payload], options);
    return job!;
  }

  /** Accepts many jobs of one kind with one statement; answers in the order given. */
  async enqueueMany<Payload extends object, Result>(
    contract: JobContract<Payload, Result>,
    payloads: readonly (Payload | Record<string, unknown>)[],
    options: EnqueueOptions = {},
  ): Promise<JobView[]> {
    const jobs = payloads.map((payload) => this.newJob(contract, payload, options));
    return this.db.transaction(async (tx) => {
      await this.ledger.insert(tx, jobs);
      const rows = await this.load(tx, jobs);
      this.db.afterCommit(() => this.relay.wake(contract.name));
      return rows.map(toView);
    });
  }

  /** @throws AppError NOT_FOUND, also for a job of another type than the one asked for. */
  get(id: string, options: { type?: string } = {}): Promise<JobDetail> {
    return this.queries.detail(id, options.type);
  }

  /** Jobs of one kind by Bull's states, of the current tenant. */
  counts(name: string): Promise<QueueCounts> {
    return this.queries.counts(name);
  }

  /** The job once it is final, or null when it outlasts the wait (ms; default JOBS_WAIT_MS). */
  async waitFor(id: string, ms: number = this.config.JOBS_WAIT_MS): Promise<JobDetail | null> {
    const end = performance.now() + ms;
    for (let pause = 10; ; pause = Math.min(pause * 1.5, 250)) {
      if (await this.queries.isFinal(id)) return this.queries.detail(id);
      if (performance.now() + pause > end) return null;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Where a job's state and its live events are found. */
  links(id: string): { statusUrl: string; eventsUrl: string } {
    const statusUrl = `/api/v1/jobs/${id}`;
    return { statusUrl, eventsUrl: `${statusUrl}/events` };
  }

  private newJob<Payload extends object>(
    contract: JobContract<Payload>,
    data: Payload | Record<string, unknown>,
    options: EnqueueOptions,
  ): NewJob {
    const payload = checkPayload(contract, data);
    const runAt = options.runAt ?? (options.delay ? new Date(Date.now() + options.delay) : null);
    if (runAt && runAt.getTime() > Date.now() + MAX_AHEAD_MS)
      throw invalid('runAt', 'A job can be put off by five years at most');
    return {
      id: uuidv7(),
      tenantId: this.context.tenantId,
      name: contract.name,
      data: serializePayload(payload),
      priority: options.priority ?? contract.priority,
      maxAttempts: options.attempts ?? contract.attempts,
      runAt,
      dedupeKey: contract.dedupe?.(payload) ?? null,
      hotelId: options.hotelId ?? contract.hotelOf?.(payload) ?? null,
      createdBy: this.context.principal?.userId ?? null,
      requestId: this.context.store.requestId ?? null,
    };
  }

  /** The inserted rows in order; for a taken dedupe key, the unfinished job that has it. */
  private async load(tx: Tx, jobs: readonly NewJob[]): Promise<JobRow[]> {
    const rows = await tx.rows<JobRow & { dedupe_key: string | null }>(
      `SELECT * FROM job WHERE id = ANY($1::uuid[])
       UNION ALL
       SELECT * FROM job WHERE tenant_id = $2 AND name = $3 AND dedupe_key = ANY($4::text[])
         AND status IN ('PENDING', 'QUEUED', 'RUNNING') AND NOT id = ANY($1::uuid[])`,
      [
        jobs.map((job) => job.id),
        this.context.tenantId,
        jobs[0]?.name ?? '',
        jobs.flatMap((job) => job.dedupeKey ?? []),
      ],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    const byKey = new Map(rows.map((row) => [row.dedupe_key, row]));
    return jobs.map((job) => {
      const row = byId.get(job.id) ?? byKey.get(job.dedupeKey);
      // The job that had the key finished in between: a retry of the request will be accepted.
      if (!row) throw new AppError('CONFLICT', 'The same work has just finished; ask again to run it anew');
      return row;
    });
  }
}
