import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Retention } from '../../platform/retention/retention.js';

/** Deletes events of alert rules when they are as old as the jobs that are dropped. */
@Injectable()
export class AlertEventRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.expire({
      table: 'alert_event',
      expired: 'id < ledger_floor(now() - make_interval(months => $2::int))',
      parameters: [this.config.JOBS_KEEP_MONTHS],
      order: 'id',
    });
  }
}
