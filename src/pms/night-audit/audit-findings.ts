import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { NIGHT_JOBS } from '../nights/night-job.js';
import { type AuditCheck, auditChecks, type Findings } from '../business-days/audit-checks.js';

/** Finds what is still open on a business date. */
@Injectable()
export class AuditFindings {
  constructor(private readonly db: TenantDatabase) {}

  /** The checklist of a date as it stands. @param waived why a check shall not hold up the close, by its name */
  async checks(hotelId: number, date: LocalDate, waived: Record<string, string> = {}): Promise<AuditCheck[]> {
    return auditChecks(await this.of(hotelId, date), waived);
  }

  private async of(hotelId: number, date: LocalDate): Promise<Findings> {
    const row = await this.db.first<Omit<Findings, 'jobs'>>(FINDINGS, [hotelId, date]);
    const ran = await this.db.rows<{ name: string }>(
      // The jobs that end a date run after midnight, so their runs have the next date.
      `SELECT DISTINCT job_name AS name FROM night_run WHERE hotel_id = $1 AND business_date IN ($2, $2::date + 1)`,
      [hotelId, date],
    );
    const done = new Set(ran.map(({ name }) => name));
    const jobs = NIGHT_JOBS.filter(({ cron }) => cron.endsWith('* * *')).map(({ contract }) => contract.name);
    return { ...row!, jobs: jobs.filter((name) => !done.has(name)) };
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
