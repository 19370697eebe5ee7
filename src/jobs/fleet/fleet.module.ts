import { Module } from '@nestjs/common';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { Fleet } from './fleet.js';
import { Pace } from './pace.js';
import { ThisWorker } from './this-worker.js';
import { WorkerRetention } from './worker-retention.js';
import { WorkersController } from './workers.controller.js';
import { WorkersService } from './workers.service.js';

@Module({
  imports: [RetentionModule, ContractsModule],
  controllers: [WorkersController],
  providers: [ThisWorker, Pace, Fleet, WorkerRetention, WorkersService],
  exports: [ThisWorker, Pace, Fleet],
})
export class FleetModule {}
