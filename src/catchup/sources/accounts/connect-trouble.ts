import { AppError, invalid } from '../../../platform/errors/app-error.js';
import { SourceError } from '../calendar-source.js';

/** Longest time that an address is tried for before its account is kept, ms. */
export const TRY_MS = 30_000;

const NOT_THERE = /answered 404$/;

/**
 * What it means for a request that connects an account that the server refused, or is not there.
 * @param paths members of the body: the address, and the secret
 */
export function connectTrouble(error: unknown, paths: { address: string; secret: string }): unknown {
  // Nobody else has aborted it.
  if (error instanceof Error && error.name === 'TimeoutError') return away('The server does not answer in time');
  if (!(error instanceof SourceError)) return error;
  if (error.trouble === 'needs_reauth') return invalid(paths.secret, error.message);
  // A feed that was there may come back; one that never was is at another address.
  if (NOT_THERE.test(error.message))
    return invalid(paths.address, `${error.message}: there is no calendar at this address. Nothing was kept.`);
  if (error.trouble === 'away' || error.trouble === 'busy') return away(error.message);
  return invalid(paths.address, error.message);
}

function away(words: string): AppError {
  return new AppError('UNPROCESSABLE', `${words}. Nothing was kept; try again later.`);
}
