import { Module } from '@nestjs/common';
import { MailModule } from '../../platform/mail/mail.module.js';
import { OutboundModule } from '../../platform/outbound/outbound.module.js';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { AcceptModule } from '../accept/accept.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { RelayModule } from '../relay/relay.module.js';
import { RunnerModule } from '../runner/runner.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { AlertChannels } from './alert-channels.js';
import { AlertEventRetention } from './alert-event-retention.js';
import { AlertNotificationProcessor } from './alert-notification.processor.js';
import { AlertRules } from './alert-rules.js';
import { AlertTick } from './alert-tick.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsService } from './alerts.service.js';
import { jobQueues } from '../doorbell/job-queues.module.js';
import { AlertNotification } from './alert-notification.job.js';

@Module({
  imports: [
    MailModule,
    OutboundModule,
    RetentionModule,
    AcceptModule,
    ContractsModule,
    LedgerModule,
    RelayModule,
    RunnerModule,
    WebhooksModule,
    jobQueues(AlertNotification),
  ],
  controllers: [AlertsController],
  providers: [AlertRules, AlertsService, AlertChannels, AlertNotificationProcessor, AlertTick, AlertEventRetention],
  exports: [AlertTick],
})
export class AlertsModule {}
