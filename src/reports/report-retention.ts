import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { Retention } from '../platform/retention/retention.js';

/** Deletes reports after REPORTS_KEEP_DAYS; their files end by themselves, with the last report that has them. */
@Injectable()
export class ReportRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.expire({
      table: 'report',
      expired: 'created_at < now() - make_interval(days => $2::int)',
      parameters: [this.config.REPORTS_KEEP_DAYS],
      order: 'created_at',
    });
  }
}
