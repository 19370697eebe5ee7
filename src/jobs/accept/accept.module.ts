import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { JobQueriesModule } from '../queries/job-queries.module.js';
import { RelayModule } from '../relay/relay.module.js';
import { RunnerModule } from '../runner/runner.module.js';
import { JobWatchModule } from '../watch/job-watch.module.js';
import { Acceptance } from './acceptance.js';
import { JobsService } from './jobs.service.js';
import { KeyedJobs } from './keyed-jobs.js';
import { NamedHotels } from './named-hotels.js';
import { Quota } from './quota.js';
import { ResultCache } from './result-cache.js';
import { UserRate } from './user-rate.js';

@Module({
  imports: [BatchesModule, ContractsModule, LedgerModule, JobQueriesModule, RelayModule, RunnerModule, JobWatchModule],
  providers: [Acceptance, KeyedJobs, NamedHotels, Quota, ResultCache, UserRate, JobsService],
  exports: [Acceptance, JobsService, KeyedJobs, NamedHotels, Quota, UserRate],
})
export class AcceptModule {}
