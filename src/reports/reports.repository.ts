import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../platform/database/tenant-database.js';
import { notFound } from '../platform/errors/app-error.js';
import type { Format, ReportTotal } from './report-generation.job.js';
import type { ReportRange } from './report-range.js';
import type { ReportRecord } from './report-row.js';

const TENANT = `NULLIF(current_setting('app.tenant_id', true), '')::uuid`;

const SELECT = `SELECT r.id, r.report_type AS "reportType", r.format, r.created_by AS "createdBy", u.email AS "createdByName",
    r.created_at AS "createdAt", r.from_date AS "from", r.to_date AS "to", r.timezone, r.finished_at AS "finishedAt",
    r.row_count AS "rows", r.truncated, r.totals, r.sha256, r.bytes, r.file_id AS "fileId",
    j.status AS "jobStatus", j.error AS "jobError", j.progress,
    j.metadata ->> 'subject' AS subject
  FROM report r LEFT JOIN job j ON j.id = r.id LEFT JOIN app_user u ON u.id = r.created_by`;

export interface ReportFilter {
  reportType?: string;
  format?: Format;
}

/** What a finished report is. */
export interface FinishedReport {
  rows: number;
  truncated: boolean;
  totals: ReportTotal[];
  sha256: string;
  bytes: number;
  fileId: string;
}

@Injectable()
export class ReportsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** A job made for a request that was sent before has its report already. */
  async open(id: string, reportType: string, format: Format, createdBy: string | null): Promise<void> {
    await this.db.rows(
      `INSERT INTO report (tenant_id, id, report_type, format, created_by) VALUES (${TENANT}, $1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [id, reportType, format, createdBy],
    );
  }

  /** Zone of the schedule that the job was made by; undefined without one. */
  async scheduleZone(jobId: string): Promise<string | undefined> {
    const row = await this.db.first<{ timezone: string }>(
      'SELECT s.timezone FROM job j JOIN schedule s ON s.id = j.schedule_id WHERE j.id = $1',
      [jobId],
    );
    return row?.timezone;
  }

  /** The job has begun; one that was not made by POST /reports gets its report now. */
  async begin(id: string, reportType: string, format: Format, { from, to, timezone }: ReportRange): Promise<void> {
    await this.db.rows(
      `INSERT INTO report (tenant_id, id, report_type, format, created_by, from_date, to_date, timezone)
       SELECT ${TENANT}, $1, $2, $3, (SELECT created_by FROM job WHERE id = $1), $4, $5, $6
       ON CONFLICT (tenant_id, id) DO UPDATE SET from_date = $4, to_date = $5, timezone = $6`,
      [id, reportType, format, from, to, timezone],
    );
  }

  /** @returns false when the report was deleted meanwhile */
  async finish(id: string, { rows, truncated, totals, sha256, bytes, fileId }: FinishedReport): Promise<boolean> {
    const done = await this.db.rows(
      `UPDATE report SET finished_at = clock_timestamp(), row_count = $2, truncated = $3, totals = $4::jsonb, sha256 = $5,
         bytes = $6, file_id = $7 WHERE id = $1 RETURNING id`,
      [id, rows, truncated, JSON.stringify(totals), sha256, bytes, fileId],
    );
    return done.length > 0;
  }

  /** Until the transaction ends, no other one looks for a file with these bytes, or adds one. */
  async lockBytes(sha256: string): Promise<void> {
    await this.db.rows(`SELECT pg_advisory_xact_lock(hashtextextended(${TENANT}::text || $1, 0))`, [sha256]);
  }

  /** A file with these bytes that a report has already. */
  async fileWith(sha256: string): Promise<string | undefined> {
    const row = await this.db.first<{ fileId: string }>(
      'SELECT file_id AS "fileId" FROM report WHERE sha256 = $1 AND file_id IS NOT NULL ORDER BY created_at LIMIT 1',
      [sha256],
    );
    return row?.fileId;
  }

  /** Whether a report has this file. */
  async uses(fileId: string): Promise<boolean> {
    return (await this.db.rows('SELECT FROM report WHERE file_id = $1 LIMIT 1', [fileId])).length > 0;
  }

  find(id: string): Promise<ReportRecord | undefined> {
    return this.db.first(`${SELECT} WHERE r.id = $1`, [id]);
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<ReportRecord> {
    const record = await this.find(id);
    if (!record) throw notFound('Report');
    return record;
  }

  async lock(id: string): Promise<void> {
    await this.db.rows('SELECT FROM report WHERE id = $1 FOR UPDATE', [id]);
  }

  /** Newest first. */
  async page({ reportType, format }: ReportFilter, limit: number, offset: number) {
    const where = 'WHERE ($1::text IS NULL OR r.report_type = $1) AND ($2::text IS NULL OR r.format = $2)';
    const values = [reportType ?? null, format ?? null];
    const reports = await this.db.rows<ReportRecord>(
      `${SELECT} ${where} ORDER BY r.created_at DESC, r.id DESC LIMIT $3 OFFSET $4`,
      [...values, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(`SELECT count(*) AS total FROM report r ${where}`, values);
    return { reports, total: count!.total };
  }

  async delete(id: string): Promise<void> {
    await this.db.rows('DELETE FROM report WHERE id = $1', [id]);
  }

  async tenantName(): Promise<string> {
    const row = await this.db.first<{ name: string }>(`SELECT name FROM tenant WHERE id = ${TENANT}`);
    return row!.name;
  }
}
