import { PermanentJobError } from './job-errors.js';

export const EFFECT_STATES = ['claimed', 'done', 'unknown', 'not-done'] as const;
/**
 * claimed: under way, or left over by an attempt that died. done: it happened, the receipt tells. unknown: it may have
 * happened; a person finds out. not-done: a person found that it did not; its key is free again.
 */
export type EffectState = (typeof EFFECT_STATES)[number];

export interface EffectOptions<Receipt extends object> {
  /** What the effect is, unique within the tenant and the same on every attempt: `statement:42:v3:mail`. */
  key: string;
  /** Sort of effect, for lists: mail, sms, webhook, calendar, payout. */
  kind: string;
  /**
   * Asks the provider whether it took the effect: its receipt, or null when it definitely did not. A throw means that
   * it cannot tell. Without lookup, an effect whose outcome is in doubt waits for a person.
   */
  lookup?(idempotencyKey: string, signal: AbortSignal): Promise<Receipt | null>;
  /** Longest time the call may take, ms; then its signal is aborted and its outcome is in doubt. Default 30 s. */
  timeoutMs?: number;
}

/**
 * The call to the outside. The key is a UUID, the same on every attempt: hand it to providers that know
 * idempotency keys. The signal must end the call.
 */
export type Send<Receipt extends object> = (idempotencyKey: string, signal: AbortSignal) => Promise<Receipt | void>;

export interface EffectAnswer<Receipt extends object> {
  /** What the provider answered; null when the call answered nothing. */
  receipt: Receipt | null;
  /** True when it had been done before, and was not done now. */
  replayed: boolean;
}

/**
 * Thrown by a call that the provider certainly did not take: connection refused, a 4xx. The claim is given back and
 * the next attempt makes the call again. Anything else thrown leaves the outcome in doubt.
 */
export class NotSentError extends Error {
  override readonly name = 'NotSentError';
  readonly code = 'NOT_SENT';
}

/** It is not known whether the effect happened: a person settles it, then the job is run again. */
export class EffectUnknownError extends PermanentJobError {
  constructor(key: string, options?: ErrorOptions) {
    super(
      'EFFECT_UNKNOWN',
      `It is not known whether "${key}" was done; settle the effect, then retry the job`,
      options,
    );
  }
}
