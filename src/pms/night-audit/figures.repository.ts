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
  cancellations: number;
  bookingsMade: number;
}

/** What was charged on a date, by department, kind, price mode and tax; minor units. */
export interface ChargedRow {
  department: string;
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

/** Balances as a pack froze them, decimal strings; a pack of an earlier release has no guest ledger. */
export interface FrozenBalances {
  closing: string;
  guestLedger: { folioId: string; closing: string }[] | null;
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
      `SELECT ${DEPARTMENT} AS department, kind, price_mode AS "priceMode", tax_code AS "taxCode", tax_rate AS "taxRate",
         tax_treatment AS "taxTreatment", count(*)::int AS lines, sum(amount_minor)::bigint AS "amountMinor"
       FROM folio_line WHERE hotel_id = $1 AND business_date = $2
       GROUP BY 1, 2, 3, 4, 5, 6
       ORDER BY array_position(ARRAY[${LINE_KINDS.map((kind) => `'${kind}'`).join()}], kind), 4, 5, 1`,
      [hotelId, date],
    );
  }

  /**
   * What the nights of the date come to, with what took them back, whenever in the week before it was posted: a guest who is checked in
   * late has the nights before charged on the date too, and they are no income of its rooms.
   */
  roomNights(hotelId: number, date: LocalDate): Promise<ChargedRow[]> {
    return this.db.rows(
      `SELECT 'rooms' AS department, 'night' AS kind, l.price_mode AS "priceMode", l.tax_code AS "taxCode",
         l.tax_rate AS "taxRate", l.tax_treatment AS "taxTreatment", count(*)::int AS lines,
         sum(l.amount_minor)::bigint AS "amountMinor"
       FROM folio_line l LEFT JOIN folio_line r ON r.id = l.root_id
       WHERE l.hotel_id = $1 AND l.business_date BETWEEN $2::date - 7 AND $2 AND l.service_date = $2
         AND (l.kind = 'night' OR (l.kind IN ('correction', 'credit_note') AND r.kind = 'night'))
       GROUP BY 3, 4, 5, 6`,
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

  /** How deposits were taken and given back on the date: what the till has beside the payments. */
  depositsPaid(hotelId: number, date: LocalDate): Promise<PaidRow[]> {
    return this.db.rows(
      `SELECT method, count(*) AS count, sum(amount_minor)::bigint AS "amountMinor" FROM folio_deposit
       WHERE hotel_id = $1 AND business_date = $2 AND kind <> 'applied' GROUP BY method ORDER BY method`,
      [hotelId, date],
    );
  }

  /** What the pack of the day before told of balances; undefined when that day was never closed. */
  async before(hotelId: number, date: LocalDate): Promise<FrozenBalances | undefined> {
    return this.db.first<FrozenBalances>(
      `SELECT pack -> 'trialBalance' ->> 'closing' AS closing, pack -> 'guestLedger' AS "guestLedger" FROM business_day
       WHERE hotel_id = $1 AND business_date = $2::date - 1 AND status = 'closed'`,
      [hotelId, date],
    );
  }
}

/** Lines of earlier releases name no department. */
const DEPARTMENT = `coalesce(department, CASE WHEN kind IN ('night', 'no_show') THEN 'rooms' ELSE 'other' END)`;

const COUNTS = `
  WITH stays AS (
    SELECT b.adults + b.children AS guests FROM booking b
    -- Who has not left has slept there, whatever was booked.
    WHERE b.hotel_id = $1 AND b.arrival <= $2
      AND (b.status = 'checked_in' OR (b.status = 'checked_out' AND b.departure > $2))
  ), rooms AS (
    SELECT count(*) AS all, count(*) FILTER (WHERE EXISTS (
      SELECT FROM room_assignment a WHERE a.room_id = r.id AND a.cancelled_at IS NULL AND a.during @> $2::date
        AND a.kind = 'closure' AND a.closure_kind <> 'OOS')) AS closed
    FROM room r WHERE r.hotel_id = $1 AND r.in_service @> $2::date
  )
  SELECT rooms.all::int AS rooms, rooms.closed::int AS "outOfOrder",
    (SELECT count(*) FROM stays)::int AS occupied, (SELECT coalesce(sum(guests), 0) FROM stays)::int AS "guestsInHouse",
    (SELECT count(*) FROM booking WHERE hotel_id = $1 AND status = 'cancelled'
       AND (cancelled_at AT TIME ZONE $3)::date = $2)::int AS cancellations,
    (SELECT count(*) FROM booking WHERE hotel_id = $1 AND (created_at AT TIME ZONE $3)::date = $2)::int
      AS "bookingsMade"
  FROM rooms`;
