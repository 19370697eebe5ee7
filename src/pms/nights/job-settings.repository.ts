import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';

export interface JobSetting {
  jobName: string;
  enabled: boolean;
  /** Five fields, read in the hotel's zone. */
  cron: string;
}

/** Hotels' own settings of night jobs. */
@Injectable()
export class JobSettingsRepository {
  constructor(private readonly db: TenantDatabase) {}

  ofHotel(hotelId: number): Promise<JobSetting[]> {
    return this.db.rows(
      'SELECT job_name AS "jobName", enabled, cron FROM hotel_job_setting WHERE hotel_id = $1 ORDER BY job_name',
      [hotelId],
    );
  }

  /** Every setting of the tenant. */
  all(): Promise<(JobSetting & { hotelId: number })[]> {
    return this.db.rows('SELECT hotel_id AS "hotelId", job_name AS "jobName", enabled, cron FROM hotel_job_setting');
  }

  async put(hotelId: number, { jobName, enabled, cron }: JobSetting, userId: string | null): Promise<void> {
    await this.db.rows(
      `INSERT INTO hotel_job_setting (tenant_id, hotel_id, job_name, enabled, cron, updated_by)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5)
       ON CONFLICT (hotel_id, job_name) DO UPDATE
         SET enabled = excluded.enabled, cron = excluded.cron, updated_by = excluded.updated_by, updated_at = now()`,
      [hotelId, jobName, enabled, cron, userId],
    );
  }

  /** Ids of the tenant's hotels that have the job enabled, of these only, if given. */
  async hotelsWith(jobName: string, only?: readonly number[]): Promise<number[]> {
    const rows = await this.db.rows<{ id: number }>(
      `SELECT h.id FROM hotel h
       LEFT JOIN hotel_job_setting s ON s.hotel_id = h.id AND s.job_name = $1
       WHERE coalesce(s.enabled, true) AND ($2::int[] IS NULL OR h.id = ANY($2)) ORDER BY h.id`,
      [jobName, only ?? null],
    );
    return rows.map(({ id }) => id);
  }
}
