import { setTimeout as pause } from 'node:timers/promises';
import { wasUndoneForOthers } from '../errors/lock-conflict.js';

/** Tries of a transaction in all. */
const TRIES = 5;
/** Longest pause before the second try, ms; doubled for each further one. */
const FIRST_PAUSE_MS = 20;

/**
 * Runs a whole transaction, again if Postgres undid it for the sake of another one (deadlock, no serial order). Everybody
 * locks in one order (src/pms/README.md), so this is the net for what has none. What ran into each other pauses for times of
 * its own, or it would meet again.
 *
 * @param transaction begins, runs and commits; it is called anew for each try, so it must leave nothing behind outside of
 *   the database when it fails
 * @param onAgain told before each further try
 */
export async function runAgain<T>(transaction: () => Promise<T>, onAgain: (error: unknown) => void): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === TRIES || !wasUndoneForOthers(error)) throw error;
      onAgain(error);
      await pause(Math.random() * FIRST_PAUSE_MS * 2 ** (tries - 1));
    }
  }
}
