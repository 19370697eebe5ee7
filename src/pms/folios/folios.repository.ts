import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { violates } from '../../platform/database/postgres-error.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import type { Tax } from '../taxes/tax.js';
import {
  type Department,
  FOLIO,
  FOLIO_LINE,
  FOLIO_PAYMENT,
  FOLIO_WINDOW,
  type FolioLineRow,
  type FolioPaymentRow,
  type FolioRow,
  type FolioWindowRow,
  GUEST_PAYS,
  MOST_WINDOWS,
  type Payer,
} from './folio-row.js';

/** Begins the key of a line that was given back. */
const FORGOTTEN = 'back:';

export interface NewLine {
  window: number;
  kind: FolioLineRow['kind'];
  businessDate: LocalDate;
  serviceDate: LocalDate;
  description: string;
  quantity: number;
  amountMinor: number;
  priceMode: 'gross' | 'net';
  tax: Tax;
  sourceKey?: string;
  correctsId?: number;
  /** The line that was charged, of a part of it. A correction's is found by what it corrects. */
  rootId?: number;
  /** What it counts in its family; default: its amount. */
  familyMinor?: number;
}

export type NewPayment = Pick<FolioPaymentRow, 'window' | 'businessDate' | 'method' | 'amountMinor' | 'reference'>;

/** One line for the folio of a booking. */
export interface BookingLine extends Pick<
  NewLine,
  'kind' | 'businessDate' | 'serviceDate' | 'description' | 'amountMinor' | 'priceMode' | 'tax'
> {
  bookingId: string;
  /** Who posts it; none: a night job. */
  createdBy?: string | null;
}

/** Where a folio line stands on an invoice. */
export interface InvoicedLine {
  invoiceId: string;
  invoiceNumber: string;
  invoiceLineId: number;
}

/** Which nights are posted. */
export interface NightsOf {
  hotelId: number;
  /** Only this booking's; default: of every guest who is checked in. */
  bookingId?: string;
  /** Nights up to this date, included. */
  until: LocalDate;
  businessDate: LocalDate;
  priceMode: 'gross' | 'net';
  tax: Tax;
}

/** Lowest open window of a folio f, locked: a statement that had to wait while it was invoiced finds the next one. */
const OPEN_WINDOW = `CROSS JOIN LATERAL (
  SELECT number FROM folio_window WHERE folio_id = f.id AND invoiced_at IS NULL
  ORDER BY number LIMIT 1 FOR NO KEY UPDATE) w`;

@Injectable()
export class FoliosRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<FolioRow> {
    const row = await this.db.first<FolioRow>(`SELECT ${FOLIO} FROM folio f WHERE f.id = $1`, [id]);
    if (!row) throw notFound('Folio');
    return row;
  }

  /** Holds the folio until the transaction ends. @throws AppError NOT_FOUND */
  async lock(id: string): Promise<FolioRow> {
    const row = await this.db.first<FolioRow>(`SELECT ${FOLIO} FROM folio f WHERE f.id = $1 FOR NO KEY UPDATE`, [id]);
    if (!row) throw notFound('Folio');
    return row;
  }

  ofBooking(bookingId: string): Promise<FolioRow | undefined> {
    return this.db.first(`SELECT ${FOLIO} FROM folio f WHERE f.booking_id = $1`, [bookingId]);
  }

  /** Opens the bookings' folios where they have none, each with one window that the guest pays. */
  async open(bookingIds: readonly string[]): Promise<void> {
    const ids = bookingIds.map(() => uuidv7());
    await this.db.rows(
      `WITH opened AS (
         INSERT INTO folio (id, tenant_id, hotel_id, booking_id, currency)
         SELECT n.id, b.tenant_id, b.hotel_id, b.id, b.currency
         FROM unnest($1::uuid[], $2::uuid[]) AS n(id, booking_id) JOIN booking b ON b.id = n.booking_id
         WHERE b.id = ANY($2::uuid[])
         ON CONFLICT ON CONSTRAINT folio_booking_key DO NOTHING RETURNING id, tenant_id, booking_id)
       INSERT INTO folio_window (tenant_id, folio_id, number, payer)
       SELECT o.tenant_id, o.id, 1, ${GUEST_PAYS}
       FROM opened o JOIN booking b ON b.id = o.booking_id WHERE b.id = ANY($2::uuid[])`,
      [ids, bookingIds],
    );
  }

  windows(folioId: string): Promise<FolioWindowRow[]> {
    return this.db.rows(`SELECT ${FOLIO_WINDOW} FROM folio_window WHERE folio_id = $1 ORDER BY number`, [folioId]);
  }

  async addWindow(folioId: string, payer: Payer): Promise<FolioWindowRow | undefined> {
    return this.db.first(
      `INSERT INTO folio_window (tenant_id, folio_id, number, payer)
       SELECT current_setting('app.tenant_id')::uuid, $1, max(number) + 1, jsonb_strip_nulls($2::jsonb) FROM folio_window WHERE folio_id = $1
       HAVING max(number) < ${MOST_WINDOWS} RETURNING ${FOLIO_WINDOW}`,
      [folioId, JSON.stringify(payer)],
    );
  }

  setPayer(folioId: string, window: number, payer: Payer): Promise<FolioWindowRow | undefined> {
    return this.db.first(
      `UPDATE folio_window SET payer = jsonb_strip_nulls($3::jsonb) WHERE folio_id = $1 AND number = $2 RETURNING ${FOLIO_WINDOW}`,
      [folioId, window, JSON.stringify(payer)],
    );
  }

  lines(folioId: string): Promise<FolioLineRow[]> {
    return this.db.rows(`SELECT ${FOLIO_LINE} FROM folio_line l WHERE l.folio_id = $1 ORDER BY l.service_date, l.id`, [
      folioId,
    ]);
  }

  /** The line of an invoice that carries this folio line, if one was issued. */
  invoiced(folioId: string, line: Pick<FolioLineRow, 'id' | 'window'>): Promise<InvoicedLine | undefined> {
    return this.db.first(
      `SELECT i.id AS "invoiceId", i.text_number AS "invoiceNumber", l.id AS "invoiceLineId"
       FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id
       WHERE i.folio_id = $1 AND i.window_number = $2 AND i.kind = 'invoice' AND l.folio_line_id = $3`,
      [folioId, line.window, line.id],
    );
  }

  payments(folioId: string): Promise<FolioPaymentRow[]> {
    return this.db.rows(`SELECT ${FOLIO_PAYMENT} FROM folio_payment p WHERE p.folio_id = $1 ORDER BY p.id`, [folioId]);
  }

  async insertLine(folioId: string, line: NewLine, createdBy: string | null): Promise<FolioLineRow> {
    const row = await refusing(
      this.db.first<FolioLineRow>(
        `INSERT INTO folio_line AS l (tenant_id, hotel_id, folio_id, window_number, kind, business_date, service_date, description,
         quantity, amount_minor, price_mode, tax_code, tax_rate, tax_treatment, source_key, corrects_id, root_id, family_minor, created_by)
       SELECT f.tenant_id, f.hotel_id, f.id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
       FROM folio f WHERE f.id = $1 RETURNING ${FOLIO_LINE}`,
        [
          folioId,
          line.window,
          line.kind,
          line.businessDate,
          line.serviceDate,
          line.description,
          line.quantity,
          line.amountMinor,
          line.priceMode,
          line.tax.code,
          line.tax.rate,
          line.tax.treatment,
          line.sourceKey ?? null,
          line.correctsId ?? null,
          line.rootId ?? null,
          line.familyMinor ?? null,
          createdBy,
        ],
      ),
    );
    return row!;
  }

  /** Posts a line each to the folios of these bookings, to their lowest open window; answers the line of each booking. */
  async insertLines(lines: readonly BookingLine[]): Promise<Map<string, number>> {
    const posted = await this.tryLines(lines);
    const left = lines.filter(({ bookingId }) => !posted.has(bookingId));
    if (left.length === 0) return posted;
    await this.addOpenWindows(left.map(({ bookingId }) => bookingId));
    return new Map([...posted, ...(await this.tryLines(left))]);
  }

  /** The same where there is an open window. */
  private async tryLines(lines: readonly BookingLine[]): Promise<Map<string, number>> {
    const rows = await this.db.rows<{ bookingId: string; id: number }>(
      `WITH given AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS g ("bookingId" uuid, kind text, "businessDate" date,
           "serviceDate" date, description text, "amountMinor" bigint, "priceMode" text, tax jsonb, "createdBy" uuid)
       ), posted AS (
         INSERT INTO folio_line (tenant_id, hotel_id, folio_id, window_number, kind, business_date, service_date,
           description, amount_minor, price_mode, tax_code, tax_rate, tax_treatment, created_by)
         SELECT f.tenant_id, f.hotel_id, f.id, w.number, g.kind, g."businessDate", g."serviceDate", left(g.description, 200),
           g."amountMinor", g."priceMode", g.tax ->> 'code', (g.tax ->> 'rate')::numeric, g.tax ->> 'treatment',
           g."createdBy"
         FROM given g JOIN folio f ON f.booking_id = g."bookingId" ${OPEN_WINDOW}
         WHERE f.booking_id = ANY($2::uuid[]) RETURNING folio_id, id)
       SELECT f.booking_id AS "bookingId", p.id FROM posted p JOIN folio f ON f.id = p.folio_id
       WHERE f.booking_id = ANY($2::uuid[])`,
      [JSON.stringify(lines), lines.map(({ bookingId }) => bookingId)],
    );
    return new Map(rows.map(({ bookingId, id }) => [bookingId, id]));
  }

  /** One more window, for the payer of the first, on those of the bookings' folios whose windows are all invoiced. */
  async addOpenWindows(bookingIds: readonly string[]): Promise<void> {
    await this.db.rows(
      `INSERT INTO folio_window (tenant_id, folio_id, number, payer)
       SELECT w.tenant_id, w.folio_id, max(w.number) + 1, (array_agg(w.payer ORDER BY w.number))[1]
       FROM folio f JOIN folio_window w ON w.folio_id = f.id WHERE f.booking_id = ANY($1::uuid[])
       GROUP BY 1, 2 HAVING bool_and(w.invoiced_at IS NOT NULL) AND max(w.number) < ${MOST_WINDOWS} ORDER BY w.folio_id
       ON CONFLICT DO NOTHING`,
      [bookingIds],
    );
  }

  /** Says which department earned a line. */
  async setDepartment(lineId: number, department: Department): Promise<void> {
    await this.db.rows('UPDATE folio_line SET department = $2 WHERE id = $1', [lineId, department]);
  }

  /** Moves a whole line to another window. */
  async moveLine(lineId: number, window: number): Promise<void> {
    await this.db.rows('UPDATE folio_line SET window_number = $2 WHERE id = $1', [lineId, window]);
  }

  /**
   * Moves what this transaction has posted in place of forgotten lines to their windows, where these are open. Of lines that were
   * posted for the same, the last tells where.
   */
  async moveAgain(folioId: string, places: readonly { lineId: number; window: number }[]): Promise<void> {
    if (places.length === 0) return;
    await this.db.rows(
      `UPDATE folio_line l SET window_number = k.number
       FROM (SELECT DISTINCT ON (key) key, number
         FROM (SELECT o.id, substr(o.source_key, length('${FORGOTTEN}' || o.id || ':') + 1) AS key, g.number
           FROM folio_line o JOIN unnest($2::bigint[], $3::int[]) AS g(id, number) ON g.id = o.id
           WHERE o.folio_id = $1 AND o.id = ANY($2::bigint[]) AND o.source_key LIKE '${FORGOTTEN}%') f
         ORDER BY key, id DESC) k
       JOIN folio_window w ON w.folio_id = $1 AND w.number = k.number AND w.invoiced_at IS NULL
       WHERE l.folio_id = $1 AND l.source_key = k.key AND l.created_at = now() AND l.window_number <> k.number`,
      [folioId, places.map(({ lineId }) => lineId), places.map(({ window }) => window)],
    );
  }

  /** Leaves this much on a line, because the rest went to another window. */
  async setAmount(lineId: number, amountMinor: number, quantity: number): Promise<void> {
    await this.db.rows('UPDATE folio_line SET amount_minor = $2, quantity = $3 WHERE id = $1', [
      lineId,
      amountMinor,
      quantity,
    ]);
  }

  /** The bookings of these that have lines of these kinds for these nights, in the order in which their folios are locked. */
  async chargedFor(
    kinds: readonly FolioLineRow['kind'][],
    nights: readonly { reservationId: string; date: LocalDate }[],
  ): Promise<string[]> {
    const rows = await this.db.rows<{ id: string }>(
      `SELECT f.booking_id AS id
       FROM unnest($1::uuid[], $2::date[]) AS n(booking_id, night)
       JOIN folio f ON f.booking_id = n.booking_id
       JOIN folio_line l ON l.folio_id = f.id AND l.service_date = n.night AND l.kind = ANY($3::text[])
       WHERE f.booking_id = ANY($1::uuid[]) GROUP BY f.id, f.booking_id ORDER BY f.id`,
      [nights.map(({ reservationId }) => reservationId), nights.map(({ date }) => date), kinds],
    );
    return rows.map(({ id }) => id);
  }

  /** Lets what these lines were posted for be posted again. The key stays readable, for rememberSources. */
  async forgetSources(lineIds: readonly number[]): Promise<void> {
    await this.db.rows(
      `UPDATE folio_line SET source_key = '${FORGOTTEN}' || id || ':' || source_key
       WHERE id = ANY($1::bigint[]) AND source_key NOT LIKE '${FORGOTTEN}%'`,
      [lineIds],
    );
  }

  /** What was posted for these nights counts as posted again: of each, what was posted last. */
  async rememberSources(folioId: string, nights: readonly LocalDate[]): Promise<void> {
    await this.db.rows(
      `UPDATE folio_line l SET source_key = k.key
       FROM (SELECT DISTINCT ON (key) id, key
         FROM (SELECT id, substr(source_key, length('${FORGOTTEN}' || id || ':') + 1) AS key FROM folio_line
           WHERE folio_id = $1 AND service_date = ANY($2::date[]) AND source_key LIKE '${FORGOTTEN}%') f
         ORDER BY key, id DESC) k
       WHERE l.id = k.id AND NOT EXISTS (SELECT FROM folio_line o WHERE o.folio_id = $1 AND o.source_key = k.key)`,
      [folioId, nights],
    );
  }

  async insertPayment(folioId: string, payment: NewPayment, createdBy: string | null): Promise<FolioPaymentRow> {
    const row = await refusing(
      this.db.first<FolioPaymentRow>(
        `INSERT INTO folio_payment AS p (tenant_id, hotel_id, folio_id, window_number, business_date, method, amount_minor, reference,
         created_by)
       SELECT f.tenant_id, f.hotel_id, f.id, $2, $3, $4, $5, $6, $7
       FROM folio f WHERE f.id = $1 RETURNING ${FOLIO_PAYMENT}`,
        [
          folioId,
          payment.window,
          payment.businessDate,
          payment.method,
          payment.amountMinor,
          payment.reference,
          createdBy,
        ],
      ),
    );
    return row!;
  }

  /**
   * Posts the nights that were slept and not charged yet, each once, at the price of the sale, to the lowest open window of
   * its folio; answers how many.
   */
  async postNights(nights: NightsOf): Promise<number> {
    const { posted, full } = await this.tryNights(nights);
    if (full.length === 0) return posted;
    await this.addOpenWindows(full);
    return posted + (await this.tryNights(nights)).posted;
  }

  /** The same where there is an open window; `full`: bookings that have nights to post and none. */
  private async tryNights(nights: NightsOf): Promise<{ posted: number; full: string[] }> {
    const { hotelId, bookingId, until, businessDate, priceMode, tax } = nights;
    const row = await this.db.first<{ posted: number; full: string[] }>(
      `WITH due AS MATERIALIZED (
         SELECT b.id AS booking_id, b.tenant_id, b.hotel_id, f.id AS folio_id, n.stay_date, c.name, n.quantity, n.price_minor
         FROM booking b
         JOIN folio f ON f.booking_id = b.id
         JOIN room_category c ON c.id = b.category_id
         JOIN reservation_night n ON n.tenant_id = b.tenant_id AND n.reservation_id = b.id AND n.stay_date <= $3
         WHERE b.hotel_id = $1 AND b.status = 'checked_in' AND ($2::uuid IS NULL OR b.id = $2)
           AND NOT EXISTS (SELECT FROM folio_line l WHERE l.tenant_id = f.tenant_id AND l.folio_id = f.id
             AND l.source_key = 'night:' || n.stay_date)
       ), place AS MATERIALIZED (
         SELECT f.folio_id, w.number
         FROM (SELECT DISTINCT folio_id AS id, folio_id FROM due ORDER BY folio_id OFFSET 0) f ${OPEN_WINDOW}
       ), posted AS (
         INSERT INTO folio_line (tenant_id, hotel_id, folio_id, window_number, kind, business_date, service_date, description,
           quantity, amount_minor, price_mode, tax_code, tax_rate, tax_treatment, source_key)
         SELECT tenant_id, hotel_id, folio_id, number, 'night', $4, stay_date, name, quantity, price_minor * quantity,
           $5, $6, $7, $8, 'night:' || stay_date
         FROM due JOIN place USING (folio_id)
         ON CONFLICT ON CONSTRAINT folio_line_source_key DO NOTHING RETURNING 1)
       SELECT (SELECT count(*) FROM posted) AS posted,
         (SELECT coalesce(array_agg(DISTINCT booking_id), '{}') FROM due
          WHERE folio_id NOT IN (SELECT folio_id FROM place)) AS full`,
      [hotelId, bookingId ?? null, until, businessDate, priceMode, tax.code, tax.rate, tax.treatment],
    );
    return row!;
  }
}

/** Says in words what the database refuses: a line or a payment that would be taken back more than once. */
async function refusing<T>(written: Promise<T>): Promise<T> {
  try {
    return await written;
  } catch (error) {
    if (violates(error, 'folio_line_family_check'))
      throw new AppError('CONFLICT', 'Not so much is left of the line', { extra: { reason: 'NOTHING_LEFT' } });
    if (violates(error, 'folio_payment_refund_check'))
      throw new AppError('CONFLICT', 'Not so much was received', { extra: { reason: 'REFUND_EXCEEDS_RECEIVED' } });
    throw error;
  }
}
