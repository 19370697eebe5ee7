import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
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

/** Of hotel $1 on date $2. Balances: of guests who left, what their folio shows gross less what was paid, untaxed. */
const FINDINGS = `SELECT
  ARRAY(SELECT code FROM booking WHERE hotel_id = $1 AND status = 'confirmed' AND arrival <= $2 ORDER BY code) AS arrivals,
  ARRAY(SELECT code FROM booking WHERE hotel_id = $1 AND status = 'checked_in' AND departure <= $2 ORDER BY code)
    AS departures,
  ARRAY(
    SELECT b.code FROM booking b JOIN folio f ON f.booking_id = b.id
    WHERE b.hotel_id = $1 AND b.status = 'checked_out' AND b.checked_out_at >= now() - interval '40 days'
      AND coalesce((SELECT sum(p.amount_minor) FROM folio_payment p WHERE p.folio_id = f.id), 0)
        < coalesce((SELECT sum(l.amount_minor) FROM folio_line l WHERE l.folio_id = f.id), 0)
    ORDER BY b.code) AS balances`;
