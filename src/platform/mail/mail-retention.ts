import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Retention } from '../retention/retention.js';

/** Deletes mails as old as the jobs that sent them; what is still to be sent is kept, but not longer than a job could have waited for it. */
@Injectable()
export class MailRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.expire({
      table: 'mail_message',
      expired: `created_at < now() - make_interval(months => $2::int)
        AND (state NOT IN ('queued', 'sending') OR coalesce(not_before, created_at) < now() - make_interval(months => $2::int))`,
      parameters: [this.config.JOBS_KEEP_MONTHS],
      order: 'created_at',
    });
  }
}
