import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';

export interface GenerationSettings {
  /** Whether the nightly sweep runs for the tenant. */
  enabled: boolean;
  cron: string;
  daysAhead: number;
  /** Zone of the schedule; null: each hotel's own. */
  timezone: string | null;
  /** Share of existing room nights, 0..1, from which on a sweep skips a category without holes. */
  coverageThreshold: number;
}

const COLUMNS = `enabled, cron, days_ahead AS "daysAhead", timezone, coverage_threshold::float AS "coverageThreshold"`;

/** A tenant's settings of the nightly generation. Until the tenant has set any, those of the environment hold. */
@Injectable()
export class RoomGenerationSettingsRepository {
  constructor(
    private readonly db: TenantDatabase,
    private readonly config: Config,
  ) {}

  async get(): Promise<GenerationSettings> {
    return (
      (await this.db.first<GenerationSettings>(`SELECT ${COLUMNS} FROM room_generation_settings`)) ?? this.defaults()
    );
  }

  /** The settings, locked until the transaction ends. A tenant that had none gets a row with those of the environment. */
  async lock(): Promise<GenerationSettings> {
    const defaults = this.defaults();
    await this.db.rows(
      `INSERT INTO room_generation_settings (tenant_id, enabled, cron, days_ahead, timezone, coverage_threshold)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5) ON CONFLICT (tenant_id) DO NOTHING`,
      [defaults.enabled, defaults.cron, defaults.daysAhead, defaults.timezone, defaults.coverageThreshold],
    );
    return (await this.db.first<GenerationSettings>(`SELECT ${COLUMNS} FROM room_generation_settings FOR UPDATE`))!;
  }

  async save(settings: GenerationSettings, updatedBy: string | null): Promise<void> {
    await this.db.rows(
      `UPDATE room_generation_settings SET enabled = $1, cron = $2, days_ahead = $3, timezone = $4,
         coverage_threshold = $5, updated_by = $6, updated_at = now()`,
      [settings.enabled, settings.cron, settings.daysAhead, settings.timezone, settings.coverageThreshold, updatedBy],
    );
  }

  private defaults(): GenerationSettings {
    return {
      enabled: false,
      cron: this.config.ROOM_GENERATION_CRON,
      daysAhead: this.config.ROOM_GENERATION_DAYS_AHEAD,
      timezone: null,
      coverageThreshold: this.config.ROOM_GENERATION_COVERAGE_THRESHOLD,
    };
  }
}
