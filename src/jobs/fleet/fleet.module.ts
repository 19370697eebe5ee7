import { Module } from '@nestjs/common';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { Fleet } from './fleet.js';
import { Pace } from './pace.js';
import { ThisWorker } from './this-worker.js';
import { WorkerRetention } from './worker-retention.js';

@Module({
  imports: [RetentionModule, ContractsModule],
  providers: [ThisWorker, Pace, Fleet, WorkerRetention],
  exports: [ThisWorker, Pace, Fleet],
})
export class FleetModule {}
