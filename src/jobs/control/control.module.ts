import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { RelayModule } from '../relay/relay.module.js';
import { RunnerModule } from '../runner/runner.module.js';
import { CancelListener } from './cancel-listener.js';
import { JobControl } from './job-control.js';

@Module({
  imports: [BatchesModule, ContractsModule, LedgerModule, RelayModule, RunnerModule],
  providers: [JobControl, CancelListener],
  exports: [JobControl, CancelListener],
})
export class ControlModule {}
