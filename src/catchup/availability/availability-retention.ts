import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';
import { KEEP_DAYS } from '../calendars/calendar-events.js';

/** Lets go blocks as events are let go, when they lie too far back to tell anything; weekly ones stay until their user removes them. */
@Injectable()
export class AvailabilityRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    this.retention.expire({
      table: 'manual_block',
      expired: 'ends_at < now() - make_interval(days => $2::int)',
      parameters: [KEEP_DAYS],
      order: 'ends_at',
    });
  }
}
