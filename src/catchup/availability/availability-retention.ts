import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';

/** As long as events are kept (calendars/calendar-event-retention.ts), because both tell how likely an hour is free (prediction.ts). */
const KEPT = `interval '70 days'`;

/** Blocks that lie too far back to tell anything are deleted. */
@Injectable()
export class AvailabilityRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    this.retention.expire({ table: 'manual_block', expired: `ends_at < now() - ${KEPT}`, order: 'ends_at' });
  }
}
