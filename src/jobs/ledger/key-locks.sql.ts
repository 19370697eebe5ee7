/**
 * Locks for all dedupe keys of one tenant's jobs of one kind. Not one for each key: a transaction may have ten thousand keys,
 * and Postgres has room for some thousand locks.
 */
const KEY_LOCKS = 256;

/**
 * Arguments of the advisory lock that shows that an open transaction has a dedupe key. A caller's transaction that inserts or
 * ends jobs with keys holds it, shared, until its end. A statement that inserts for many callers at once only tries the lock
 * and leaves out jobs whose lock is held: if it waited at the unique index for one caller's transaction, all other callers
 * would wait too. Where two callers' transactions have the same key, the unique index decides. Keys that share a lock by
 * chance only wait for each other.
 */
export function keyLock(row: string): string {
  return `hashtext(${row}.tenant_id || ' ' || ${row}.name), hashtext(${row}.dedupe_key) & ${KEY_LOCKS - 1}`;
}

/** For jobs to be inserted. $1: tenants, $2: kinds, $3: dedupe keys. */
export const HOLD_KEYS = `
  SELECT count(pg_advisory_xact_lock_shared(${keyLock('k')}))
  FROM unnest($1::uuid[], $2::text[], $3::text[]) AS k(tenant_id, name, dedupe_key) WHERE k.dedupe_key IS NOT NULL`;

/** For the unfinished jobs $1, which are to end. */
export const HOLD_KEYS_OF = `
  SELECT count(pg_advisory_xact_lock_shared(${keyLock('j')}))
  FROM job_live j WHERE j.id = ANY($1::uuid[]) AND j.dedupe_key IS NOT NULL`;
