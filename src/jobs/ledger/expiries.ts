import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Retention } from '../../platform/retention/retention.js';

/** Lets go of the smaller things the platform notes. */
@Injectable()
export class Expiries implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const months = [this.config.JOBS_KEEP_MONTHS];
    // Processes that ended without a word: one that lives is seen every second.
    this.retention.expire({ table: 'worker', expired: `seen_at < now() - interval '1 day'`, order: 'seen_at' });
    // A bucket nobody has drawn from for a day, the longest span of a rate, is full: as one that is not there.
    this.retention.expire({ table: 'job_rate', expired: `at < now() - interval '2 days'`, order: 'at' });
    this.retention.expire({
      table: 'alert_event',
      expired: 'id < ledger_floor(now() - make_interval(months => $2::int))',
      parameters: months,
      order: 'id',
    });
  }
}
