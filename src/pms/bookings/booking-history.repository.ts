import { Injectable } from '@nestjs/common';
import { breaksReference } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { GUEST_PAYS } from '../folios/folio-row.js';
import type { PenaltyTerms } from '../penalties/penalty.js';
import type { BookingStatus, Guarantee } from './booking-row.js';

/** A booking that was made elsewhere or earlier, as it stands now. */
export interface HistoricBooking {
  /** uuid */
  id: string;
  roomCategoryId: number;
  code: string;
  status: BookingStatus;
  arrival: LocalDate;
  departure: LocalDate;
  adults: number;
  children: number;
  guestName: string;
  guestCountry: string | null;
  channel: string;
  guarantee: Guarantee;
  penalty: PenaltyTerms;
  /** One for each night, minor units. */
  nightPricesMinor: number[];
  /** Instants; null for what has not happened. */
  createdAt: string;
  checkedInAt: string | null;
  checkedOutAt: string | null;
  cancelledAt: string | null;
  importLine?: number;
}

/**
 * Writes many bookings as they are, with the nights that they hold: all of a stay, none of a cancelled one, the first of a
 * no-show. Sells nothing: the caller corrects the counters of the inventory.
 */
@Injectable()
export class BookingHistoryRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** One statement, whatever their number; bookings that an import has written already are left alone. Answers how many were new. */
  async insertMany(
    hotel: { id: number; currency: string },
    bookings: readonly HistoricBooking[],
    importId: string | null = null,
  ): Promise<number> {
    const row = await this.db.first<{ written: number }>(INSERT, [
      hotel.id,
      hotel.currency,
      importId,
      JSON.stringify(bookings),
    ]);
    return row!.written;
  }

  /**
   * Deletes what an import wrote, with its nights, in the caller's transaction. False when a booking of it was used since
   * (changed, billed, noted as a no-show, or referred to by anything else): the caller must roll back then.
   */
  async removeImported(importId: string): Promise<boolean> {
    try {
      await this.db.rows('SELECT FROM booking WHERE import_id = $1 ORDER BY id FOR UPDATE', [importId]);
      // Whoever enters a payer holds the folio.
      await this.db.rows(HOLD_FOLIOS, [importId]);
      for (const statement of CLOSE_EMPTY_FOLIOS) await this.db.rows(statement, [importId]);
      const row = await this.db.first<{ kept: number }>(REMOVE, [importId]);
      return row!.kept === 0;
    } catch (error) {
      if (breaksReference(error)) return false;
      throw error;
    }
  }
}

const INSERT = `
  WITH given AS (
    SELECT g.*, ARRAY(SELECT jsonb_array_elements_text(g."nightPricesMinor")::bigint) AS prices
    FROM jsonb_to_recordset($4::jsonb) AS g (id uuid, "roomCategoryId" int, code text, status text, arrival date,
      departure date, adults int, children int, "guestName" text, "guestCountry" text, channel text, guarantee text,
      penalty jsonb, "nightPricesMinor" jsonb, "createdAt" timestamptz, "checkedInAt" timestamptz,
      "checkedOutAt" timestamptz, "cancelledAt" timestamptz, "importLine" int)
  ), written AS (
    INSERT INTO booking (tenant_id, id, hotel_id, category_id, code, status, arrival, departure, adults, children,
      guest_name, guest_country, channel, guarantee, penalty, currency, night_prices_minor, total_minor, created_at,
      checked_in_at, checked_out_at, cancelled_at, import_id, import_line)
    SELECT current_setting('app.tenant_id')::uuid, id, $1, "roomCategoryId", code, status, arrival, departure, adults,
      children, "guestName", "guestCountry", channel, guarantee, penalty, $2, prices,
      (SELECT sum(price) FROM unnest(prices) AS price), "createdAt", "checkedInAt", "checkedOutAt", "cancelledAt", $3,
      "importLine"
    FROM given
    ON CONFLICT ON CONSTRAINT booking_import_key DO NOTHING
    RETURNING tenant_id, id, category_id, status, arrival, night_prices_minor
  ), nights AS (
    INSERT INTO reservation_night (tenant_id, reservation_id, stay_date, category_id, sold_category_id, price_minor)
    SELECT w.tenant_id, w.id, w.arrival + (n.ord - 1)::int, w.category_id, w.category_id, n.price
    FROM written w CROSS JOIN LATERAL unnest(w.night_prices_minor) WITH ORDINALITY AS n(price, ord)
    WHERE w.status IN ('confirmed', 'checked_in', 'checked_out') OR (w.status = 'no_show' AND n.ord = 1)
  )
  SELECT count(*)::int AS written FROM written`;

const HOLD_FOLIOS = `SELECT FROM folio f JOIN booking b ON b.tenant_id = f.tenant_id AND b.id = f.booking_id
  WHERE b.import_id = $1 ORDER BY f.id FOR UPDATE OF f`;

/**
 * A folio is opened by who looks at it: one that says nothing does not keep a booking. A payer that somebody has entered says who is to
 * pay. Its window goes first.
 */
const EMPTY_FOLIOS = `SELECT f.id FROM folio f JOIN booking b ON b.tenant_id = f.tenant_id AND b.id = f.booking_id
  WHERE b.import_id = $1
    AND NOT EXISTS (SELECT FROM folio_line l WHERE l.folio_id = f.id)
    AND NOT EXISTS (SELECT FROM folio_payment p WHERE p.folio_id = f.id)
    AND NOT EXISTS (SELECT FROM folio_deposit d WHERE d.folio_id = f.id)
    AND NOT EXISTS (SELECT FROM folio_window w WHERE w.folio_id = f.id AND (w.number > 1 OR w.invoiced_at IS NOT NULL
      OR w.payer <> ${GUEST_PAYS}))`;
const CLOSE_EMPTY_FOLIOS = [
  `DELETE FROM folio_window WHERE folio_id IN (${EMPTY_FOLIOS})`,
  `DELETE FROM folio f USING booking b WHERE b.import_id = $1 AND b.tenant_id = f.tenant_id AND f.booking_id = b.id
     AND NOT EXISTS (SELECT FROM folio_window w WHERE w.folio_id = f.id)`,
];

const REMOVE = `
  WITH gone AS (
    DELETE FROM booking b WHERE b.import_id = $1 AND b.version = 1
      AND NOT EXISTS (SELECT FROM folio f WHERE f.tenant_id = b.tenant_id AND f.booking_id = b.id)
      AND NOT EXISTS (SELECT FROM no_show_record n WHERE n.booking_id = b.id)
    RETURNING b.tenant_id, b.id
  ), nights AS (
    DELETE FROM reservation_night n USING gone g WHERE n.tenant_id = g.tenant_id AND n.reservation_id = g.id
  )
  SELECT ((SELECT count(*) FROM booking WHERE import_id = $1) - (SELECT count(*) FROM gone))::int AS kept`;
