import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../../platform/retention/retention.js';

/** What is over is of no use to anybody. */
@Injectable()
export class GoogleRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    for (const table of ['calendar_authorization', 'watch_channel'])
      this.retention.expire({ table, expired: `expires_at < now() - interval '1 day'`, order: 'expires_at' });
    // Its job has been given up, and nobody has run it again.
    this.retention.expire({
      table: 'ended_permission',
      expired: `created_at < now() - interval '7 days'`,
      order: 'created_at',
    });
  }
}
