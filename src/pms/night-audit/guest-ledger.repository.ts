import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { grossOf } from '../folios/gross-of-lines.js';
import { ROOM } from './people-of-day.repository.js';

/** What one guest owed before a date, paid on it and owes after it; minor units, with tax. */
export interface LedgerRow {
  folioId: string;
  booking: string;
  guest: string;
  room: string | null;
  inHouse: boolean;
  /** As computed; the pack of the day before, where there is one, says what was told. */
  openingMinor: number;
  paidMinor: number;
  closingMinor: number;
}

/** What the guests of a hotel owe, bill by bill. */
@Injectable()
export class GuestLedgerRepository {
  constructor(private readonly db: TenantDatabase) {}

  /**
   * Guests in the house, whose bill was touched on the date, or who owed something before; by room.
   * @param owing folios that owed something at the close of the day before; null: nobody knows, so all are looked at
   */
  of(hotelId: number, date: LocalDate, owing: readonly string[] | null): Promise<LedgerRow[]> {
    return this.db.rows(LEDGER, [hotelId, date, owing]);
  }
}

const LEDGER = `
  WITH looked_at AS (
    SELECT f.id, f.booking_id FROM folio f
    WHERE f.hotel_id = $1 AND ($3::uuid[] IS NULL OR f.id IN (
      SELECT folio_id FROM folio_line WHERE hotel_id = $1 AND business_date = $2
      UNION SELECT folio_id FROM folio_payment WHERE hotel_id = $1 AND business_date = $2
      UNION SELECT i.id FROM booking b JOIN folio i ON i.booking_id = b.id
        WHERE b.hotel_id = $1 AND b.status = 'checked_in'
      UNION SELECT unnest($3::uuid[])))
  ), bill AS (
    -- A window is a bill of its own, and each tax of it is rounded once.
    SELECT g.folio_id, sum(g.before) AS before, sum(g.after) AS after FROM (
      SELECT l.folio_id, ${grossOf('l.business_date < $2')} AS before, ${grossOf('l.business_date <= $2')} AS after
      FROM looked_at f JOIN folio_line l ON l.folio_id = f.id
      GROUP BY l.folio_id, l.window_number, l.tax_code, l.tax_rate, l.tax_treatment) g
    GROUP BY g.folio_id
  ), paid AS (
    SELECT p.folio_id, coalesce(sum(p.amount_minor) FILTER (WHERE p.business_date < $2), 0) AS before,
      coalesce(sum(p.amount_minor) FILTER (WHERE p.business_date = $2), 0) AS today
    FROM looked_at f JOIN folio_payment p ON p.folio_id = f.id WHERE p.business_date <= $2 GROUP BY 1
  ), ledger AS (
    SELECT f.id AS "folioId", b.code AS booking, b.guest_name AS guest, ${ROOM} AS room,
      b.status = 'checked_in' AS "inHouse",
      (coalesce(l.before, 0) - coalesce(p.before, 0))::bigint AS "openingMinor",
      coalesce(p.today, 0)::bigint AS "paidMinor",
      (coalesce(l.after, 0) - coalesce(p.before, 0) - coalesce(p.today, 0))::bigint AS "closingMinor"
    FROM looked_at f JOIN booking b ON b.id = f.booking_id
    LEFT JOIN bill l ON l.folio_id = f.id LEFT JOIN paid p ON p.folio_id = f.id
    WHERE b.status = 'checked_in' OR l.before <> l.after OR p.today <> 0 OR f.id = ANY($3::uuid[])
      OR coalesce(l.before, 0) <> coalesce(p.before, 0)
  )
  SELECT * FROM ledger ORDER BY room IS NULL, length(room), room, booking`;
