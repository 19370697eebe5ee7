import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { UNTAXED } from '../hotel-policy/hotel-policy.repository.js';
import type { HotelRow } from '../../rooms/index.js';
import { type AuditCheck, auditChecks, type Findings, type Waivers } from '../business-days/audit-checks.js';
import { NightRuns } from '../nights/night-runs.js';

/** Finds what is still open on a business date. */
@Injectable()
export class AuditFindings {
  constructor(
    private readonly db: TenantDatabase,
    private readonly nights: NightRuns,
  ) {}

  /** The checklist of a date as it stands. @param waived why a check shall not hold up the close */
  async checks(hotel: HotelRow, date: LocalDate, waived?: Waivers): Promise<AuditCheck[]> {
    const row = await this.db.first<Omit<Findings, 'jobs'>>(FINDINGS, [hotel.id, date]);
    return auditChecks({ ...row!, jobs: await this.nights.missing(hotel, date) }, waived);
  }
}

/** What a window w comes to with its taxes, each rounded once, as `totalsOf` does. */
const GROSS = `coalesce((SELECT sum(g.gross) FROM (
    SELECT sum(l.amount_minor)
      + round(coalesce(sum(l.amount_minor) FILTER (WHERE l.price_mode = 'net'), 0) * l.tax_rate / 100) AS gross
    FROM folio_line l WHERE l.folio_id = w.folio_id AND l.window_number = w.number
    GROUP BY l.tax_code, l.tax_rate, l.tax_treatment) g), 0)`;

/**
 * Of hotel $1 on date $2. Balances: bookings of the last days that are over and of whom a payer owes something or has paid too
 * much, or whose deposit is still to be given back.
 */
const FINDINGS = `SELECT
  ARRAY(SELECT code FROM booking WHERE hotel_id = $1 AND status = 'confirmed' AND arrival <= $2 ORDER BY code) AS arrivals,
  ARRAY(SELECT code FROM booking WHERE hotel_id = $1 AND status = 'checked_in' AND departure <= $2 ORDER BY code)
    AS departures,
  ARRAY(
    SELECT b.code FROM booking b JOIN folio f ON f.booking_id = b.id
    WHERE b.hotel_id = $1
      AND (b.status = 'checked_out' AND b.checked_out_at >= now() - interval '40 days'
        OR b.status = 'cancelled' AND b.cancelled_at >= now() - interval '40 days'
        OR b.status = 'no_show' AND b.arrival >= $2::date - 40)
      AND (EXISTS (SELECT FROM folio_window w WHERE w.folio_id = f.id AND ${GROSS} <> coalesce((SELECT sum(p.amount_minor)
          FROM folio_payment p WHERE p.folio_id = w.folio_id AND p.window_number = w.number), 0))
        OR coalesce((SELECT sum(d.amount_minor) FROM folio_deposit d WHERE d.folio_id = f.id), 0) > 0)
    ORDER BY b.code) AS balances,
  ARRAY(
    SELECT b.code FROM folio_line l JOIN folio f ON f.id = l.folio_id JOIN booking b ON b.id = f.booking_id
    WHERE l.hotel_id = $1 AND l.business_date = $2 AND l.kind = 'night' AND l.tax_code = '${UNTAXED.code}'
    UNION
    SELECT code FROM booking WHERE hotel_id = $1 AND status = 'checked_in' AND arrival <= $2 AND departure > $2
      AND NOT EXISTS (SELECT FROM hotel_policy p WHERE p.hotel_id = $1 AND p.room_tax_code IS NOT NULL)
    ORDER BY 1) AS untaxed`;
