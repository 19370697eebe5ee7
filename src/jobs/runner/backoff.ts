import type { Backoff } from '../contract/define-job.js';

/**
 * Delay before the next attempt, ms: exponential or fixed, up to 20% jitter so that jobs which failed together
 * do not come back together, never above the ceiling.
 * @param attempt number of the attempt that failed, from 1
 * @param random number in [0, 1)
 */
export function backoffDelay(backoff: Required<Backoff>, attempt: number, random: number = Math.random()): number {
  const grown = backoff.type === 'fixed' ? backoff.delayMs : backoff.delayMs * 2 ** Math.min(attempt - 1, 30);
  return Math.round(Math.min(grown * (1 + 0.2 * random), backoff.maxMs));
}
