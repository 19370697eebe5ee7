import { INSTANCE } from '../../sources/calendar-source.js';

/** Locks the calendar for the begin of a reading. $2: after how many hours all of it is read again. */
export const LOOK = `
  SELECT sync_token AS "syncToken", fingerprint, window_start AS "windowStart", window_end AS "windowEnd", generation, reading,
    selected, trouble, read_by AS "readBy", coalesce(read_until > clock_timestamp(), false) AS "beingRead", full_by AS "fullBy",
    coalesce(last_full_at < clock_timestamp() - make_interval(hours => $2::int), false) AS "isOld"
  FROM calendar WHERE id = $1 FOR NO KEY UPDATE`;

/** How long a calendar is one job's, from the last it has written about it: longer than any page takes. */
const HELD = `clock_timestamp() + interval '10 minutes'`;

/** The job takes it. What the same job did in an earlier attempt is counted on. */
export const TAKE = `
  UPDATE calendar SET read_by = $2, read_until = ${HELD}, wanted_at = NULL,
    read_upserted = CASE WHEN read_by = $2 THEN read_upserted ELSE 0 END,
    read_deleted = CASE WHEN read_by = $2 THEN read_deleted ELSE 0 END,
    read_dropped = CASE WHEN read_by = $2 THEN read_dropped ELSE 0 END,
    read_ignored = CASE WHEN read_by = $2 THEN read_ignored ELSE 0 END
  WHERE id = $1`;

/** A full reading begins: the token is void from here on, whatever happens. */
export const BEGIN_FULL = `
  UPDATE calendar SET sync_token = NULL, fingerprint = $3, reading = reading + 1, full_by = $2 WHERE id = $1
  RETURNING reading`;

/** The calendar is still this job's to read; nobody else changes it until the transaction ends. */
const MINE = `id = $1 AND read_by = $2 AND read_until IS NOT NULL AND selected`;
export const HOLD = `UPDATE calendar SET read_until = ${HELD} WHERE ${MINE} RETURNING id`;

export const COUNT = `
  UPDATE calendar SET read_upserted = read_upserted + $2, read_deleted = read_deleted + $3, read_dropped = read_dropped + $4,
    read_ignored = read_ignored + $5
  WHERE id = $1`;

export const UPSERT = `
  INSERT INTO calendar_event (calendar_id, external_id, generation, starts_at, ends_at, all_day, status, transparent, event_type,
    response, summary, attendees, updated_at)
  SELECT $1, "externalId", $2, "startsAt", "endsAt", "allDay", status, transparent, "eventType", response, summary,
    ARRAY(SELECT jsonb_array_elements_text(attendees)), "updatedAt"
  FROM jsonb_to_recordset($3::jsonb) AS e ("externalId" text, "startsAt" timestamptz, "endsAt" timestamptz, "allDay" boolean,
    status text, transparent boolean, "eventType" text, response text, summary text, attendees jsonb, "updatedAt" timestamptz)
  ON CONFLICT (tenant_id, calendar_id, external_id) DO UPDATE SET generation = excluded.generation,
    starts_at = excluded.starts_at, ends_at = excluded.ends_at, all_day = excluded.all_day, status = excluded.status,
    transparent = excluded.transparent, event_type = excluded.event_type, response = excluded.response,
    summary = excluded.summary, attendees = excluded.attendees, updated_at = excluded.updated_at`;

export const DELETE_GONE = `DELETE FROM calendar_event WHERE calendar_id = $1 AND external_id = ANY ($2::text[])`;
/** Its instances since $3, from where on a source tells a series anew; those that were over before stay. */
export const DELETE_SERIES = `
  DELETE FROM calendar_event e USING unnest($2::text[]) AS s (id)
  WHERE e.calendar_id = $1 AND starts_with(e.external_id, s.id || '_')
    AND substr(e.external_id, length(s.id) + 2) ~ '${INSTANCE}' AND e.ends_at > $3`;

/** What a full reading has not told of is gone; what ended before its window is the past, which it does not tell of. */
export const DROP_OLDER = `DELETE FROM calendar_event WHERE calendar_id = $1 AND generation < $2 AND ends_at > $3`;

const READ = `read_until = NULL, last_read_at = clock_timestamp(), trouble = NULL, trouble_at = NULL`;
/** $7: since when its past is known by this reading; null where the source may leave out what is over. $8: what was left out. */
export const END_FULL = `
  UPDATE calendar SET sync_token = $3, generation = $4, window_start = $5, window_end = $6, last_full_at = clock_timestamp(),
    known_since = least(known_since, $7::timestamptz), left_out = $8
  WHERE ${MINE} RETURNING id`;
/** Of what was left out before, the next full reading tells whether it is still there. */
export const END_CHANGES = `
  UPDATE calendar SET sync_token = coalesce($3, sync_token), left_out = greatest(left_out, $4) WHERE ${MINE} RETURNING id`;
export const END_SLICE = `
  UPDATE calendar SET window_end = $3, left_out = greatest(left_out, $4) WHERE ${MINE} RETURNING id`;
/** All of it is read. */
export const LEAVE = `UPDATE calendar SET ${READ} WHERE id = $1 AND read_by = $2 AND read_until IS NOT NULL`;
/** It could not be read. */
export const LEAVE_TROUBLED = `
  UPDATE calendar SET read_until = NULL, trouble = $3,
    trouble_at = CASE WHEN trouble = $3 THEN trouble_at ELSE clock_timestamp() END
  WHERE id = $1 AND read_by = $2 AND read_until IS NOT NULL`;
