import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { LINE_KINDS } from '../folios/folio-row.js';
import type { TaxTreatment } from '../taxes/tax.js';

export interface DayCounts {
  rooms: number;
  outOfOrder: number;
  occupied: number;
  guestsInHouse: number;
  arrivals: number;
  departures: number;
  noShows: number;
  cancellations: number;
  bookingsMade: number;
}

/** What was charged on a date, by kind, price mode and tax; minor units. */
export interface ChargedRow {
  kind: string;
  priceMode: 'gross' | 'net';
  taxCode: string;
  taxRate: string;
  taxTreatment: TaxTreatment;
  lines: number;
  amountMinor: number;
}

export interface DepositFigures {
  openingMinor: number;
  receivedMinor: number;
  refundedMinor: number;
  appliedMinor: number;
}

export interface PaidRow {
  method: string;
  count: number;
  amountMinor: number;
}

/** The figures of a hotel's day, each computed by one statement. */
@Injectable()
export class FiguresRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @param zone the hotel's: cancellations and new bookings count by its calendar */
  async counts(hotelId: number, date: LocalDate, zone: string): Promise<DayCounts> {
    return (await this.db.first<DayCounts>(COUNTS, [hotelId, date, zone]))!;
  }

  charged(hotelId: number, date: LocalDate): Promise<ChargedRow[]> {
    return this.db.rows(
      `SELECT kind, price_mode AS "priceMode", tax_code AS "taxCode", tax_rate AS "taxRate",
         tax_treatment AS "taxTreatment", count(*) AS lines, sum(amount_minor)::bigint AS "amountMinor"
       FROM folio_line WHERE hotel_id = $1 AND business_date = $2
       GROUP BY 1, 2, 3, 4, 5 ORDER BY array_position(ARRAY[${LINE_KINDS.map((kind) => `'${kind}'`).join()}], kind), 3, 4`,
      [hotelId, date],
    );
  }

  paid(hotelId: number, date: LocalDate): Promise<PaidRow[]> {
    return this.db.rows(
      `SELECT method, count(*) AS count, sum(amount_minor)::bigint AS "amountMinor" FROM folio_payment
       WHERE hotel_id = $1 AND business_date = $2 GROUP BY method ORDER BY method`,
      [hotelId, date],
    );
  }

  /** What was held as deposits before the date, and what became of it on the date; minor units, all of them above zero. */
  async deposits(hotelId: number, date: LocalDate): Promise<DepositFigures> {
    const row = await this.db.first<DepositFigures>(
      `SELECT coalesce(sum(amount_minor) FILTER (WHERE business_date < $2), 0)::bigint AS "openingMinor",
         coalesce(sum(amount_minor) FILTER (WHERE business_date = $2 AND kind = 'received'), 0)::bigint AS "receivedMinor",
         coalesce(-sum(amount_minor) FILTER (WHERE business_date = $2 AND kind = 'refunded'), 0)::bigint AS "refundedMinor",
         coalesce(-sum(amount_minor) FILTER (WHERE business_date = $2 AND kind = 'applied'), 0)::bigint AS "appliedMinor"
       FROM folio_deposit WHERE hotel_id = $1 AND business_date <= $2`,
      [hotelId, date],
    );
    return row!;
  }

  /** Closing balance of the day before, as its pack froze it; undefined when that day was never closed. */
  async balanceBefore(hotelId: number, date: LocalDate): Promise<string | undefined> {
    const row = await this.db.first<{ closing: string | null }>(
      `SELECT pack -> 'trialBalance' ->> 'closing' AS closing FROM business_day
       WHERE hotel_id = $1 AND business_date = $2::date - 1 AND status = 'closed'`,
      [hotelId, date],
    );
    return row?.closing ?? undefined;
  }

  /** Everything charged and paid before the date, minor units, as posted: for the first pack of a hotel. */
  async postedBefore(hotelId: number, date: LocalDate): Promise<{ charged: ChargedRow[]; paidMinor: number }> {
    const charged = await this.db.rows<ChargedRow>(
      `SELECT 'all' AS kind, price_mode AS "priceMode", tax_code AS "taxCode", tax_rate AS "taxRate",
         tax_treatment AS "taxTreatment", count(*) AS lines, sum(amount_minor)::bigint AS "amountMinor"
       FROM folio_line WHERE hotel_id = $1 AND business_date < $2 GROUP BY 2, 3, 4, 5`,
      [hotelId, date],
    );
    const paid = await this.db.first<{ sum: number }>(
      `SELECT coalesce(sum(amount_minor), 0)::bigint AS sum FROM folio_payment WHERE hotel_id = $1 AND business_date < $2`,
      [hotelId, date],
    );
    return { charged, paidMinor: paid!.sum };
  }
}

const COUNTS = `
  WITH stays AS (
    SELECT b.adults + b.children AS guests FROM booking b
    WHERE b.hotel_id = $1 AND b.arrival <= $2 AND b.departure > $2 AND b.status IN ('checked_in', 'checked_out')
  ), rooms AS (
    SELECT count(*) AS all, count(*) FILTER (WHERE EXISTS (
      SELECT FROM room_assignment a WHERE a.room_id = r.id AND a.cancelled_at IS NULL AND a.during @> $2::date
        AND a.kind = 'closure' AND a.closure_kind <> 'OOS')) AS closed
    FROM room r WHERE r.hotel_id = $1 AND r.in_service @> $2::date
  )
  SELECT rooms.all::int AS rooms, rooms.closed::int AS "outOfOrder",
    (SELECT count(*) FROM stays)::int AS occupied, (SELECT coalesce(sum(guests), 0) FROM stays)::int AS "guestsInHouse",
    (SELECT count(*) FROM booking WHERE hotel_id = $1 AND arrival = $2
       AND status IN ('checked_in', 'checked_out'))::int AS arrivals,
    (SELECT count(*) FROM booking WHERE hotel_id = $1 AND departure = $2 AND arrival < $2
       AND status IN ('checked_in', 'checked_out'))::int AS departures,
    (SELECT count(*) FROM no_show_record WHERE hotel_id = $1 AND business_date = $2 AND reversed_at IS NULL)::int
      AS "noShows",
    (SELECT count(*) FROM booking WHERE hotel_id = $1 AND status = 'cancelled'
       AND (cancelled_at AT TIME ZONE $3)::date = $2)::int AS cancellations,
    (SELECT count(*) FROM booking WHERE hotel_id = $1 AND (created_at AT TIME ZONE $3)::date = $2)::int
      AS "bookingsMade"
  FROM rooms`;
