import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Retention } from '../../platform/retention/retention.js';

/** Deletes notifications, and their channels with them, as old as the messages they tell of. */
@Injectable()
export class NotificationRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.expire({
      table: 'notification',
      expired: 'created_at < now() - make_interval(months => $2::int)',
      parameters: [this.config.JOBS_KEEP_MONTHS],
      order: 'created_at',
    });
  }
}
