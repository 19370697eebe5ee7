import { randomUUID } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import type { Tx } from '../../platform/database/tx.js';
import { LeaseLostError, SnoozeError } from '../contract/job-errors.js';
import { boundedJson } from '../ledger/bounded-json.js';
import type { Held } from '../ledger/ledger.js';
import {
  type EffectAnswer,
  type EffectOptions,
  EffectUnknownError,
  NotSentError,
  type Send,
} from '../contract/effect.js';
import { CLAIM, DONE, FIND, RELEASE, TAKE_OVER, UNKNOWN } from './effects.sql.js';

const TIMEOUT_MS = 30_000;
/** A call must begin within this share of its time after the claim was asked for… */
const START_SHARE = 0.25;
/** …so that it is over when this share has passed, and somebody else may make it. */
const CLAIM_SHARE = 1.5;
const MAX_RECEIPT_BYTES = 32 * 1024;
const MAX_NOTE = 500;
/** How often writing the outcome of a call is tried before it is given up, and the pause between tries, ms. */
const TRIES = 3;
const PAUSE_MS = 200;
/** How often another attempt may change the effect between two statements before this one gives up. */
const ROUNDS = 5;

/** Postgres in autocommit: each statement must be durable before the next step. */
type Database = Pick<Tx, 'rows' | 'run'>;

interface Existing {
  claim: string;
  state: 'claimed' | 'done' | 'unknown';
  receipt: object | null;
  left_ms: number;
}

/**
 * Effects of one attempt. The order must be kept: claim (committed, fenced), call, receipt. A claim without a receipt means
 * that the call may have been made, so the call is not made again unless the provider, or a person, says that it was not.
 */
export class EffectRunner {
  private readonly underWay = new Map<string, Promise<EffectAnswer<object>>>();

  constructor(
    private readonly held: Held & { tenantId: string },
    private readonly db: Database,
    private readonly onLate: (message: string) => void,
    /** A monotonic clock, ms. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Does the effect unless it has been done.
   * @throws NotSentError from the call; EffectUnknownError; LeaseLostError when the attempt lost its job;
   * SnoozeError while somebody else's call may still be under way; what the call threw, when the provider says that it
   * does not know it: the next attempt asks again.
   */
  async run<R extends object>(options: EffectOptions<R>, send: Send<R>): Promise<EffectAnswer<R>> {
    const same = this.underWay.get(options.key) as Promise<EffectAnswer<R>> | undefined;
    if (same) return { ...(await same), replayed: true };
    const answer = this.once(options, send);
    this.underWay.set(options.key, answer);
    try {
      return await answer;
    } finally {
      this.underWay.delete(options.key);
    }
  }

  private async once<R extends object>(options: EffectOptions<R>, send: Send<R>): Promise<EffectAnswer<R>> {
    for (let round = 0; round < ROUNDS; round++) {
      const mine = await this.claim(CLAIM, options);
      if (mine) return this.call(mine, options, send);
      const existing = await this.find(options.key);
      // The claim was given back in between.
      if (!existing) continue;
      if (existing.state === 'done') return { receipt: existing.receipt as R | null, replayed: true };
      const settled = await this.settle(existing, options);
      if (settled) return settled;
      const taken = await this.claim(TAKE_OVER, options, existing.claim);
      if (taken) return this.call(taken, options, send);
    }
    throw new SnoozeError(1_000);
  }

  /** The id of the claim if this attempt has the effect now, and when the claim was asked for. */
  private async claim(sql: string, options: EffectOptions<object>, old?: string) {
    const claim = { id: randomUUID(), asked: this.now() };
    const ms = (options.timeoutMs ?? TIMEOUT_MS) * CLAIM_SHARE;
    const values = [this.held.id, this.held.token, options.key, options.kind, claim.id, ms];
    const [row] = await this.db.rows<{ held: boolean; claimed: boolean }>(sql, old ? [...values, old] : values);
    if (!row?.held) throw new LeaseLostError();
    return row.claimed ? claim : undefined;
  }

  /**
   * Finds out what became of a claim that was left without a receipt: the answer, or undefined when the provider
   * does not know it and the call can no longer be under way.
   */
  private async settle<R extends object>(
    existing: Existing,
    options: EffectOptions<R>,
  ): Promise<EffectAnswer<R> | undefined> {
    const busy = existing.left_ms > 0;
    if (!options.lookup) {
      if (existing.state === 'unknown') throw new EffectUnknownError(options.key);
      if (busy) throw new SnoozeError(existing.left_ms);
      await this.db.run(UNKNOWN, [existing.claim, 'The attempt that did it ended without a word']);
      throw new EffectUnknownError(options.key);
    }
    const found = await this.ask(options).catch(async (error: unknown) => {
      if (busy) throw new SnoozeError(existing.left_ms);
      throw await this.doubt(existing.claim, options.key, error);
    });
    if (found) {
      await this.done(existing.claim, found, 'Found at the provider');
      return { receipt: found, replayed: true };
    }
    // The call may still reach the provider.
    if (busy) throw new SnoozeError(existing.left_ms);
    return undefined;
  }

  private async call<R extends object>(
    claim: { id: string; asked: number },
    options: EffectOptions<R>,
    send: Send<R>,
  ): Promise<EffectAnswer<R>> {
    const ms = options.timeoutMs ?? TIMEOUT_MS;
    if (this.now() - claim.asked > ms * START_SHARE) {
      // Stopped in between, or Postgres was slow: by the time the call ended, the claim might be somebody else's.
      await this.db.run(RELEASE, [claim.id]);
      throw new NotSentError(`The claim on "${options.key}" came too late to use it`);
    }
    let receipt: R | null;
    try {
      receipt = (await limited(ms, (signal) => send(this.idempotencyKey(options.key), signal))) ?? null;
    } catch (error) {
      if (error instanceof NotSentError) {
        await this.db.run(RELEASE, [claim.id]);
        throw error;
      }
      return this.afterDoubt(claim.id, options, error);
    }
    await this.done(claim.id, receipt, null);
    return { receipt, replayed: false };
  }

  private async afterDoubt<R extends object>(claim: string, options: EffectOptions<R>, error: unknown) {
    if (!options.lookup) throw await this.doubt(claim, options.key, error);
    const found = await this.ask(options).catch(async (lookupError: unknown) => {
      throw await this.doubt(claim, options.key, lookupError);
    });
    // So soon after the call the provider may not know of it yet: the claim stays, and the next attempt asks again.
    if (!found) throw error;
    await this.done(claim, found, 'Found at the provider');
    return { receipt: found, replayed: false };
  }

  private async doubt(claim: string, key: string, cause: unknown): Promise<EffectUnknownError> {
    const words = cause instanceof Error ? cause.message : String(cause);
    await this.db.run(UNKNOWN, [claim, words.replaceAll('\0', '').slice(0, MAX_NOTE)]);
    return new EffectUnknownError(key, { cause });
  }

  /**
   * Tried several times, because a person would have to find out about a lost receipt. Without a row the claim was settled by
   * a person or by another attempt.
   */
  private async done(claim: string, receipt: object | null, note: string | null): Promise<void> {
    const values = [claim, receipt && boundedJson(receipt, MAX_RECEIPT_BYTES), note];
    for (let left = TRIES; ; left--) {
      try {
        const rows = await this.db.rows(DONE, values);
        if (rows.length === 0) this.onLate(`an effect was settled by somebody else before its receipt came in`);
        return;
      } catch (error) {
        if (left === 1) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }

  private ask<R extends object>(options: EffectOptions<R>): Promise<R | null> {
    const key = this.idempotencyKey(options.key);
    return limited(options.timeoutMs ?? TIMEOUT_MS, (signal) => options.lookup!(key, signal));
  }

  private async find(key: string): Promise<Existing | undefined> {
    return (await this.db.rows<Existing>(FIND, [this.held.tenantId, key]))[0];
  }

  private idempotencyKey(key: string): string {
    return uuidv5(key, this.held.tenantId);
  }
}

/** Waits for a call at most so long, ms, then aborts it. @throws Error when its time is over */
async function limited<T>(ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`No answer within ${ms} ms`);
      abort.abort(error);
      reject(error);
    }, ms);
  });
  try {
    return await Promise.race([call(abort.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
