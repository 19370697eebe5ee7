import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { Preferences } from './preferences.js';

/** Preferences as they are kept. */
export interface KeptPreferences extends Preferences {
  updatedAt: Date;
}

const COLUMNS = `
  time_zone AS "timeZone", windows,
  CASE WHEN quiet_from IS NOT NULL
       THEN jsonb_build_object('from', to_char(quiet_from, 'HH24:MI'), 'to', to_char(quiet_to, 'HH24:MI')) END AS quiet,
  buffer_minutes AS "bufferMinutes", travel_minutes AS "travelMinutes", min_minutes AS "minMinutes",
  all_day_blocks AS "allDayBlocks", pending_blocks AS "pendingBlocks",
  jsonb_build_object('enabled', digest_enabled, 'weekday', digest_weekday, 'time', to_char(digest_time, 'HH24:MI'),
    'items', digest_items) AS digest,
  jsonb_build_object('enabled', notices_enabled) AS notices, channels, updated_at AS "updatedAt"`;

const PUT = `
  INSERT INTO catchup_preferences (time_zone, windows, quiet_from, quiet_to, buffer_minutes, travel_minutes, min_minutes,
    all_day_blocks, pending_blocks, digest_enabled, digest_weekday, digest_time, digest_items, channels, notices_enabled, updated_at)
  VALUES ($1, $2::jsonb, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, clock_timestamp())
  ON CONFLICT (tenant_id, user_id) DO UPDATE SET time_zone = excluded.time_zone, windows = excluded.windows,
    quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, buffer_minutes = excluded.buffer_minutes,
    travel_minutes = excluded.travel_minutes, min_minutes = excluded.min_minutes, all_day_blocks = excluded.all_day_blocks,
    pending_blocks = excluded.pending_blocks, digest_enabled = excluded.digest_enabled,
    digest_weekday = excluded.digest_weekday, digest_time = excluded.digest_time, digest_items = excluded.digest_items,
    channels = excluded.channels, notices_enabled = excluded.notices_enabled, updated_at = excluded.updated_at
  RETURNING ${COLUMNS}`;

/** The row of the user who acts; SQL, because there is one statement to read it and one to put it. */
@Injectable()
export class PreferencesRepository {
  constructor(private readonly db: PersonalDatabase) {}

  find(): Promise<KeptPreferences | undefined> {
    return this.db.first<KeptPreferences>(`SELECT ${COLUMNS} FROM catchup_preferences`);
  }

  async put(preferences: Preferences): Promise<KeptPreferences> {
    const { quiet, digest } = preferences;
    const row = await this.db.first<KeptPreferences>(PUT, [
      preferences.timeZone,
      JSON.stringify(preferences.windows),
      quiet?.from ?? null,
      quiet?.to ?? null,
      preferences.bufferMinutes,
      preferences.travelMinutes,
      preferences.minMinutes,
      preferences.allDayBlocks,
      preferences.pendingBlocks,
      digest.enabled,
      digest.weekday,
      digest.time,
      digest.items,
      preferences.channels,
      preferences.notices.enabled,
    ]);
    return row!;
  }
}
