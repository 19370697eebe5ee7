import { Injectable, type OnModuleInit } from '@nestjs/common';
import { nextRun, SchedulesService } from '../../jobs/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { StatementSettingsService } from '../parties/settings/statement-settings.service.js';
import type { Connection } from './connection.entity.js';
import { ProviderSync } from './provider-sync.job.js';

type Scheduled = Pick<Connection, 'id' | 'name' | 'cron' | 'active'>;

const keyOf = (id: string) => `provider-sync:${id}`;

/** Each connection's schedule, in the manager's zone: moved with it. */
@Injectable()
export class SyncSchedules implements OnModuleInit {
  constructor(
    private readonly db: TenantDatabase,
    private readonly schedules: SchedulesService,
    private readonly settings: StatementSettingsService,
  ) {}

  onModuleInit(): void {
    this.settings.onSaved(async ({ timezone }, before) => {
      if (timezone === before?.timezone) return;
      const connections = await this.db.rows<Scheduled>(
        'SELECT id, name, cron, active FROM provider_connection ORDER BY id',
      );
      for (const connection of connections) await this.write(connection, timezone);
    });
  }

  /** @throws AppError VALIDATION_FAILED naming cron */
  async put(connection: Scheduled): Promise<void> {
    await this.write(connection, (await this.settings.find())?.timezone ?? 'UTC');
  }

  /** @throws AppError VALIDATION_FAILED naming cron */
  check(cron: string): void {
    try {
      nextRun(cron, 'UTC', new Date());
    } catch (error) {
      if (error instanceof AppError) throw invalid('cron', error.message);
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    await this.schedules.remove(keyOf(id));
  }

  private async write({ id, name, cron, active }: Scheduled, timezone: string): Promise<void> {
    await this.schedules.put({
      key: keyOf(id),
      contract: ProviderSync,
      data: { connectionId: id },
      cron,
      timezone,
      enabled: active,
      label: `Stays of ${name}`,
    });
  }
}
