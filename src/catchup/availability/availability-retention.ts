import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';

/** Eight weeks and the days around them: what tells how likely an hour is free (prediction.ts). */
const KEPT = `interval '60 days'`;

/**
 * Lets go what lies too far back to tell anything. Events leave the window that is read as days pass, and the sync deletes only
 * inside it, so that they stay until here.
 */
@Injectable()
export class AvailabilityRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    const expired = `ends_at < now() - ${KEPT}`;
    this.retention.expire({ table: 'calendar_event', expired, order: 'ends_at' });
    this.retention.expire({ table: 'manual_block', expired, order: 'ends_at' });
  }
}
