import { Module } from '@nestjs/common';
import { ContractsModule } from '../contract/contracts.module.js';
import { DoorbellModule } from '../doorbell/doorbell.module.js';
import { RelayModule } from '../relay/relay.module.js';
import { LimitsService } from './limits.service.js';
import { PausesService } from './pauses.service.js';
import { QueueHistory } from './queue-history.js';
import { QueueMetrics } from './queue-metrics.js';
import { QueuesController } from './queues.controller.js';

@Module({
  imports: [ContractsModule, DoorbellModule, RelayModule],
  controllers: [QueuesController],
  providers: [PausesService, LimitsService, QueueMetrics, QueueHistory],
})
export class QueuesModule {}
