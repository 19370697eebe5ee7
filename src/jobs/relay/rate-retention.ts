import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';

/** Forgets buckets of rates that have filled up again. */
@Injectable()
export class RateRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    // No rate spans more than a day, so a bucket nobody has drawn from for that long is full, as is one that has no row.
    this.retention.expire({ table: 'job_rate', expired: `at < now() - interval '2 days'`, order: 'at' });
  }
}
