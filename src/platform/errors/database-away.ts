/** Node's and Postgres's codes for a server that cannot be reached, is shutting down or starting, or is full. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
]);
const WORDS =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i;

/** True for errors that mean "no Postgres right now" rather than "bad SQL". */
export function isDatabaseAway(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; error && depth < 4; depth++) {
    const { code, message, driverError, cause } = error as Record<string, unknown>;
    if (typeof code === 'string' && AWAY.has(code)) return true;
    if (typeof message === 'string' && WORDS.test(message)) return true;
    error = driverError ?? cause;
  }
  return false;
}

/** Node's and Postgres's codes for a connection that never came about. */
const REFUSED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', '57P03', '53300']);
const REFUSED_WORDS = /timeout exceeded when trying to connect/i;

/** Postgres went away after a first statement of the same work had committed: what failed changed nothing, the first one did. */
export class AwayAfterCommit extends Error {
  readonly code = '08006';

  constructor(cause: unknown) {
    super('Postgres went away after a part of the work was committed', { cause });
  }
}

/** True when the statement cannot have reached Postgres. Otherwise a COMMIT may have been done and its answer lost. */
export function neverReached(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; error && depth < 4; depth++) {
    if (error instanceof AwayAfterCommit) return false;
    const { code, message, driverError, cause } = error as Record<string, unknown>;
    if (typeof code === 'string' && REFUSED.has(code)) return true;
    if (typeof message === 'string' && REFUSED_WORDS.test(message)) return true;
    error = driverError ?? cause;
  }
  return false;
}

/** True when the statement may have been committed although it failed: the connection was lost before its answer came. */
export function mayBeCommitted(thrown: unknown): boolean {
  return isDatabaseAway(thrown) && !neverReached(thrown);
}
