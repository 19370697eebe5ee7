import { Module } from '@nestjs/common';
import { OutboundModule } from '../../platform/outbound/outbound.module.js';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { AcceptModule } from '../accept/accept.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { ControlModule } from '../control/control.module.js';
import { RunnerModule } from '../runner/runner.module.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { AllDeliveriesController } from './all-deliveries.controller.js';
import { AllDeliveriesService } from './all-deliveries.service.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryRetention } from './delivery-retention.js';
import { WebhookDeliveryProcessor } from './webhook-delivery.processor.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';
import { jobQueues } from '../doorbell/job-queues.module.js';
import { WebhookDelivery } from './webhook-delivery.job.js';

@Module({
  imports: [
    OutboundModule,
    RetentionModule,
    SecretsModule,
    AcceptModule,
    ContractsModule,
    ControlModule,
    RunnerModule,
    jobQueues(WebhookDelivery),
  ],
  controllers: [AllDeliveriesController, WebhooksController],
  providers: [
    WebhookSecrets,
    WebhooksService,
    DeliveriesService,
    AllDeliveriesService,
    DeliveriesRepository,
    DeliveryRetention,
    WebhookDeliveryProcessor,
  ],
  exports: [WebhookSecrets],
})
export class WebhooksModule {}
