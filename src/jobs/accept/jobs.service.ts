import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { Acceptance } from './acceptance.js';
import { NamedHotels } from './named-hotels.js';
import { Quota } from './quota.js';
import { ResultCache } from './result-cache.js';
import { UserRate } from './user-rate.js';
import { Batches, type OnComplete } from '../batches/batches.js';
import type { JobContract } from '../contract/define-job.js';
import { checkPayload, serializePayload } from '../contract/payload.js';
import { JobWatch } from '../watch/job-watch.js';
import { KeyedJobs } from './keyed-jobs.js';
import { JobQueries, type QueueCounts } from '../queries/job-queries.js';
import { type JobDetail, type JobView, toView } from '../ledger/job-view.js';
import type { JobRow } from '../ledger/job-row.js';
import type { NewJob } from '../ledger/ledger.js';
import { newId } from '../ledger/new-id.js';

export interface EnqueueOptions {
  /** 0 most urgent … 100. Default: the contract's. */
  priority?: number;
  /** Attempts before it is a dead letter, 1..20. Default: the contract's. */
  attempts?: number;
  /** Not before this instant. */
  runAt?: Date;
  /** Not before this many ms from now. */
  delay?: number;
  /** When it should be done: as this comes near it overtakes its tenant's other jobs. */
  dueBy?: Date;
  /** Dedupe key instead of the contract's. */
  uniqueKey?: string;
  /** Hotel the job is for, where its payload alone does not tell. */
  hotelId?: number;
}

/** One job of a batch, or the one that follows it. */
export interface JobRequest {
  contract: JobContract;
  payload: object;
  options?: EnqueueOptions;
}

type Origin = Pick<NewJob, 'tenantId' | 'createdBy' | 'requestId' | 'metadata'>;

/** How far ahead a job may be planned. */
const MAX_AHEAD_MS = 5 * 366 * 86_400_000;

/** Tenant-scoped job creation, and what a feature needs to know about its jobs. */
@Injectable()
export class JobsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly acceptance: Acceptance,
    private readonly quota: Quota,
    private readonly userRate: UserRate,
    private readonly cache: ResultCache,
    private readonly hotels: NamedHotels,
    private readonly keyed: KeyedJobs,
    private readonly batches: Batches,
    private readonly queries: JobQueries,
    private readonly watch: JobWatch,
    private readonly config: Config,
  ) {}

  /**
   * Accepts one job for the current tenant, in the caller's transaction if one is open. Once that has committed
   * the job will run, whatever happens to Redis or to this process. Answers an earlier job instead when an unfinished
   * one has the same dedupe key, or a completed one's result still counts (contract.cacheMs).
   * @throws AppError VALIDATION_FAILED when the payload does not fit the contract; NOT_FOUND when it names a hotel the
   * tenant does not have; TOO_MANY_REQUESTS over the tenant's quota or the user's rate.
   */
  async enqueue<Payload extends object, Result>(
    contract: JobContract<Payload, Result>,
    payload: NoInfer<Payload>,
    options: EnqueueOptions = {},
  ): Promise<JobView> {
    const [job] = await this.enqueueMany(contract, [payload], options);
    return job!;
  }

  /** Accepts many jobs of one kind with one statement; answers in the order given. */
  enqueueMany<Payload extends object, Result>(
    contract: JobContract<Payload, Result>,
    payloads: readonly NoInfer<Payload>[],
    options: EnqueueOptions = {},
  ): Promise<JobView[]> {
    return this.acceptAll(contract, payloads, options);
  }

  /**
   * enqueue() for data whose shape the compiler does not know, such as the body of a request. They are checked against the
   * contract at run time, as all payloads are.
   */
  async enqueueUntyped(contract: JobContract, data: object, options: EnqueueOptions = {}): Promise<JobView> {
    const [job] = await this.acceptAll(contract, [data], options);
    return job!;
  }

  /**
   * Accepts a batch: its children and a job that stands for the whole, whose id, status and progress are the batch's.
   * It completes when the last child is final, with the counts as result (FAILED only when no child completed), and
   * then starts the onComplete job, if one is given, whatever the outcome; and once more whenever children have been run again.
   * @param label what the batch is, shown in its data
   * @param id of the batch, from newId(), for who has to know it before it is there
   */
  async enqueueBatch(
    label: string,
    children: readonly JobRequest[],
    onComplete?: JobRequest,
    hotelId?: number,
    id?: string,
  ): Promise<JobView> {
    if (children.length === 0) throw invalid('items', 'A batch has at least one job');
    const origin = this.origin;
    const make = ({ contract, payload, options = {} }: JobRequest, path: string) =>
      atPath(path, () => this.newJob(contract, payload, options, origin));
    const jobs = children.map((child, index) => make(child, `items.${index}`));
    const after = onComplete && make(onComplete, 'onComplete.data');
    if (after) await this.findHotels(onComplete.contract, [after]);
    for (const contract of new Set(children.map((child) => child.contract))) {
      const mine = jobs.filter((_, index) => children[index]!.contract === contract);
      await this.findHotels(contract, mine);
      await this.userRate.admit(contract, mine.length);
    }
    await this.quota.admit(this.context.tenantId, jobs.length + 1);
    const { tenantId, store, principal } = this.context;
    const open = async (tx: Tx): Promise<JobRow[]> => {
      const batch = await this.batches.open(
        tx,
        {
          id,
          tenantId,
          total: jobs.length,
          data: { label },
          hotelId: hotelId ?? null,
          createdBy: principal?.userId ?? null,
          requestId: store.requestId ?? null,
        },
        after ? pick(after) : null,
      );
      // With a dedupe key, a job outside the batch could be answered in place of the child.
      await this.acceptance.accept(jobs.map((job) => ({ ...job, batchId: batch.id, dedupeKey: null })));
      return [batch];
    };
    const [batch] = await this.keyed.once(1, () => this.db.transaction(open));
    return toView(batch!);
  }

  /** @throws AppError NOT_FOUND, also for a job of another type than the one asked for. */
  get(id: string, options: { type?: string } = {}): Promise<JobDetail> {
    return this.queries.detail(id, options.type);
  }

  /** Jobs of one kind by Bull's states, of the current tenant. */
  counts(name: string): Promise<QueueCounts> {
    return this.queries.counts(name);
  }

  /**
   * Ids of the jobs that this request made when it was sent before with the same Idempotency-Key. Inside a transaction, no
   * other execution of the request makes jobs until that transaction ends.
   */
  madeEarlier(): Promise<string[]> {
    return this.keyed.made();
  }

  /** The job once it is final, or null when it outlasts the wait (ms; default JOBS_WAIT_MS). */
  async waitFor(id: string, ms: number = this.config.JOBS_WAIT_MS): Promise<JobDetail | null> {
    if (this.db.open)
      throw new Error(
        'A job cannot run before it is committed: mark the route that waits for it @AnswersAfterCommit()',
      );
    const final = ms > 0 ? await this.watch.waitFor(id, ms) : await this.queries.isFinal(id);
    return final ? this.queries.detail(id) : null;
  }

  /** Where a job's state and its live events are found. */
  links(id: string): { statusUrl: string; eventsUrl: string } {
    const statusUrl = `/api/v1/jobs/${id}`;
    return { statusUrl, eventsUrl: `${statusUrl}/events` };
  }

  private async acceptAll(
    contract: JobContract,
    payloads: readonly object[],
    options: EnqueueOptions,
  ): Promise<JobView[]> {
    const origin = this.origin;
    const jobs = payloads.map((payload) => this.newJob(contract, payload, options, origin));
    await this.findHotels(contract, jobs);
    return (await this.keyed.once(jobs.length, () => this.accept(contract, jobs))).map(toView);
  }

  private async accept(contract: JobContract, jobs: NewJob[]): Promise<JobRow[]> {
    if (contract.cacheMs > 0 && jobs.length === 1) {
      const earlier = await this.cache.find(contract, jobs[0]!.inputHash!);
      if (earlier) return [earlier];
    }
    // Awaits only where it must, because up to a thousand calls a second come through here.
    if (contract.limits.userRate) await this.userRate.admit(contract, jobs.length);
    // Jobs that cancel or retry many are not counted: they are needed most when there are too many.
    const counting =
      contract.startableBy.length === 0 ? undefined : this.quota.admit(this.context.tenantId, jobs.length);
    if (counting) await counting;
    return this.acceptance.accept(jobs);
  }

  /**
   * Sets the hotel of the jobs for which the caller has not given one, from their data.
   * @throws AppError NOT_FOUND for a hotel the tenant does not have.
   */
  private async findHotels(contract: JobContract, jobs: NewJob[]): Promise<void> {
    if (!contract.hotelOf && !contract.hotelsOf) return;
    const without = jobs.filter((job) => job.hotelId === null);
    if (without.length === 0) return;
    const hotels = await this.hotels.of(
      contract,
      without.map((job) => JSON.parse(job.data) as object),
    );
    without.forEach((job, index) => (job.hotelId = hotels[index] ?? null));
  }

  /** The tenant that new jobs belong to, and the user and the request that ask for them; of who has no account here, the subject. */
  private get origin(): Origin {
    const { principal, requestId } = this.context.store;
    return {
      tenantId: this.context.tenantId,
      createdBy: principal?.userId ?? null,
      requestId: requestId ?? null,
      metadata: principal?.subject === undefined ? undefined : { subject: principal.subject },
    };
  }

  private newJob(contract: JobContract, input: object, options: EnqueueOptions, origin: Origin): NewJob {
    const payload = checkPayload(contract, input);
    const wanted = options.runAt ?? (options.delay ? new Date(Date.now() + options.delay) : null);
    // An instant in the past means now: a job may not overtake jobs that have waited longer.
    const runAt = wanted && wanted.getTime() > Date.now() ? wanted : null;
    if (runAt && runAt.getTime() > Date.now() + MAX_AHEAD_MS)
      throw invalid('runAt', 'A job can be put off by five years at most');
    if (options.dueBy && runAt && options.dueBy <= runAt) throw invalid('dueBy', 'dueBy must come after runAt');
    const data = serializePayload(payload);
    return {
      ...origin,
      id: newId(),
      name: contract.name,
      data,
      priority: options.priority ?? contract.priority,
      maxAttempts: options.attempts ?? contract.attempts,
      runAt,
      dueBy: options.dueBy ?? null,
      dedupeKey: options.uniqueKey ?? contract.dedupe?.(payload) ?? null,
      hotelId: options.hotelId ?? null,
      inputHash: this.cache.hash(contract, data),
    };
  }
}

/** Runs make(); an error it finds in `data` is reported at the path the data has in the batch. */
function atPath<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof AppError) || !error.errors) throw error;
    const errors = error.errors.map((one) => ({ ...one, path: one.path.replace(/^data\b/, path) }));
    throw new AppError(error.code, `${path}: ${error.message}`, { errors });
  }
}

function pick({ name, data, priority, maxAttempts, hotelId }: NewJob): OnComplete {
  return { name, data, priority, maxAttempts, hotelId };
}
