import type { Type } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';

export interface Backoff {
  type: 'exponential' | 'fixed';
  /** First delay, ms. Attempt n waits delay · 2^(n-1) (exponential) or delay (fixed), plus up to 20% jitter. */
  delayMs: number;
  /** Ceiling of one delay, ms. Default: one hour. */
  maxMs?: number;
}

/** At most so many jobs in a time. */
export interface Rate {
  jobs: number;
  perSeconds: number;
}

export interface JobLimits {
  /** Jobs of one tenant under way at a time, on all workers together. */
  tenantConcurrency?: number;
  /** Jobs of one tenant started in a time; more wait. */
  tenantRate?: Rate;
  /** Jobs one user may ask for in a time; more are refused with 429. */
  userRate?: Rate;
}

export interface JobOptions<Payload extends object, Result> {
  /** Kebab-case, stored for ever: the job's type, its queue and its metric label. Never renamed. */
  name: string;
  /** What people call it, a few words such as `Housekeeping round`; the console shows it. Default: the words of the name. */
  title?: string;
  /** One sentence for operators and the API documentation. */
  summary: string;
  /** Class with class-validator decorators: checked on enqueue and again on run. */
  payload: Type<Payload>;
  /** Class of the result, for the API documentation. */
  result?: Type<Result>;
  /** Jobs of this kind one worker process runs at a time. Default 5. */
  concurrency?: number;
  /** Attempts before the job is a dead letter. Default 3. */
  attempts?: number;
  /** Default: exponential from 2 s. */
  backoff?: Backoff;
  /** Longest life of one attempt, ms: then its signal is aborted and the attempt has failed. Default 10 min. */
  deadlineMs?: number;
  /** 0 is most urgent, 100 least. Default 50. */
  priority?: number;
  /**
   * Key of "the same work": while a job of the tenant with this key is not final, enqueue answers that job
   * instead of making a second one.
   */
  dedupe?(payload: Payload): string | undefined;
  /** Default: none. An operator may set others for a tenant or for all. */
  limits?: JobLimits;
  /** The result of the same payload is used again for this long, ms, instead of a new run. Default: never. */
  cacheMs?: number;
  /**
   * So many days completed jobs are kept, with their items, where a kind runs often for each of many users. Default: as long as the
   * ledger's months. Jobs that did not complete, or have a dead letter, are kept as long as others.
   */
  keepDays?: number;
  /** So many seconds after its slot a job should be done (`dueBy`), for schedules that are new and say nothing. Default: no time. */
  dueSeconds?: number;
  /** Hotel (property) the job belongs to, for filters and history. */
  hotelOf?(payload: Payload): number | undefined;
  /**
   * The same where the payload does not tell it: looked up for many payloads at once, in their order.
   * @throws AppError NOT_FOUND when one names what the tenant does not have.
   */
  hotelsOf?(payloads: readonly Payload[], db: Pick<Tx, 'rows'>): Promise<(number | null)[]>;
  /** Roles that may start this kind through POST /jobs and /jobs/trigger. Default: ADMIN, MANAGER. */
  startableBy?: readonly ('ADMIN' | 'MANAGER' | 'STAFF')[];
  /**
   * People start it all the same, by a route of its own (startableBy is empty then): it may be cancelled
   * and retried by hand.
   */
  hasRoute?: boolean;
  /**
   * Its jobs are parts of batches that a route of their feature runs again, because it keeps more about them than the ledger does:
   * `POST /statements/jobs/{batchId}/retry-failed`. The routes of jobs then leave such batches alone and name it.
   */
  retryRoute?: string;
  /**
   * Its jobs are made beside others (deliveries, messages) or again and again for single people, and complete whatever became of what was
   * asked for. A failure rate over all kinds leaves them out.
   */
  beside?: boolean;
  /** Other names the trigger route accepts. */
  aliases?: readonly string[];
}

export interface JobContract<Payload extends object = object, Result = unknown> {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly payload: Type<Payload>;
  readonly result?: Type<Result>;
  readonly concurrency: number;
  readonly attempts: number;
  readonly backoff: Required<Backoff>;
  readonly deadlineMs: number;
  readonly priority: number;
  readonly limits: JobLimits;
  readonly cacheMs: number;
  readonly keepDays?: number;
  readonly dueSeconds?: number;
  dedupe?(payload: Payload): string | undefined;
  hotelOf?(payload: Payload): number | undefined;
  hotelsOf?(payloads: readonly Payload[], db: Pick<Tx, 'rows'>): Promise<(number | null)[]>;
  readonly startableBy: readonly ('ADMIN' | 'MANAGER' | 'STAFF')[];
  readonly hasRoute: boolean;
  readonly retryRoute?: string;
  readonly beside: boolean;
  readonly aliases: readonly string[];
}

/** A kind nobody starts by hand: its jobs are the platform's, whosever tenant they belong to. */
export function isPlatformKind(contract: JobContract): boolean {
  return contract.startableBy.length === 0 && !contract.hasRoute;
}

/** `count-rooms` as `Count rooms`. */
function wordsOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Declares a job kind, once: everything else (queue, typing, validation, documentation, metrics) follows.
 * @throws TypeError for a name that is not kebab-case or numbers that make no sense.
 */
export function defineJob<Payload extends object, Result>(
  options: JobOptions<Payload, Result>,
): JobContract<Payload, Result> {
  const contract: JobContract<Payload, Result> = {
    ...options,
    title: options.title ?? wordsOf(options.name),
    concurrency: options.concurrency ?? 5,
    attempts: options.attempts ?? 3,
    backoff: { maxMs: 3_600_000, ...(options.backoff ?? { type: 'exponential', delayMs: 2_000 }) },
    deadlineMs: options.deadlineMs ?? 600_000,
    priority: options.priority ?? 50,
    limits: options.limits ?? {},
    cacheMs: options.cacheMs ?? 0,
    startableBy: options.startableBy ?? ['ADMIN', 'MANAGER'],
    hasRoute: options.hasRoute ?? false,
    beside: options.beside ?? false,
    aliases: options.aliases ?? [],
  };
  if (!NAME.test(contract.name)) throw new TypeError(`Job name "${contract.name}" is not kebab-case`);
  if (contract.concurrency < 1 || contract.attempts < 1)
    throw new TypeError(`Job ${contract.name}: concurrency and attempts are at least 1`);
  if (contract.keepDays !== undefined && !(contract.keepDays >= 1))
    throw new TypeError(`Job ${contract.name}: jobs are kept for a day at least`);
  if (contract.dueSeconds !== undefined && !(contract.dueSeconds >= 60 && contract.dueSeconds <= 604_800))
    throw new TypeError(`Job ${contract.name}: jobs are due a minute to a week after their slot`);
  return Object.freeze(contract);
}
