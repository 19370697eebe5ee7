import { ASLEEP } from '../control/control.sql.js';
import { BATCH } from '../ledger/job-row.js';
import { LIMIT, SLOT_STATE } from '../schedules/slots.sql.js';

/** More than so many changes of a tenant in a look are not told one by one. */
export const MOST_CHANGES = 500;
/** Rows that a look reads of one sort; the newest. */
const MOST_ROWS = 4 * MOST_CHANGES;
/** Events are kept longer than a feed may sleep (ASLEEP). */
const KEPT = `interval '15 minutes'`;

/** Makes the feed of tenant $1. */
export const OPEN_FEED = 'INSERT INTO change_feed (tenant_id) VALUES ($1) ON CONFLICT DO NOTHING';

/** Where the feed of tenant $1 is: its last event, and the oldest that is kept. */
export const POSITION = `
  SELECT seq, (SELECT min(seq) FROM change_event e WHERE e.tenant_id = f.tenant_id) AS oldest
  FROM change_feed f WHERE tenant_id = $1`;

/**
 * Takes the feeds of tenants $1 that nobody has looked after for $2 ms. Whoever has one writes its events, one process at a time, so
 * that they become visible in the order of their numbers.
 */
export const TAKE_FEEDS = `
  SELECT tenant_id AS "tenantId", seq, clock_timestamp() AS now, looked_at < clock_timestamp() - ${ASLEEP} AS asleep
  FROM change_feed
  WHERE tenant_id = ANY($1::uuid[]) AND looked_at <= clock_timestamp() - make_interval(secs => $2::float8 / 1000)
  ORDER BY tenant_id FOR UPDATE SKIP LOCKED`;

/**
 * A look overlaps the one before: an instant that a row carries is that of its transaction's beginning, and it is seen after the commit.
 * Where all before was skipped there is nothing to overlap.
 */
const since = (overlap: string) => `greatest(looked_at - interval '${overlap}', skipped_at - interval '1 second')`;

const FEED = `feed AS MATERIALIZED (
    SELECT tenant_id, under_way, looked_at, ${since('15 seconds')} AS since, ${since('1 minute')} AS made_since
    FROM change_feed WHERE tenant_id = ANY($1::uuid[]))`;

/** True unless this has been told. */
const UNTOLD = `NOT EXISTS (
    SELECT FROM change_event e WHERE e.tenant_id = c.tenant_id AND e.subject = c.subject AND e.version = c.version)`;

/**
 * Jobs of tenants $1 that have changed: what is under way (of the kinds $2) or was when somebody last looked, what runs again (control/LOOK_AT), what is new, what has ended. Also
 * answers the ones that are under way and have not changed, because the next look asks what became of them.
 */
export const JOBS = `
  WITH ${FEED},
  flight AS MATERIALIZED (
    SELECT feed.tenant_id, j.id FROM feed CROSS JOIN unnest($2::text[]) AS kind(name) CROSS JOIN LATERAL (
      SELECT id FROM job_live
      WHERE name = kind.name AND tenant_id = feed.tenant_id AND status IN ('QUEUED', 'RUNNING') LIMIT ${MOST_ROWS}) j),
  asked AS (
    SELECT * FROM flight
    UNION SELECT tenant_id, unnest(under_way) FROM feed
    UNION SELECT feed.tenant_id, j.id FROM feed CROSS JOIN LATERAL (
      SELECT id FROM job_live WHERE tenant_id = feed.tenant_id AND id >= ledger_floor(feed.made_since)
      ORDER BY id DESC LIMIT ${MOST_ROWS}) j
    UNION SELECT feed.tenant_id, j.id FROM feed CROSS JOIN LATERAL (
      SELECT id FROM job_history WHERE tenant_id = feed.tenant_id AND completed_at >= feed.since
      ORDER BY completed_at DESC LIMIT ${MOST_ROWS}) j),
  c AS (
    SELECT j.tenant_id, j.id::text AS subject, j.id, j.name, j.status, j.due, j.attempt, j.token, j.hotel_id, j.schedule_id,
      j.scheduled_for, j.batch_id, j.run_at, j.started_at, j.completed_at, j.due_by, p.progress, p.last_item,
      CASE WHEN j.status IN ('PENDING', 'QUEUED') THEN concat_ws('.', 'waits', j.due, j.token, extract(epoch FROM j.run_at))
        WHEN j.status = 'RUNNING' THEN concat_ws('.', 'runs', j.token, p.progress, p.last_item)
        ELSE concat_ws('.', j.status, j.token, extract(epoch FROM j.completed_at)) END AS version
    FROM asked JOIN job j ON j.id = asked.id AND j.tenant_id = asked.tenant_id
    CROSS JOIN LATERAL (SELECT
      CASE WHEN j.name = '${BATCH}' AND j.status = 'RUNNING' THEN (
        SELECT floor(100.0 * (b.total - (SELECT count(*) FROM job_live k WHERE k.batch_id = b.id)) / greatest(b.total, 1))::int
        FROM job_batch b WHERE b.id = j.id) ELSE j.progress END AS progress,
      CASE WHEN j.status = 'RUNNING' THEN (SELECT max(i.seq) FROM job_item i WHERE i.job_id = j.id) END AS last_item) p)
  SELECT c.*, c.tenant_id AS "tenantId", f.id IS NOT NULL AS "underWay", ${UNTOLD} AS untold
  FROM c LEFT JOIN flight f ON f.id = c.id
  WHERE f.id IS NOT NULL OR ${UNTOLD}
  ORDER BY c.tenant_id, coalesce(c.completed_at, c.started_at, c.run_at), c.id`;

/** Slots of tenants $1 without a job that were passed over, waived, or whose grace has ended. (The others change with their jobs.) */
export const SLOTS = `
  WITH ${FEED},
  c AS (
    SELECT changed.*, concat_ws('.', changed.state, extract(epoch FROM changed.waived_at)) AS version,
      concat_ws(' ', changed.schedule_id, extract(epoch FROM changed.fire_at)) AS subject
    FROM feed CROSS JOIN LATERAL (
      SELECT s.tenant_id, s.schedule_id, s.fire_at, s.waived_at, d.name, d.hotel_id, ${SLOT_STATE} AS state
      FROM schedule_slot s JOIN schedule d ON d.id = s.schedule_id LEFT JOIN job j ON false
      WHERE s.tenant_id = feed.tenant_id AND s.job_id IS NULL AND s.fire_at < feed.looked_at + interval '8 days'
        AND s.fire_at > feed.looked_at - interval '90 days'
        AND (s.passed_at >= feed.since OR s.waived_at >= feed.since OR (${LIMIT} >= feed.since AND ${LIMIT} < now()))
      ORDER BY s.fire_at DESC LIMIT ${MOST_ROWS}) changed)
  SELECT c.*, c.tenant_id AS "tenantId" FROM c WHERE ${UNTOLD} ORDER BY c.tenant_id, c.fire_at`;

/** Dead letters of tenants $1 that were opened or closed. */
export const LETTERS = `
  WITH ${FEED},
  c AS (
    SELECT l.*, l.id::text AS subject, concat_ws('.', coalesce(l.resolution, 'open'), extract(epoch FROM l.resolved_at)) AS version
    FROM feed CROSS JOIN LATERAL (
      (SELECT * FROM dead_letter WHERE tenant_id = feed.tenant_id AND resolved_at IS NULL AND created_at >= feed.since
       ORDER BY created_at DESC LIMIT ${MOST_ROWS})
      UNION ALL
      (SELECT * FROM dead_letter WHERE tenant_id = feed.tenant_id AND resolved_at >= feed.since
       ORDER BY resolved_at DESC LIMIT ${MOST_ROWS})) l)
  SELECT c.tenant_id AS "tenantId", c.subject, c.version, c.id, c.job_id, c.name, c.hotel_id, c.fingerprint, c.resolution
  FROM c WHERE ${UNTOLD} ORDER BY c.tenant_id, coalesce(c.resolved_at, c.created_at)`;

/** Writes events ($1 tenants, $2 numbers, $3 kinds, $4 subjects, $5 versions, $6 data as JSON). */
export const WRITE = `
  INSERT INTO change_event (tenant_id, seq, kind, subject, version, data)
  SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::jsonb[])`;

/** Moves feeds on ($1 tenants, $2 last numbers, $3 instants of the look, $4 whether more was skipped, $5 jobs under way, joined by commas). */
export const MOVE_ON = `
  UPDATE change_feed f SET seq = n.seq, looked_at = n.at, skipped_at = CASE WHEN n.skipped THEN n.at ELSE f.skipped_at END,
    under_way = coalesce(string_to_array(nullif(n.ids, ''), ',')::uuid[], '{}')
  FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::bool[], $5::text[]) AS n(tenant_id, seq, at, skipped, ids)
  WHERE f.tenant_id = n.tenant_id`;

/** Up to $3 events of each of the tenants $1 after the numbers $2. */
export const READ = `
  SELECT e.* FROM unnest($1::uuid[], $2::bigint[]) AS a(tenant_id, seq) CROSS JOIN LATERAL (
    SELECT tenant_id AS "tenantId", seq, kind, data FROM change_event
    WHERE tenant_id = a.tenant_id AND seq > a.seq ORDER BY seq LIMIT $3) e`;

/**
 * Up to $1 events that are no longer needed. What is still under way as it was told then is told once more after that: an event says how a
 * thing is, so hearing it twice changes nothing.
 */
export const FORGET = `
  DELETE FROM change_event WHERE (tenant_id, seq) IN (
    SELECT tenant_id, seq FROM change_event WHERE at < now() - ${KEPT} ORDER BY at LIMIT $1::int FOR UPDATE SKIP LOCKED)`;
