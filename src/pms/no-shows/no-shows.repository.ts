import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { BOOKING, type BookingRow } from '../bookings/booking-row.js';

/** Confirmed bookings of one arrival date, with or without guarantee. */
export interface DueArrivals {
  arrival: LocalDate;
  guaranteed: boolean;
  bookings: number;
}

/** From when guests of an arrival date are late. */
export interface Cutoff {
  arrival: LocalDate;
  guaranteed: boolean;
  at: Date;
}

/** By which clock guests are late. */
export interface LateBy {
  hotelId: number;
  timeZone: string;
  /** When guaranteed bookings become no-shows, local `HH:MM`. */
  noShowCutoff: string;
  now: Date;
}

export interface LateBooking extends BookingRow {
  cutoffAt: Date;
}

export interface NewRecord {
  booking: LateBooking;
  outcome: 'NO_SHOW' | 'RELEASED';
  penaltyMinor: number;
  releaseAt: Date | null;
  releaseNow: boolean;
  reportUntil: Date | null;
}

/** Set-based reads and writes of a no-show check. */
@Injectable()
export class NoShowsRepository {
  constructor(private readonly db: TenantDatabase) {}

  dueArrivals(hotelId: number, date: LocalDate): Promise<DueArrivals[]> {
    return this.db.rows(
      `SELECT arrival, guarantee <> 'none' AS guaranteed, count(*) AS bookings FROM booking
       WHERE hotel_id = $1 AND status = 'confirmed' AND arrival <= $2 GROUP BY 1, 2 ORDER BY 1, 2`,
      [hotelId, date],
    );
  }

  /**
   * Locks, by id, all bookings that a check may change: those of these dates that are still only confirmed, and those with
   * nights to be given back by now. It waits for check-ins under way, which have locked their bookings.
   */
  async hold(hotelId: number, cutoffs: readonly Cutoff[], now: Date): Promise<string[]> {
    const rows = await this.db.rows<{ id: string }>(
      `SELECT b.id FROM booking b WHERE b.status IN ('confirmed', 'no_show') AND b.id IN (
         SELECT d.id FROM unnest($2::date[], $3::boolean[]) AS c(arrival, guaranteed)
         JOIN booking d ON d.hotel_id = $1 AND d.arrival = c.arrival AND d.status = 'confirmed'
           AND (d.guarantee <> 'none') = c.guaranteed
         UNION SELECT r.booking_id FROM no_show_record r
         WHERE r.hotel_id = $1 AND r.release_at <= $4 AND r.released_at IS NULL AND r.reversed_at IS NULL)
       ORDER BY b.id FOR NO KEY UPDATE`,
      [hotelId, cutoffs.map((c) => c.arrival), cutoffs.map((c) => c.guaranteed), now],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Marks those of the held bookings that are of these dates and still only confirmed. Who is expected only since the cut-off (booked
   * after it, confirmed, brought back, taken for checked in by mistake) may come until the cut-off of guaranteed bookings is next
   * reached, also on the day of departure. Only when that day had passed was the stay over: nobody can come for that.
   */
  mark(held: readonly string[], cutoffs: readonly Cutoff[], night: LateBy): Promise<LateBooking[]> {
    return this.db.rows(
      `UPDATE booking AS b SET status = 'no_show', version = version + 1
       FROM (
         -- Of former releases, bookings that were brought back tell it by their record only.
         SELECT h.id, d.at, greatest(h.expected_since, r.reversed_at) AS since
         FROM booking h
         JOIN unnest($2::date[], $3::boolean[], $4::timestamptz[]) AS d(arrival, guaranteed, at)
           ON d.arrival = h.arrival AND d.guaranteed = (h.guarantee <> 'none')
         LEFT JOIN no_show_record r ON r.booking_id = h.id
         WHERE h.id = ANY($5::uuid[]) AND h.hotel_id = $1 AND h.status = 'confirmed'
       ) AS c
       WHERE b.id = ANY($5::uuid[]) AND b.id = c.id
         AND (c.since IS NULL OR c.since < c.at
           OR b.departure < (c.since AT TIME ZONE $6)::date
           OR (date_trunc('day', (c.since AT TIME ZONE $6) - $7::time::interval) + interval '1 day' + $7::time::interval)
             AT TIME ZONE $6 <= $8)
       RETURNING ${BOOKING}, c.at AS "cutoffAt"`,
      [
        night.hotelId,
        cutoffs.map((c) => c.arrival),
        cutoffs.map((c) => c.guaranteed),
        cutoffs.map((c) => c.at),
        held,
        night.timeZone,
        night.noShowCutoff,
        night.now,
      ],
    );
  }

  /** Writes down what was done; a booking that was reinstated and is late again gets its record anew. */
  async record(
    hotelId: number,
    businessDate: LocalDate,
    jobId: string,
    records: readonly NewRecord[],
    lines: ReadonlyMap<string, number>,
  ): Promise<void> {
    if (records.length === 0) return;
    const rows = records.map(({ booking, outcome, penaltyMinor, releaseAt, reportUntil }) => ({
      bookingId: booking.id,
      cutoffAt: booking.cutoffAt,
      outcome,
      guarantee: booking.guarantee,
      terms: booking.penalty,
      penaltyMinor,
      lineId: lines.get(booking.id) ?? null,
      releaseAt,
      report: reportUntil === null ? 'not_needed' : 'due',
      reportUntil,
    }));
    await this.db.rows(RECORD, [hotelId, businessDate, jobId, JSON.stringify(rows)]);
  }

  /** Records of the held bookings whose nights are to be given back by now, from which date. */
  releasesDue(held: readonly string[], now: Date): Promise<{ reservationId: string; from: LocalDate }[]> {
    return this.db.rows(
      `SELECT r.booking_id AS "reservationId", b.arrival + 1 AS "from"
       FROM no_show_record r JOIN booking b ON b.id = r.booking_id
       WHERE r.booking_id = ANY($1::uuid[]) AND r.release_at <= $2 AND r.released_at IS NULL AND r.reversed_at IS NULL
         AND b.status = 'no_show'
       ORDER BY r.booking_id FOR NO KEY UPDATE OF r`,
      [held, now],
    );
  }

  /** Notes which nights went back. */
  async released(
    bookingIds: readonly string[],
    nights: readonly { reservationId: string; date: LocalDate }[],
  ): Promise<void> {
    if (bookingIds.length === 0) return;
    await this.db.rows(
      `UPDATE no_show_record r SET released_at = now(), released_nights = coalesce((
         SELECT array_agg(n.date ORDER BY n.date) FROM unnest($2::uuid[], $3::date[]) AS n(id, date)
         WHERE n.id = r.booking_id), '{}')
       WHERE r.booking_id = ANY($1::uuid[])`,
      [bookingIds, nights.map((night) => night.reservationId), nights.map((night) => night.date)],
    );
  }
}

const RECORD = `
  INSERT INTO no_show_record (tenant_id, hotel_id, business_date, job_id, booking_id, cutoff_at, outcome, guarantee, terms,
    penalty_minor, line_id, release_at, channel_report, channel_report_until)
  SELECT current_setting('app.tenant_id')::uuid, $1, $2, $3, "bookingId", "cutoffAt", outcome, guarantee, terms,
    "penaltyMinor", "lineId", "releaseAt", report, "reportUntil"
  FROM jsonb_to_recordset($4::jsonb) AS g ("bookingId" uuid, "cutoffAt" timestamptz, outcome text, guarantee text,
    terms jsonb, "penaltyMinor" bigint, "lineId" bigint, "releaseAt" timestamptz, report text, "reportUntil" timestamptz)
  ON CONFLICT (booking_id) DO UPDATE SET business_date = excluded.business_date, job_id = excluded.job_id,
    cutoff_at = excluded.cutoff_at, outcome = excluded.outcome, guarantee = excluded.guarantee, terms = excluded.terms,
    penalty_minor = excluded.penalty_minor, line_id = excluded.line_id, release_at = excluded.release_at,
    released_nights = '{}', released_at = NULL, channel_report = excluded.channel_report,
    channel_report_until = excluded.channel_report_until, created_at = now(), reversed_at = NULL, reversed_by = NULL`;
