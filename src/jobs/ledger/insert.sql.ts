import { keyLock } from './key-locks.sql.js';
import { type NewJob, raiseAt } from './new-job.js';
import { uuids } from './uuids.js';

/**
 * Inserts jobs ($1…$19, one array a column; an array that is too short stands for nulls). A job whose dedupe key is taken by
 * an unfinished one is left out. Answers what is new, the ids of jobs that are alike joined by commas.
 *
 * Most jobs are PENDING, and the relay decides. Two kinds leave at once, already QUEUED with their bell, where the
 * queue ($20: names, $21: places of its workers) is neither paused nor limited: one that finds nobody waiting and a
 * place free, and the first of a tenant that has nothing else there, which the relay would put before all others.
 *
 * As many as find a place free in this very process ($22: of the former; $25: of the latter, whom it would let in next)
 * need no bell: they are born RUNNING, claimed by this worker ($23) with a lease ($24: ms).
 * (LIMIT 1 IS NULL instead of NOT EXISTS: planned on an empty table, that may hash the whole backlog for one job.)
 */
export const INSERT = inserting('', '', '');

/**
 * The same without ever waiting for a dedupe key: a call ($26: the call of each job) is left out whole while any key of it is
 * in the hands of a transaction that has not ended; its jobs are answered as HELD. (All locks are tried before a row is
 * written: the first row of `unheld` needs them all.)
 */
export const INSERT_UNHELD = inserting(
  `unheld AS MATERIALIZED (
    SELECT k.id, bool_and(k.dedupe_key IS NULL OR pg_try_advisory_xact_lock(${keyLock('k')})) OVER (PARTITION BY k.call) AS free
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $10::text[], $26::int[]) AS k(id, tenant_id, name, dedupe_key, call)
  ), `,
  'JOIN unheld ON unheld.id = j.id AND unheld.free',
  `UNION ALL SELECT 'HELD', NULL, NULL, NULL, NULL, string_agg(id::text, ','), NULL FROM unheld WHERE NOT free HAVING count(*) > 0`,
);

function inserting(first: string, only: string, last: string): string {
  return `
  WITH ${first}open AS (
    SELECT c.name, c.places, c.here, c.guests, (SELECT count(*) FROM job_live f WHERE f.name = c.name AND f.status IN ('QUEUED', 'RUNNING')) AS taken,
      (SELECT 1 FROM job_live w WHERE w.name = c.name AND w.status = 'PENDING' AND w.due LIMIT 1) IS NOT NULL AS busy
    FROM unnest($20::text[], $21::int[], $22::int[], $25::int[]) AS c(name, places, here, guests)
    WHERE NOT EXISTS (SELECT 1 FROM queue_pause p WHERE p.name = c.name OR p.name IS NULL)
      AND NOT EXISTS (SELECT 1 FROM job_limit l WHERE l.name = c.name)
  ), counted AS (
    SELECT j.*, open.places, open.taken, open.busy, open.here, open.guests,
      row_number() OVER (PARTITION BY j.name ORDER BY j.id) AS nth,
      row_number() OVER (PARTITION BY j.name, j.tenant_id ORDER BY j.id) AS nth_of_tenant
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::smallint[], $6::smallint[], $7::timestamptz[],
                $8::timestamptz[], $9::timestamptz[], $10::text[], $11::int[], $12::uuid[], $13::timestamptz[],
                $14::uuid[], $15::bytea[], $16::uuid[], $17::text[], $18::jsonb[], $19::bool[])
      AS j(id, tenant_id, name, data, priority, max_attempts, run_at, due_by, raise_at, dedupe_key, hotel_id,
           schedule_id, scheduled_for, batch_id, input_hash, created_by, request_id, metadata, waits)
    LEFT JOIN open ON open.name = j.name AND j.waits IS NULL AND j.run_at IS NULL
    ${only}
  ), fresh AS (
    SELECT j.*, coalesce(run_at <= now(), true) AS due,
      CASE WHEN NOT busy AND nth <= here AND taken + nth <= places THEN 'RUNNING'
        WHEN NOT busy AND taken + nth <= places THEN 'QUEUED'
        WHEN taken < 20 * places AND nth_of_tenant = 1
            AND (SELECT 1 FROM job_live o WHERE o.name = j.name AND o.tenant_id = j.tenant_id
                 AND o.status IN ('QUEUED', 'RUNNING') LIMIT 1) IS NULL
            AND (SELECT 1 FROM job_live o WHERE o.name = j.name AND o.tenant_id = j.tenant_id
                 AND o.status = 'PENDING' AND o.due LIMIT 1) IS NULL
          THEN CASE WHEN nth <= guests THEN 'RUNNING' ELSE 'QUEUED' END
        ELSE 'PENDING' END AS status
    FROM counted j
  ), inserted AS (
  INSERT INTO job_live (id, tenant_id, name, data, priority, rank, max_attempts, run_at, due, due_by, raise_at,
    dedupe_key, hotel_id, schedule_id, scheduled_for, batch_id, input_hash, created_by, request_id, metadata,
    status, bell, rung_at, token, attempt, worker, started_at, lease_until)
  SELECT id, tenant_id, name, data, priority, priority, max_attempts, coalesce(run_at, now()), due, due_by, raise_at,
    dedupe_key, hotel_id, schedule_id, coalesce(scheduled_for, run_at, now()), batch_id, input_hash, created_by,
    request_id, coalesce(metadata, '{}'), status, CASE WHEN status = 'QUEUED' THEN gen_random_uuid() END,
    CASE WHEN status = 'QUEUED' THEN now() END, (status = 'RUNNING')::int, (status = 'RUNNING')::int,
    CASE WHEN status = 'RUNNING' THEN $23 END, CASE WHEN status = 'RUNNING' THEN now() END,
    CASE WHEN status = 'RUNNING' THEN now() + make_interval(secs => $24::float8 / 1000) END
  FROM fresh ORDER BY tenant_id, name, dedupe_key
  ON CONFLICT DO NOTHING
  RETURNING id, status, due, run_at, scheduled_for, created_at, bell)
  SELECT status, due, run_at, scheduled_for, created_at, string_agg(id::text, ',') AS ids, string_agg(bell::text, ',') AS bells
  FROM inserted GROUP BY status, due, run_at, scheduled_for, created_at
  ${last}`;
}

/** What the ledger adds to a new job. */
export interface Inserted {
  id: string;
  /** RUNNING: claimed for this process, with token 1. */
  status: 'PENDING' | 'QUEUED' | 'RUNNING';
  due: boolean;
  run_at: Date;
  scheduled_for: Date;
  created_at: Date;
  /** Set when the job left at once: ring it after the commit. */
  bell: string | null;
}

/** Jobs that got the same from the ledger; `ids` and `bells` are joined by commas, in the same order. */
export type Alike = Omit<Inserted, 'id' | 'bell'> & { ids: string; bells: string | null };

/** Jobs that were left out because an open transaction holds a key of their call. */
export interface HeldBack {
  status: 'HELD';
  ids: string;
}

export function apart(rows: readonly Alike[]): Map<string, Inserted> {
  const inserted = new Map<string, Inserted>();
  for (const { ids, bells, ...alike } of rows) {
    const own = bells?.split(',');
    ids.split(',').forEach((id, index) => inserted.set(id, { ...alike, id, bell: own?.[index] ?? null }));
  }
  return inserted;
}

/** Places of the workers of queues whose jobs may leave at once. */
export type Places = ReadonlyMap<string, number>;

/** Places that are free in this process, by queue, and how it claims. */
export interface Here {
  free: ReadonlyMap<string, number>;
  /** Places for tenants that have nothing under way. */
  guests: ReadonlyMap<string, number>;
  worker: string;
  leaseMs: number;
}

export function insertParameters(jobs: readonly NewJob[], places: Places, here?: Here): unknown[] {
  const column = <K extends keyof NewJob>(key: K) => given(jobs.map((job) => job[key] ?? null));
  const now = new Date();
  return [
    uuids(jobs.map(({ id }) => id)),
    uuids(jobs.map(({ tenantId }) => tenantId)),
    column('name'),
    column('data'),
    column('priority'),
    column('maxAttempts'),
    column('runAt'),
    column('dueBy'),
    given(jobs.map((job) => (job.dueBy ? raiseAt(job.dueBy, job.runAt ?? now) : null))),
    column('dedupeKey'),
    column('hotelId'),
    column('scheduleId'),
    column('scheduledFor'),
    column('batchId'),
    column('inputHash'),
    column('createdBy'),
    column('requestId'),
    given(jobs.map((job) => (job.metadata ? JSON.stringify(job.metadata) : null))),
    // Several of a batch wait for the relay: fairness before haste.
    given(jobs.map((job) => (job.batchId ? true : null))),
    [...places.keys()],
    [...places.values()],
    [...places.keys()].map((name) => here?.free.get(name) ?? 0),
    here?.worker ?? null,
    here?.leaseMs ?? null,
    [...places.keys()].map((name) => here?.guests.get(name) ?? 0),
  ];
}

/** Nothing at all of a column of nulls: Postgres fills it up. */
function given<T>(column: (T | null)[]): (T | null)[] {
  return column.every((value) => value === null) ? [] : column;
}
