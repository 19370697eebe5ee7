import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Retention } from '../../platform/retention/retention.js';

/** Deletes the rows that an import rejected when its job is deleted. */
@Injectable()
export class RejectRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.expire({
      table: 'booking_import_reject',
      expired: `import_id IN (SELECT id FROM booking_import WHERE created_at < now() - make_interval(months => $2::int))`,
      parameters: [this.config.JOBS_KEEP_MONTHS],
      order: 'import_id, line',
    });
  }
}
