import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Retention } from '../retention/retention.js';

/** Deletes SMS, and their receipts with them, as old as the jobs that sent them; what is still to be sent is kept. */
@Injectable()
export class SmsRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.expire({
      table: 'sms_message',
      expired: `created_at < now() - make_interval(months => $2::int) AND state NOT IN ('queued', 'sending')`,
      parameters: [this.config.JOBS_KEEP_MONTHS],
      order: 'created_at',
    });
  }
}
