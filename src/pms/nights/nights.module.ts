import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { CronController } from './cron.controller.js';
import { CronService } from './cron.service.js';
import { JobSettingsController } from './job-settings.controller.js';
import { JobSettingsRepository } from './job-settings.repository.js';
import { JobSettingsService } from './job-settings.service.js';
import { NightRunRetention } from './night-run-retention.js';
import { NightRuns } from './night-runs.js';

/** When the night jobs run, at which hotels, and what is kept of each run. */
@Module({
  imports: [RoomsModule],
  controllers: [CronController, JobSettingsController],
  providers: [CronService, JobSettingsRepository, JobSettingsService, NightRuns, NightRunRetention],
  exports: [NightRuns],
})
export class NightsModule {}
