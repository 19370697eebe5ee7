import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Retention } from '../../platform/retention/retention.js';

/** Deletes old runs. The run of a job that has not ended is kept, because the job goes on from it. */
@Injectable()
export class GenerationRunRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.expire({
      table: 'generation_run',
      expired: `started_at < now() - make_interval(months => $2::int)
        AND (SELECT 1 FROM job_live j WHERE j.id = generation_run.job_id LIMIT 1) IS NULL`,
      parameters: [this.config.GENERATION_RUNS_KEEP_MONTHS],
      order: 'started_at',
    });
  }
}
