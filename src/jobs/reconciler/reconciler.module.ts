import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { DoorbellModule } from '../doorbell/doorbell.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { JobMetricsModule } from '../metrics/job-metrics.module.js';
import { RelayModule } from '../relay/relay.module.js';
import { Reconciler } from './reconciler.js';

@Module({
  imports: [BatchesModule, ContractsModule, DoorbellModule, JobMetricsModule, LedgerModule, RelayModule],
  providers: [Reconciler],
  exports: [Reconciler],
})
export class ReconcilerModule {}
