import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { JobWatchModule } from '../watch/job-watch.module.js';
import { Batches } from './batches.js';

@Module({
  imports: [LedgerModule, JobWatchModule],
  providers: [Batches],
  exports: [Batches],
})
export class BatchesModule {}
