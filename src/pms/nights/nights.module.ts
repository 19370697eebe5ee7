import { type DynamicModule, Module } from '@nestjs/common';
import { type JobContract, JobsModule } from '../../jobs/index.js';
import { RoomsModule } from '../../rooms/index.js';
import { CronController, cronControllerOf } from './cron.controller.js';
import { CronService } from './cron.service.js';
import { JobSettingsController } from './job-settings.controller.js';
import { JobSettingsRepository } from './job-settings.repository.js';
import { JobSettingsService } from './job-settings.service.js';
import { nightJob } from './night-job.js';
import type { NightPayload } from './night-payload.js';
import { NightRunRetention } from './night-run-retention.js';
import { NightRuns } from './night-runs.js';

/** The queue and the cron route of one night job. */
@Module({})
class NightJobModule {}

/** Settings and schedules of the night jobs at each hotel, and the records of their runs. */
@Module({
  imports: [RoomsModule],
  controllers: [CronController, JobSettingsController],
  providers: [CronService, JobSettingsRepository, JobSettingsService, NightRuns, NightRunRetention],
  exports: [CronService, NightRuns],
})
export class NightsModule {
  /** What the area of a night job imports. @throws Error for a contract that `defineNightJob` did not make */
  static forFeature<Result extends object>(contract: JobContract<NightPayload, Result>): DynamicModule {
    const job = nightJob(contract.name);
    if (!job) throw new Error(`${contract.name} is no night job: declare it by defineNightJob`);
    return {
      module: NightJobModule,
      imports: [NightsModule, JobsModule.forFeature(contract)],
      controllers: [cronControllerOf(job)],
      exports: [NightsModule],
    };
  }
}
