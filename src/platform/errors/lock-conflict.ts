/** Postgres rolled the transaction back because of another one (deadlock, serialization failure). A second run may succeed. */
const UNDONE = new Set(['40P01', '40001']);
/** A lock could not be had within lock_timeout. */
const NOT_TO_BE_HAD = '55P03';

function sqlStateOf(thrown: unknown): string | undefined {
  for (let error = thrown, depth = 0; error && depth < 4; depth++) {
    const { code, driverError, cause } = error as Record<string, unknown>;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
    error = driverError ?? cause;
  }
  return undefined;
}

/** True when the whole transaction was rolled back because of a conflict with another one, and may be run again. */
export function wasRolledBackByConflict(thrown: unknown): boolean {
  return UNDONE.has(sqlStateOf(thrown) ?? '');
}

/** True for any error that means "others hold what this needs" rather than "this is wrong". Nothing was changed. */
export function isLockConflict(thrown: unknown): boolean {
  return wasRolledBackByConflict(thrown) || sqlStateOf(thrown) === NOT_TO_BE_HAD;
}
