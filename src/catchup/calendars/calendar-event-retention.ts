import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';
import { KEEP_DAYS } from './calendar-events.js';

/** Deletes events that are long over. */
@Injectable()
export class CalendarEventRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    this.retention.expire({
      table: 'calendar_event',
      expired: 'ends_at < now() - make_interval(days => $2::int)',
      parameters: [KEEP_DAYS],
      order: 'ends_at',
    });
  }
}
