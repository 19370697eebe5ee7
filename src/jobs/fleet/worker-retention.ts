import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';

/** Forgets workers that ended without removing their row. */
@Injectable()
export class WorkerRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    // A worker that lives is seen every second.
    this.retention.expire({ table: 'worker', expired: `seen_at < now() - interval '1 day'`, order: 'seen_at' });
  }
}
