import { setTimeout as pause } from 'node:timers/promises';
import { wasRolledBackByConflict } from '../errors/lock-conflict.js';

/** How often a transaction is run at most. */
const TRIES = 5;
/** Longest pause before the second try, ms; doubled for each further one. */
const FIRST_PAUSE_MS = 20;

/**
 * Runs a whole transaction, and runs it again if Postgres rolled it back because of a conflict with another one (deadlock,
 * serialization failure). Code that locks several rows does so in one order (src/pms/README.md); this is for the cases which
 * that order does not cover. The pause is random, so that two transactions in conflict do not meet again at once.
 *
 * @param transaction begins, runs and commits; it is called anew for each try, so it must leave nothing behind outside of
 *   the database when it fails
 * @param onRetry called before each further try
 */
export async function retryTransaction<T>(
  transaction: () => Promise<T>,
  onRetry: (error: unknown) => void,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === TRIES || !wasRolledBackByConflict(error)) throw error;
      onRetry(error);
      await pause(Math.random() * FIRST_PAUSE_MS * 2 ** (tries - 1));
    }
  }
}
