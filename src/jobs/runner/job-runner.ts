import { Injectable, Logger } from '@nestjs/common';
import { Batches } from '../batches/batches.js';
import { Config } from '../../platform/config/config.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { JobContract } from '../contract/define-job.js';
import type { JobContext } from '../contract/job-context.js';
import { PermanentJobError } from '../contract/job-errors.js';
import { checkPayload } from '../contract/payload.js';
import { JobWatch } from '../watch/job-watch.js';
import { Pace } from '../fleet/pace.js';
import { ThisWorker } from '../fleet/this-worker.js';
import type { ClaimedJob } from '../ledger/claim.sql.js';
import type { LocalPlaces } from '../ledger/insert.sql.js';
import { Ledger } from '../ledger/ledger.js';
import { JobMetrics } from '../metrics/job-metrics.js';
import { Relay } from '../relay/relay.js';
import { AbandonedHandlers } from './abandoned-handlers.js';
import type { Attempt } from './attempt.js';
import { AttemptFactory } from './attempt-factory.js';
import { Deadlines } from './deadlines.js';
import { LocalQueue } from './local-queue.js';
import { RunningJob } from './running-job.js';
import { RunningJobs } from './running-jobs.js';
import { about, type Answer, Settlement } from './settlement.js';

type Handle = (payload: object, ctx: JobContext) => Promise<unknown>;

/** How a handler ended, and how long it ran, ms. Undefined: the job was cancelled, or its lease lost, before it began. */
type Run = { ctx: Attempt; answer: Answer; ms: number; occupied: boolean } | undefined;

/** Attempts of jobs, from the doorbell to the ledger: the only caller of handlers. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger('JobRunner');
  private readonly queues = new Map<string, LocalQueue<Run>>();

  constructor(
    private readonly ledger: Ledger,
    private readonly attempts: AttemptFactory,
    private readonly settlement: Settlement,
    private readonly context: RequestContext,
    private readonly running: RunningJobs,
    private readonly relay: Relay,
    private readonly batches: Batches,
    private readonly pace: Pace,
    private readonly self: ThisWorker,
    private readonly watch: JobWatch,
    private readonly metrics: JobMetrics,
    private readonly abandoned: AbandonedHandlers,
    private readonly config: Config,
  ) {}

  /** Answers a message of the doorbell: claims its jobs and runs them. Resolves when the ledger knows the outcome of each. */
  async answer(contract: JobContract, ids: readonly string[], handle: Handle): Promise<void> {
    let queue = this.queues.get(contract.name);
    if (!queue) this.queues.set(contract.name, (queue = this.open(contract, handle)));
    await queue.take(ids);
    this.relay.refill(contract.name);
  }

  /** Places of this process that new jobs of these queues may take, claimed by the statement that inserts them. */
  localPlaces(names: Iterable<string>): LocalPlaces | undefined {
    const free = new Map<string, number>();
    const forFirstJobs = new Map<string, number>();
    for (const name of names) {
      const queue = this.queues.get(name);
      if (queue && queue.idle > 0) free.set(name, queue.idle);
      if (queue && queue.placesForFirstJobs > 0) forFirstJobs.set(name, queue.placesForFirstJobs);
    }
    if (free.size + forFirstJobs.size === 0) return undefined;
    return { free, forFirstJobs, worker: this.self.id, leaseMs: this.config.JOBS_LEASE_MS };
  }

  /** Called when the statement that inserts jobs was not answered: it may have claimed some of them for this process. */
  claimUnanswered(): void {
    this.running.claimUnanswered();
  }

  /**
   * Runs a job that was claimed by the statement that inserted it. Returns at once.
   * @param claimedAt when that statement was sent, by this process's monotonic clock, ms
   */
  runClaimed(queue: string, row: ClaimedJob, claimedAt: number): void {
    const job = new RunningJob(row, claimedAt + this.config.JOBS_LEASE_MS);
    this.running.add(job);
    void this.queues
      .get(queue)!
      .takeClaimed(job)
      .catch((error: Error) => this.logger.warn({ msg: `${queue}: ${error.message}`, ...about(job) }))
      .finally(() => this.relay.refill(queue));
  }

  /** Claims nothing more and puts back the jobs that were rung here and are not claimed. Claimed jobs still run. */
  async stop(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.stop()));
  }

  private open(contract: JobContract, handle: Handle): LocalQueue<Run> {
    const deadlines = new Deadlines(contract.deadlineMs);
    const freePlace = () => queue.freePlace();
    const queue = new LocalQueue<Run>(contract.concurrency, {
      claim: (ids) => this.claim(ids),
      handle: (job) => this.run(contract, job, handle, deadlines, freePlace),
      occupied: (run) => run?.occupied ?? false,
      runMs: () => this.pace.of(contract.name),
      settle: (job, run) => this.settle(contract, job, run),
      giveBack: async (jobs, unclaimed) => {
        await Promise.all([this.ledger.putBackRung(unclaimed), this.settlement.giveBack(jobs)]).finally(() => {
          for (const job of jobs) this.running.remove(job);
        });
      },
    });
    return queue;
  }

  private async claim(ids: string[]): Promise<(RunningJob | undefined)[]> {
    const leaseEnds = performance.now() + this.config.JOBS_LEASE_MS;
    const claimed = this.ledger.claim(ids, this.self.id, this.config.JOBS_LEASE_MS);
    const rows = await claimed.catch((error: unknown) => {
      this.running.claimUnanswered();
      throw error;
    });
    return rows.map((row) => {
      if (!row) return undefined;
      const job = new RunningJob(row, leaseEnds);
      this.running.add(job);
      return job;
    });
  }

  private async run(
    contract: JobContract,
    job: RunningJob,
    handle: Handle,
    deadlines: Deadlines,
    freePlace: () => void,
  ): Promise<Run> {
    if (job.reason) return undefined;
    const { row } = job;
    this.metrics.started(contract.name, row.waited);
    const ctx = this.attempts.open(contract.name, job);
    const over = { jobId: row.id, requestId: row.request_id ?? undefined };
    const started = performance.now();
    deadlines.begin(job);
    const run = () => this.context.asTenant(row.tenant_id, () => this.handle(contract, job, ctx, handle), over);
    const { answer, occupied } = await this.abandoned.watch(contract.name, job, run, freePlace);
    deadlines.end(job);
    const ms = performance.now() - started;
    this.pace.observe(contract.name, ms);
    return { ctx, answer, ms, occupied };
  }

  private async handle(contract: JobContract, job: RunningJob, ctx: Attempt, handle: Handle): Promise<Answer> {
    try {
      return { value: await handle(payloadOf(contract, job), ctx) };
    } catch (thrown) {
      return { thrown };
    }
  }

  private async settle(contract: JobContract, job: RunningJob, run: Run): Promise<void> {
    try {
      if (!run) return await this.settlement.giveBack([job]);
      const outcome = await this.settlement.settle(contract, job, run.ctx, run.answer);
      this.metrics.finished(contract.name, outcome, run.ms / 1000);
      const { attempt } = job.row;
      this.logger.log({ msg: `${contract.name} ${outcome}`, job: contract.name, outcome, attempt, ...about(job) });
    } finally {
      this.running.remove(job);
      this.watch.nudge(job.id);
    }
    if (job.row.batch_id) this.batches.touch(job.row.batch_id);
  }
}

/** @throws PermanentJobError when what lies in the ledger does not fit the contract (any more). */
function payloadOf(contract: JobContract, { row }: RunningJob): object {
  try {
    return checkPayload(contract, row.data);
  } catch (error) {
    throw new PermanentJobError('INVALID_PAYLOAD', (error as Error).message, { cause: error });
  }
}
