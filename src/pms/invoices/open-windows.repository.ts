import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate } from '../../platform/dates/index.js';
import type { OpenWindow, WindowLine } from './draft.js';
import type { InvoicePayment } from './invoice-row.js';

/** Days after the stay on which a window without value is still reported. */
const REPORTED_DAYS = 7;

interface Keyed {
  folioId: string;
  window: number;
}

/** The folios whose windows a night run looks at. */
export interface Finished {
  hotelId: number;
  /** Instant that the night run takes for now: guests who leave later are not looked at. */
  now: Date;
  /** The hotel's local date then. */
  date: LocalDate;
}

/** Folio windows without an invoice, read for sets of folios. */
@Injectable()
export class OpenWindowsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /**
   * Folios of guests who have left, of bookings that were cancelled and charged, and of guests who did not come and no longer can:
   * until the departure a no-show may be reinstated. What comes to nothing is reported for some days after the stay. Nights of
   * an imported stay were billed elsewhere; what is charged to it here is invoiced.
   */
  async finished({ hotelId, now, date }: Finished): Promise<string[]> {
    const rows = await this.db.rows<{ id: string }>(
      `SELECT f.id FROM folio f JOIN booking b ON b.id = f.booking_id
       WHERE f.hotel_id = $1
         AND (b.status = 'checked_out' AND b.checked_out_at <= $2 OR b.status = 'no_show' AND b.departure <= $3::date
           OR b.status = 'cancelled' AND b.cancelled_at <= $2)
         AND EXISTS (SELECT FROM folio_window w WHERE w.folio_id = f.id AND w.invoiced_at IS NULL
           AND (b.departure >= $4::date AND b.status <> 'cancelled' AND b.import_id IS NULL OR EXISTS (SELECT FROM folio_line l
             WHERE l.folio_id = f.id AND l.window_number = w.number
             GROUP BY l.price_mode, l.tax_code, l.tax_rate, l.tax_treatment HAVING sum(l.amount_minor) <> 0)))`,
      [hotelId, now, date, addDays(date, -REPORTED_DAYS)],
    );
    return rows.map(({ id }) => id);
  }

  /** Locks the folios, in the order of their ids, until the transaction ends: nothing is charged or paid meanwhile. */
  async lock(folioIds: readonly string[]): Promise<void> {
    await this.db.rows('SELECT FROM folio WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [folioIds]);
  }

  /** The windows of these folios that have no invoice, or the one asked for: by departure, booking and window. */
  async read(folioIds: readonly string[], window?: number): Promise<OpenWindow[]> {
    const heads = await this.heads(folioIds, window ?? null);
    const lines = byWindow(await this.lines(folioIds));
    const payments = byWindow(await this.payments(folioIds));
    return heads.map((head) => ({
      ...head,
      lines: (lines.get(keyOf(head)) ?? []).map(({ taxCode, taxRate, taxTreatment, ...line }) => ({
        ...line,
        tax: { code: taxCode, rate: taxRate, treatment: taxTreatment },
      })),
      payments: payments.get(keyOf(head)) ?? [],
    }));
  }

  /** Closes windows: from now on nothing is charged to them. Answers how many were open. */
  async close(windows: readonly Keyed[]): Promise<number> {
    const rows = await this.db.rows(
      `WITH held AS MATERIALIZED (
         SELECT w.folio_id, w.number FROM folio_window w
         WHERE w.folio_id = ANY($1::uuid[]) AND w.invoiced_at IS NULL
           AND (w.folio_id, w.number) IN (SELECT * FROM unnest($1::uuid[], $2::smallint[]))
         ORDER BY w.folio_id, w.number FOR NO KEY UPDATE)
       UPDATE folio_window w SET invoiced_at = now() FROM held
       WHERE w.folio_id = ANY($1::uuid[]) AND w.folio_id = held.folio_id AND w.number = held.number RETURNING 1`,
      [windows.map(({ folioId }) => folioId), windows.map(({ window }) => window)],
    );
    return rows.length;
  }

  private heads(folioIds: readonly string[], window: number | null) {
    return this.db.rows<Omit<OpenWindow, 'lines' | 'payments'>>(
      `SELECT f.id AS "folioId", w.number AS "window", f.hotel_id AS "hotelId", b.id AS "bookingId",
         b.status AS "bookingStatus", f.currency, jsonb_strip_nulls(w.payer) AS payer,
         jsonb_build_object('hotel', h.name, 'guest', b.guest_name, 'bookingCode', b.code, 'arrival', b.arrival,
           'departure', b.departure, 'rooms', COALESCE((
             SELECT jsonb_agg(r.number ORDER BY lower(a.during)) FROM room_assignment a JOIN room r ON r.id = a.room_id
             WHERE a.tenant_id = b.tenant_id AND a.reservation_id = b.id AND a.cancelled_at IS NULL), '[]')) AS stay,
         CASE WHEN w.number = 1 AND b.status = 'checked_out' AND b.import_id IS NULL THEN ARRAY(
           SELECT night::date::text FROM generate_series(b.arrival, b.departure - 1, '1 day') AS night
           WHERE NOT EXISTS (SELECT FROM folio_line l
             WHERE l.folio_id = f.id AND l.source_key = 'night:' || night::date)) ELSE '{}' END AS "missingNights"
       FROM folio f
       JOIN booking b ON b.id = f.booking_id
       JOIN hotel h ON h.id = f.hotel_id
       JOIN folio_window w ON w.folio_id = f.id
       WHERE f.id = ANY($1::uuid[]) AND w.invoiced_at IS NULL AND ($2::int IS NULL OR w.number = $2)
       ORDER BY b.departure, b.code, w.number`,
      [folioIds, window],
    );
  }

  private lines(folioIds: readonly string[]) {
    return this.db.rows<Keyed & Omit<WindowLine, 'tax'> & TaxColumns>(
      `SELECT l.folio_id AS "folioId", l.window_number AS "window", l.id, l.service_date AS "serviceDate", l.description,
         l.quantity, l.amount_minor AS "amountMinor", l.price_mode AS "priceMode", l.tax_code AS "taxCode",
         l.tax_rate AS "taxRate", l.tax_treatment AS "taxTreatment"
       FROM folio_line l WHERE l.folio_id = ANY($1::uuid[]) ORDER BY l.service_date, l.id`,
      [folioIds],
    );
  }

  private payments(folioIds: readonly string[]) {
    return this.db.rows<Keyed & InvoicePayment>(
      `SELECT p.folio_id AS "folioId", p.window_number AS "window", p.id AS "folioPaymentId", p.business_date AS "paidOn",
         p.method, p.amount_minor AS "amountMinor", p.reference
       FROM folio_payment p WHERE p.folio_id = ANY($1::uuid[]) ORDER BY p.id`,
      [folioIds],
    );
  }
}

interface TaxColumns {
  taxCode: string;
  taxRate: string;
  taxTreatment: WindowLine['tax']['treatment'];
}

const keyOf = ({ folioId, window }: Keyed) => `${folioId}:${window}`;

/** Rows by the window they belong to, without its key. */
function byWindow<Row extends Keyed>(rows: readonly Row[]): Map<string, Omit<Row, keyof Keyed>[]> {
  const groups = new Map<string, Omit<Row, keyof Keyed>[]>();
  for (const { folioId, window, ...row } of rows) {
    const key = keyOf({ folioId, window });
    const group = groups.get(key) ?? [];
    group.push(row);
    groups.set(key, group);
  }
  return groups;
}
