/** Locks for the keys that one tenant's jobs of one kind may have: Postgres has room for some thousands, jobs come by the ten thousand. */
const KEY_LOCKS = 256;

/**
 * Arguments of the advisory lock that tells of a dedupe key of an open transaction. Whoever inserts or ends keyed jobs in a
 * caller's transaction shares it until that ends; who inserts for many callers at once only tries it, and leaves alone what
 * is held: waiting at the unique index for one caller's transaction, it would make all the others wait as well. Where two
 * callers' transactions have the same key, the unique index decides. Keys that have a lock in common only wait for each other.
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
