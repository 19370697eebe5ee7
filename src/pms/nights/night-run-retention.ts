import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Retention } from '../../platform/retention/retention.js';

/** Deletes the results of night jobs when the books of their nights need no longer be kept. */
@Injectable()
export class NightRunRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.expire({
      table: 'night_run',
      expired: 'finished_at < now() - make_interval(months => $2::int)',
      parameters: [this.config.NIGHT_RUNS_KEEP_MONTHS],
      order: 'finished_at',
    });
  }
}
