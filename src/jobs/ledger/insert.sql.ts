import { keyLock } from './key-locks.sql.js';
import { type NewJob, raiseAt } from './new-job.js';
import { pauses } from './pauses.sql.js';
import { uuids } from './uuids.js';

/** Places of the workers of queues whose jobs may leave at once. */
export type Places = ReadonlyMap<string, number>;

/** Places of this process that the statement may fill itself, by queue, and how it claims for them. */
export interface LocalPlaces {
  free: ReadonlyMap<string, number>;
  /** For the first jobs of tenants that have nothing under way in the queue: these jobs get the next free place in any case. */
  forFirstJobs: ReadonlyMap<string, number>;
  worker: string;
  leaseMs: number;
}

interface OpenQueue {
  name: string;
  places: number;
  local?: LocalPlaces;
}

/** A parameter that is an array with one element for each row: the column's name, its type, and its value of a row. */
type Column<Row> = readonly [name: string, type: string, value: (row: Row) => unknown];

const JOB_COLUMNS: readonly Column<NewJob>[] = [
  ['id', 'uuid', (job) => job.id],
  ['tenant_id', 'uuid', (job) => job.tenantId],
  ['name', 'text', (job) => job.name],
  ['data', 'jsonb', (job) => job.data],
  ['priority', 'smallint', (job) => job.priority],
  ['max_attempts', 'smallint', (job) => job.maxAttempts],
  ['run_at', 'timestamptz', (job) => job.runAt],
  ['due_by', 'timestamptz', (job) => job.dueBy],
  ['raise_at', 'timestamptz', (job) => job.dueBy && raiseAt(job.dueBy, job.runAt ?? new Date())],
  ['dedupe_key', 'text', (job) => job.dedupeKey],
  ['hotel_id', 'int', (job) => job.hotelId],
  ['schedule_id', 'uuid', (job) => job.scheduleId],
  ['scheduled_for', 'timestamptz', (job) => job.scheduledFor],
  ['batch_id', 'uuid', (job) => job.batchId],
  ['input_hash', 'bytea', (job) => job.inputHash],
  ['created_by', 'uuid', (job) => job.createdBy],
  ['request_id', 'text', (job) => job.requestId],
  ['metadata', 'jsonb', (job) => job.metadata && JSON.stringify(job.metadata)],
  // A batch has many jobs, so they wait for the relay, which takes them in turns with those of other tenants.
  ['waits', 'bool', (job) => (job.batchId ? true : null)],
];

/** Queues whose jobs may leave at once, if they are neither paused nor limited, for everybody or for their tenant. */
const QUEUE_COLUMNS: readonly Column<OpenQueue>[] = [
  ['name', 'text', ({ name }) => name],
  ['places', 'int', ({ places }) => places],
  ['local_free', 'int', ({ name, local }) => local?.free.get(name) ?? 0],
  ['local_first', 'int', ({ name, local }) => local?.forFirstJobs.get(name) ?? 0],
];

const QUEUES_FROM = JOB_COLUMNS.length + 1;
const WORKER_AT = QUEUES_FROM + QUEUE_COLUMNS.length;
const WORKER = `$${WORKER_AT}`;
const LEASE_MS = `$${WORKER_AT + 1}::float8`;
/** Tenants whose pause or limit is looked past; with more of them the queue counts as busy, so that an insert costs the same however many they are. */
const HELD_AT_MOST = 20;
/** Only of INSERT_UNHELD: which call each job is of. */
const CALLS = `$${WORKER_AT + 2}::int[]`;

/** Parameters of INSERT; INSERT_UNHELD has the calls of the jobs behind them. */
export function insertParameters(jobs: readonly NewJob[], places: Places, local?: LocalPlaces): unknown[] {
  const queues = [...places].map(([name, count]) => ({ name, places: count, local }));
  return [
    ...JOB_COLUMNS.map(([, type, value]) => columnOf(type, jobs.map(value))),
    ...QUEUE_COLUMNS.map(([, , value]) => queues.map(value)),
    local?.worker ?? null,
    local?.leaseMs ?? null,
  ];
}

/** A column of nulls only is sent as an empty array, which Postgres fills up with nulls. */
function columnOf(type: string, values: unknown[]): unknown {
  if (values.every((value) => value == null)) return [];
  // Ids without nulls among them need none of the driver's quoting.
  return type === 'uuid' && values.every((value) => value != null) ? uuids(values as string[]) : values;
}

/** FROM item with these columns, which are the parameters from $`first` on. */
function unnested(columns: readonly Column<never>[], alias: string, first = 1): string {
  const arrays = columns.map(([, type], n) => `$${first + n}::${type}[]`);
  return `unnest(${arrays.join(', ')}) AS ${alias}(${columns.map(([name]) => name).join(', ')})`;
}

/** The parameter of a column of the jobs. */
function parameter(name: string): string {
  const at = JOB_COLUMNS.findIndex((column) => column[0] === name);
  return `$${at + 1}::${JOB_COLUMNS[at]![1]}[]`;
}

/**
 * Inserts jobs. A job whose dedupe key is taken by an unfinished one is left out. Answers what the ledger added; ids of jobs
 * for which that is the same are joined by commas.
 *
 * Most jobs are PENDING, and the relay decides when they are rung. Two kinds are QUEUED at once, with their bell, where the
 * queue is neither paused nor limited for their tenant: jobs that find nobody waiting and a place free, and the first job of a
 * tenant that has nothing else there, which the relay would put before all others. Jobs of tenants for whom the queue is paused or limited
 * wait for that, and so count as nobody: found by hopping along the index over the first of these tenants.
 *
 * As many of them as find a place free in this very process need no bell: they are inserted as RUNNING, claimed by this
 * worker.
 * (LIMIT 1 IS NULL instead of NOT EXISTS: planned on an empty table, that may hash the whole backlog for one job.)
 */
export const INSERT = insertSql('', '', '');

/**
 * The same without ever waiting for a dedupe key. A call is left out whole while a transaction that has not ended holds any
 * key of it; the ids of its jobs are answered as HELD. (All locks are tried before a row is written: the first row of
 * `unheld` needs them all.)
 */
export const INSERT_UNHELD = insertSql(
  `unheld AS MATERIALIZED (
    SELECT k.id, bool_and(k.dedupe_key IS NULL OR pg_try_advisory_xact_lock(${keyLock('k')})) OVER (PARTITION BY k.call) AS free
    FROM unnest(${['id', 'tenant_id', 'name', 'dedupe_key'].map(parameter).join(', ')}, ${CALLS}) AS k(id, tenant_id, name, dedupe_key, call)
  ), `,
  'JOIN unheld ON unheld.id = j.id AND unheld.free',
  `UNION ALL SELECT 'HELD', NULL, NULL, NULL, NULL, string_agg(id::text, ','), NULL FROM unheld WHERE NOT free HAVING count(*) > 0`,
);

function insertSql(first: string, only: string, last: string): string {
  return `
  WITH ${first}open AS (
    SELECT c.name, c.places, c.local_free, c.local_first, (SELECT count(*) FROM job_live f WHERE f.name = c.name AND f.status IN ('QUEUED', 'RUNNING')) AS taken,
      (WITH RECURSIVE waiting (tenant_id, place) AS (
        (SELECT w.tenant_id, 1 FROM job_live w WHERE w.name = c.name AND w.status = 'PENDING' AND w.due ORDER BY w.tenant_id LIMIT 1)
        UNION ALL
        SELECT (SELECT w.tenant_id FROM job_live w WHERE w.name = c.name AND w.status = 'PENDING' AND w.due AND w.tenant_id > l.tenant_id
                ORDER BY w.tenant_id LIMIT 1), l.place + 1
        FROM waiting l WHERE l.tenant_id = ANY (held.tenants) AND l.place < ${HELD_AT_MOST})
      SELECT tenant_id FROM waiting ORDER BY place DESC LIMIT 1) IS NOT NULL AS busy,
      held.tenants AS held
    FROM ${unnested(QUEUE_COLUMNS, 'c', QUEUES_FROM)}
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(h.tenant_id), '{}') AS tenants, coalesce(bool_or(h.tenant_id IS NULL), false) AS everybody
      FROM (SELECT p.tenant_id FROM queue_pause p WHERE ${pauses('p', 'c.name')}
            UNION ALL SELECT l.tenant_id FROM job_limit l WHERE l.name = c.name) h) held
    WHERE NOT held.everybody
  ), counted AS (
    SELECT j.*, open.places, open.taken, open.busy, open.local_free, open.local_first,
      row_number() OVER (PARTITION BY j.name ORDER BY j.id) AS nth,
      row_number() OVER (PARTITION BY j.name, j.tenant_id ORDER BY j.id) AS nth_of_tenant
    FROM ${unnested(JOB_COLUMNS, 'j')}
    LEFT JOIN open ON open.name = j.name AND j.waits IS NULL AND j.run_at IS NULL AND j.tenant_id <> ALL (open.held)
    ${only}
  ), fresh AS (
    SELECT j.*, coalesce(run_at <= now(), true) AS due,
      CASE WHEN NOT busy AND nth <= local_free AND taken + nth <= places THEN 'RUNNING'
        WHEN NOT busy AND taken + nth <= places THEN 'QUEUED'
        WHEN taken < 20 * places AND nth_of_tenant = 1
            AND (SELECT 1 FROM job_live o WHERE o.name = j.name AND o.tenant_id = j.tenant_id
                 AND o.status IN ('QUEUED', 'RUNNING') LIMIT 1) IS NULL
            AND (SELECT 1 FROM job_live o WHERE o.name = j.name AND o.tenant_id = j.tenant_id
                 AND o.status = 'PENDING' AND o.due LIMIT 1) IS NULL
          THEN CASE WHEN nth <= local_first THEN 'RUNNING' ELSE 'QUEUED' END
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
    CASE WHEN status = 'RUNNING' THEN ${WORKER} END, CASE WHEN status = 'RUNNING' THEN now() END,
    CASE WHEN status = 'RUNNING' THEN now() + make_interval(secs => ${LEASE_MS} / 1000) END
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
  /** Set when the job was QUEUED at once: ring it after the commit. */
  bell: string | null;
}

/** Jobs to which the ledger added the same; `ids` and `bells` are joined by commas, in the same order. */
export type InsertedGroup = Omit<Inserted, 'id' | 'bell'> & { ids: string; bells: string | null };

/** Jobs that were left out because an open transaction holds a key of their call. */
export interface HeldGroup {
  status: 'HELD';
  ids: string;
}

/** The jobs of the groups by their ids. */
export function insertedById(groups: readonly InsertedGroup[]): Map<string, Inserted> {
  const inserted = new Map<string, Inserted>();
  for (const { ids, bells, ...common } of groups) {
    const bellOf = bells?.split(',');
    ids.split(',').forEach((id, index) => inserted.set(id, { ...common, id, bell: bellOf?.[index] ?? null }));
  }
  return inserted;
}
