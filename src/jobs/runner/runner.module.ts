import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { FleetModule } from '../fleet/fleet.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { JobMetricsModule } from '../metrics/job-metrics.module.js';
import { RelayModule } from '../relay/relay.module.js';
import { JobWatchModule } from '../watch/job-watch.module.js';
import { AbandonedHandlers } from './abandoned-handlers.js';
import { AttemptFactory } from './attempt-factory.js';
import { JobRunner } from './job-runner.js';
import { LeaseKeeper } from './lease-keeper.js';
import { RunningJobs } from './running-jobs.js';
import { Settlement } from './settlement.js';

@Module({
  imports: [BatchesModule, FleetModule, JobMetricsModule, LedgerModule, RelayModule, JobWatchModule],
  providers: [LeaseKeeper, RunningJobs, AbandonedHandlers, AttemptFactory, Settlement, JobRunner],
  exports: [RunningJobs, AbandonedHandlers, JobRunner],
})
export class RunnerModule {}
