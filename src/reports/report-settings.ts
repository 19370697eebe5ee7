import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { isValidTimeZone } from '../platform/dates/index.js';
import { TenantDatabase } from '../platform/database/tenant-database.js';
import { invalid } from '../platform/errors/app-error.js';
import type { ReportDefinition } from './report-definition.js';

export interface ReportSetting {
  /** In which a report's days begin and end, and instants are written. Null: that of what the report is about. */
  timezone: string | null;
  /** Most rows of a file. */
  mostRows: number;
}

/** How a tenant wants its reports. */
@Injectable()
export class ReportSettings {
  constructor(
    private readonly db: TenantDatabase,
    private readonly config: Config,
  ) {}

  async get(): Promise<ReportSetting> {
    const row = await this.db.first<{ timezone: string; mostRows: number | null }>(
      'SELECT timezone, most_rows AS "mostRows" FROM report_setting',
    );
    const most = this.config.REPORTS_MAX_ROWS;
    return { timezone: row?.timezone ?? null, mostRows: Math.min(row?.mostRows ?? most, most) };
  }

  /** The zone in which the days of a report of these begin and end. */
  async zoneOf(sources: readonly ReportDefinition[]): Promise<string> {
    const { timezone } = await this.get();
    if (timezone !== null) return timezone;
    for (const { zone } of sources) {
      const row = zone === undefined ? undefined : await this.db.first<{ timezone: string }>(zone);
      if (row) return row.timezone;
    }
    return 'UTC';
  }

  /** @param mostRows as many as the platform allows when it is not given @throws AppError VALIDATION_FAILED */
  async put({ timezone, mostRows }: { timezone: string; mostRows?: number }): Promise<ReportSetting> {
    if (!isValidTimeZone(timezone))
      throw invalid('timezone', 'timezone must be an IANA time zone such as Europe/Madrid');
    await this.db.rows(
      `INSERT INTO report_setting (tenant_id, timezone, most_rows)
       VALUES (NULLIF(current_setting('app.tenant_id', true), '')::uuid, $1, $2)
       ON CONFLICT (tenant_id) DO UPDATE SET timezone = $1, most_rows = $2`,
      [timezone, mostRows ?? null],
    );
    return this.get();
  }
}
