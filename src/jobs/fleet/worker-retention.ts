import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';

/** Deletes the rows of workers that ended without removing them. */
@Injectable()
export class WorkerRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    // A living worker updates its row every second.
    this.retention.expire({ table: 'worker', expired: `seen_at < now() - interval '1 day'`, order: 'seen_at' });
  }
}
