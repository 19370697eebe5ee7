import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';

/** Deletes buckets of rates that have filled up again. */
@Injectable()
export class RateRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    // No rate spans more than a day, so a bucket from which no job was taken for that long is full, and a full bucket needs no row.
    this.retention.expire({ table: 'job_rate', expired: `at < now() - interval '2 days'`, order: 'at' });
  }
}
