import { SLOT_STATE } from '../schedules/slots.sql.js';

/** Words of a cell: those of slots, and what became of a job that was given up. */
export const CELL_STATES = [
  'owed',
  'running',
  'done',
  'late',
  'missed',
  'waived',
  'failed',
  'dead',
  'cancelled',
] as const;
export type CellState = (typeof CELL_STATES)[number];

/** The worst comes first: a cell shows it. */
const ORDER: readonly CellState[] = [
  'dead',
  'failed',
  'missed',
  'late',
  'running',
  'owed',
  'cancelled',
  'waived',
  'done',
];

/** Runs of a schedule from which it is told how long the next one takes, and how far back they are looked for. */
const RUNS = 20;
const RUN_DAYS = 60;

/**
 * The night of each hotel `h`: from noon to noon by its clock. The date is that of the evening; without one ($1 is null), the
 * night that the hotel has now, in the morning still that of yesterday's date.
 */
const NIGHT = `
  SELECT h.id, h.name, h.time_zone, d.date, (d.date + time '12:00') AT TIME ZONE h.time_zone AS since,
    ((d.date + 1) + time '12:00') AT TIME ZONE h.time_zone AS until
  FROM hotel h CROSS JOIN LATERAL (
    SELECT coalesce($1::date, ((now() AT TIME ZONE h.time_zone) - interval '12 hours')::date) AS date) d`;

/** Hotels with their nights; $2 one of them, $3 and $4 a page. */
export const HOTELS = `
  SELECT id AS "hotelId", name, time_zone AS timezone, date, since AS "from", until AS "to", count(*) OVER () AS total
  FROM (${NIGHT}) night WHERE $2::int IS NULL OR id = $2 ORDER BY name, id LIMIT $3 OFFSET $4`;

/**
 * A row for each hotel and job kind with slots in the night of the hotels $2, with the slot that is worst (of several that are alike the
 * next one to come, or the last one done), and how many slots there are. Slots to come are written one ahead, so there may be more.
 */
export const CELLS = `
  WITH night AS MATERIALIZED (${NIGHT} WHERE h.id = ANY($2::int[])),
  slot AS (
    SELECT night.id AS hotel_id, d.id AS schedule_id, d.name AS kind, s.fire_at, s.job_id, j.status, j.progress,
      j.started_at, j.completed_at, j.run_at,
      coalesce(j.due_by, s.fire_at + make_interval(secs => d.due_seconds)) AS due_by,
      CASE ${SLOT_STATE} WHEN 'missed' THEN coalesce(lower(j.status), 'missed') ELSE ${SLOT_STATE} END AS state
    FROM night JOIN schedule d ON d.hotel_id = night.id
    JOIN schedule_slot s ON s.schedule_id = d.id AND s.fire_at >= night.since AND s.fire_at < night.until
    LEFT JOIN job j ON j.id = s.job_id),
  worst AS MATERIALIZED (
    SELECT * FROM (
      SELECT slot.*, count(*) OVER cell AS slots, count(*) FILTER (WHERE state IN ('done', 'late')
          AND status = 'COMPLETED') OVER cell AS done,
        row_number() OVER (PARTITION BY hotel_id, kind ORDER BY array_position(ARRAY['${ORDER.join("','")}'], state),
          CASE WHEN state IN ('done', 'late') THEN -extract(epoch FROM fire_at) ELSE extract(epoch FROM fire_at) END) AS place
      FROM slot WINDOW cell AS (PARTITION BY hotel_id, kind)) ranked
    WHERE place = 1)
  SELECT w.hotel_id AS "hotelId", w.kind, w.state, w.schedule_id AS "scheduleId", w.fire_at AS "fireAt",
    w.job_id AS "jobId", w.status AS "jobStatus", w.progress, w.started_at AS "startedAt",
    w.completed_at AS "completedAt", coalesce(w.run_at, w.fire_at) AS "startsAt", w.due_by AS "dueBy",
    w.slots::int, w.done::int, p.runs::int, p.p50::float8 AS "p50Ms", p.p95::float8 AS "p95Ms"
  FROM worst w CROSS JOIN LATERAL (
    SELECT count(*) AS runs, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)) AS p50,
      round(percentile_cont(0.95) WITHIN GROUP (ORDER BY ms)) AS p95
    FROM (
      SELECT extract(epoch FROM j.completed_at - j.started_at)::float8 * 1000 AS ms
      FROM schedule_slot s JOIN job_history j ON j.id = s.job_id
      WHERE s.schedule_id = w.schedule_id AND s.fire_at < now() AND s.fire_at >= now() - interval '${RUN_DAYS} days'
        AND j.status = 'COMPLETED'
      ORDER BY s.fire_at DESC LIMIT ${RUNS}) run) p
  ORDER BY w.hotel_id, w.kind`;

/** The stretch of all hotels' nights; what belongs to no hotel is looked for in it. Without hotels it is the night in UTC. */
const STRETCH = `
  SELECT coalesce(min(since), (coalesce($1::date, (now() AT TIME ZONE 'UTC' - interval '12 hours')::date) + time '12:00')
      AT TIME ZONE 'UTC') AS since,
    coalesce(max(until), ((coalesce($1::date, (now() AT TIME ZONE 'UTC' - interval '12 hours')::date) + 1) + time '12:00')
      AT TIME ZONE 'UTC') AS until
  FROM night`;

const within = (at: string, hotelId: string) => `(${hotelId} IS NULL AND $2::int IS NULL
    OR EXISTS (SELECT FROM night WHERE night.id = ${hotelId} AND ${at} >= night.since AND ${at} < night.until))`;

/** The hotels' nights, of hotel $2 only if it is given, and their stretch. */
const NIGHTS = `night AS MATERIALIZED (${NIGHT} WHERE $2::int IS NULL OR h.id = $2),
  stretch AS MATERIALIZED (${STRETCH})`;

/** Slots of the night that got no job in time, the latest first; $3 at most. Of schedules that fire often for single users there is no list. */
export const MISSED = `
  WITH ${NIGHTS}
  SELECT s.schedule_id AS "scheduleId", d.name AS kind, d.label AS "scheduleName", d.hotel_id AS "hotelId",
    s.fire_at AS at, count(*) OVER () AS total
  FROM stretch JOIN schedule_slot s ON s.fire_at >= stretch.since AND s.fire_at < stretch.until
  JOIN schedule d ON d.id = s.schedule_id LEFT JOIN job j ON false
  WHERE s.job_id IS NULL AND d.slots_days IS NULL AND ${SLOT_STATE} = 'missed' AND ${within('s.fire_at', 'd.hotel_id')}
  ORDER BY s.fire_at DESC, s.schedule_id LIMIT $3`;

/** Open dead letters of the night, the latest first. */
export const DEAD = `
  WITH ${NIGHTS}
  SELECT l.id AS "letterId", l.job_id AS "jobId", l.name AS kind, l.hotel_id AS "hotelId", l.created_at AS at,
    l.error, l.fingerprint, count(*) OVER () AS total
  FROM stretch JOIN dead_letter l ON l.created_at >= stretch.since AND l.created_at < stretch.until
  WHERE l.resolved_at IS NULL AND ${within('l.created_at', 'l.hotel_id')}
  ORDER BY l.created_at DESC, l.id LIMIT $3`;

/** Jobs made in the night that were done all but some items, the latest first. */
export const FAILED_ITEMS = `
  WITH ${NIGHTS},
  failed AS MATERIALIZED (
    SELECT i.job_id, count(*)::int AS items FROM stretch JOIN job_item i
      ON i.job_id >= ledger_floor(stretch.since) AND i.job_id < ledger_floor(stretch.until)
    WHERE i.outcome = 'failed' GROUP BY i.job_id)
  SELECT j.id AS "jobId", j.name AS kind, j.hotel_id AS "hotelId", j.completed_at AS at, failed.items,
    count(*) OVER () AS total
  FROM failed JOIN job_history j ON j.id = failed.job_id
  WHERE j.status = 'COMPLETED' AND ${within('j.created_at', 'j.hotel_id')}
  ORDER BY j.completed_at DESC, j.id LIMIT $3`;

/** What fires next in the nights, the earliest first; not what is of single users, who may be thousands at the same hour. */
export const NEXT = `
  WITH ${NIGHTS}
  SELECT d.id AS "scheduleId", d.name AS kind, d.label AS "scheduleName", d.hotel_id AS "hotelId", d.next_run_at AS at
  FROM stretch JOIN schedule d ON d.next_run_at >= now() AND d.next_run_at < stretch.until
  WHERE d.enabled AND d.next_run_at IS NOT NULL AND d.slots_days IS NULL AND NOT d.data ? 'userId' AND ${within('d.next_run_at', 'd.hotel_id')}
  ORDER BY d.next_run_at, d.id LIMIT $3`;
