import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../platform/database/tenant-database.js';
import { ReportRegistry } from './report-registry.js';

/** The zone a tenant lives in, for people of it who have set none of their own. */
@Injectable()
export class TenantZone {
  constructor(
    private readonly db: TenantDatabase,
    private readonly registry: ReportRegistry,
  ) {}

  /** The zone set for its reports, else that of the first part of its business that has one, else UTC. */
  async get(): Promise<string> {
    const zones = ['SELECT timezone FROM report_setting', ...new Set(this.registry.zones())];
    const row = await this.db.first<{ zone: string }>(
      `SELECT coalesce(${zones.map((sql) => `(${sql})`).join(', ')}, 'UTC') AS zone`,
    );
    return row!.zone;
  }
}
