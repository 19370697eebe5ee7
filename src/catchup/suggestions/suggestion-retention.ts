import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';

/** Longer than a year, so that somebody who is met once a year still knows what became of it. */
const KEEP_DAYS = 400;

/** Lets suggestions go that were decided long ago. */
@Injectable()
export class SuggestionRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    this.retention.expire({
      table: 'suggestion',
      expired: `ends_at < now() - make_interval(days => $2::int)`,
      parameters: [KEEP_DAYS],
      order: 'ends_at',
    });
  }
}
