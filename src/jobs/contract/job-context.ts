import type { Tx } from '../../platform/database/tx.js';
import type { EffectAnswer, EffectOptions, Send } from './effect.js';
import type { ItemDetails, ItemOutcome } from './item.js';

declare const completion: unique symbol;

/** What ctx.complete() answers: proof that effects and completion were committed together. */
export interface Completed<Result> {
  readonly [completion]: true;
  readonly result: Result;
}

/** What a handler gets beside its payload. Everything written through it is fenced by the attempt's token. */
export interface JobContext {
  readonly jobId: string;
  readonly tenantId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Instant the job was meant for: a schedule's slot, or its creation. */
  readonly scheduledFor: Date;
  /** Aborted on cancel, deadline, drain, and when the lease is lost. Check it between steps. */
  readonly signal: AbortSignal;
  /** Share of the work done, 0..100. Cheap: written at most twice a second. */
  progress(percent: number): void;
  /**
   * What became of one item of the work, by its key (1…200 characters); a later call replaces an earlier one. Returns at
   * once: items are written by the batch, at the latest when the attempt ends, whatever its outcome.
   * Inside transaction() or complete(), by that transaction: then "done" and "item ok" are one.
   */
  item(key: string, outcome: ItemOutcome, details?: ItemDetails): void;
  /**
   * Those of the keys that no attempt of this run has told as ok or skipped, in the order given. Going on after a
   * crash and running again what failed are then the same thing.
   */
  todo<Key extends string>(keys: readonly Key[]): Promise<Key[]>;
  /**
   * A call to the outside (mail, SMS, webhook, calendar, payout), at most once for each key of the tenant.
   * What has been done is answered from its receipt. Not inside a transaction.
   * @throws NotSentError as thrown by the call: the next attempt makes it again
   * @throws EffectUnknownError when it is not known whether it happened: the job becomes a dead letter
   */
  effect<Receipt extends object>(options: EffectOptions<Receipt>, send: Send<Receipt>): Promise<EffectAnswer<Receipt>>;
  /** Batch the job is part of, or follows as its onComplete job. */
  readonly batchId: string | null;
  /**
   * Ends this attempt; the job comes back after so many ms (1 s … 30 days), and no attempt is spent. For work that
   * cannot be done yet: a provider that asks for patience, a document not ready.
   */
  snooze(ms: number): never;
  /**
   * One transaction of the job's tenant that commits only while this attempt still holds the job.
   * For work in steps: a batch and its checkpoint. May be called many times.
   * @throws LeaseLostError when another attempt has taken over; nothing is written then.
   */
  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The last transaction: effects and the job's completion commit together or not at all.
   * `return ctx.complete(async (tx) => result)`.
   */
  complete<Result>(fn: (tx: Tx) => Promise<Result>): Promise<Completed<Result>>;
}

/** A processor's method: thin, catches nothing to hide it. May run twice, even at the same time. */
export interface JobHandler<Payload extends object, Result> {
  handle(payload: Payload, ctx: JobContext): Promise<Result | Completed<Result>>;
}
