import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { Acceptance } from './accept/acceptance.js';
import { NamedHotels } from './accept/named-hotels.js';
import { Quota } from './accept/quota.js';
import { ResultCache } from './accept/result-cache.js';
import { UserRate } from './accept/user-rate.js';
import { AlertChannels } from './alerts/alert-channels.js';
import { AlertNotification } from './alerts/alert-notification.job.js';
import { AlertNotificationProcessor } from './alerts/alert-notification.processor.js';
import { AlertRules } from './alerts/alert-rules.js';
import { AlertTick } from './alerts/alert-tick.js';
import { AlertsService } from './alerts/alerts.service.js';
import { Batches } from './batches/batches.js';
import { Rounds } from './rounds/rounds.js';
import { LiveCredentials } from '../platform/auth/index.js';
import { MailModule } from '../platform/mail/mail.module.js';
import { OutboundModule } from '../platform/outbound/outbound.module.js';
import { RetentionModule } from '../platform/retention/retention.module.js';
import { ClockWatch } from './clock/clock-watch.js';
import { SecretsModule } from '../platform/secrets/secrets.module.js';
import { ContractRegistry } from './contract/contract-registry.js';
import type { JobContract } from './contract/define-job.js';
import { CancelListener } from './control/cancel-listener.js';
import { JobControl } from './control/job-control.js';
import { AlertsController } from './alerts/alerts.controller.js';
import { DeadLettersController } from './dead-letter/dead-letters.controller.js';
import { JobsController } from './manage/jobs.controller.js';
import { QueuesController } from './queues/queues.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { SchedulesController } from './schedules/schedules.controller.js';
import { SlotsController } from './schedules/slots.controller.js';
import { TriggerController } from './manage/trigger.controller.js';
import { DeadLettersService } from './dead-letter/dead-letters.service.js';
import { EffectsController } from './effects/effects.controller.js';
import { EffectsService } from './effects/effects.service.js';
import { EventStreams } from './events/event-streams.js';
import { EventsController } from './events/events.controller.js';
import { JobEvents } from './events/job-events.js';
import { JobWatch } from './watch/job-watch.js';
import { Fleet } from './fleet/fleet.js';
import { Pace } from './fleet/pace.js';
import { ItemsController } from './items/items.controller.js';
import { ItemsService } from './items/items.service.js';
import { KeyedJobs } from './accept/keyed-jobs.js';
import { jobsFeature } from './doorbell/job-queues.module.js';
import { JobsService } from './accept/jobs.service.js';
import { JobQueries } from './queries/job-queries.js';
import { Ledger } from './ledger/ledger.js';
import { Expiries } from './ledger/expiries.js';
import { LedgerRetention } from './ledger/ledger-retention.js';
import { JobsLifecycle } from './lifecycle/jobs-lifecycle.js';
import { LimitsService } from './queues/limits.service.js';
import { PausesService } from './queues/pauses.service.js';
import { JobMetrics } from './metrics/job-metrics.js';
import { QueueMetrics } from './queues/queue-metrics.js';
import { BullDoorbell } from './doorbell/bull-doorbell.js';
import { Doorbell } from './doorbell/doorbell.js';
import { QueueCatalog } from './doorbell/queue-catalog.js';
import { RedisConnections } from './doorbell/redis-connections.js';
import { Reconciler } from './reconciler/reconciler.js';
import { Promotion } from './relay/promotion.js';
import { Relay } from './relay/relay.js';
import { AbandonedHandlers } from './runner/abandoned-handlers.js';
import { AttemptFactory } from './runner/attempt-factory.js';
import { Settlement } from './runner/settlement.js';
import { JobRunner } from './runner/job-runner.js';
import { LeaseKeeper } from './runner/lease-keeper.js';
import { RunningJobs } from './runner/running-jobs.js';
import { GapWriter } from './schedules/gap-writer.js';
import { ScheduleControl } from './schedules/schedule-control.js';
import { ScheduleTick } from './schedules/schedule-tick.js';
import { SchedulesService } from './schedules/schedules.service.js';
import { DeliveriesRepository } from './webhooks/deliveries.repository.js';
import { DeliveriesService } from './webhooks/deliveries.service.js';
import { DeliveryRetention } from './webhooks/delivery-retention.js';
import { WebhookDelivery } from './webhooks/webhook-delivery.job.js';
import { WebhookDeliveryProcessor } from './webhooks/webhook-delivery.processor.js';
import { WebhookSecrets } from './webhooks/webhook-secrets.js';
import { WebhooksService } from './webhooks/webhooks.service.js';
import { SlotRetention } from './schedules/slot-retention.js';
import { SlotsService } from './schedules/slots.service.js';
import { WhyService } from './why/why.service.js';

const PUBLIC = [
  ContractRegistry,
  JobsService,
  Rounds,
  SchedulesService,
  JobsLifecycle,
  QueueCatalog,
  Doorbell,
  JobRunner,
  AbandonedHandlers,
];

@Global()
@Module({})
export class JobsModule {
  /** The platform part, once. Without controllers it is a library (tests). */
  static forRoot(options: { controllers: boolean } = { controllers: true }): DynamicModule {
    return {
      module: JobsModule,
      imports: [
        ScheduleModule.forRoot(),
        RetentionModule,
        OutboundModule,
        MailModule,
        SecretsModule,
        jobsFeature(WebhookDelivery, AlertNotification),
      ],
      controllers: options.controllers
        ? [
            TriggerController,
            QueuesController,
            DeadLettersController,
            SlotsController,
            SchedulesController,
            ItemsController,
            EffectsController,
            EventsController,
            WebhooksController,
            AlertsController,
            JobsController,
          ]
        : [],
      providers: [
        ContractRegistry,
        Ledger,
        JobQueries,
        LedgerRetention,
        Expiries,
        Acceptance,
        NamedHotels,
        Quota,
        UserRate,
        ResultCache,
        Batches,
        Rounds,
        JobsService,
        JobControl,
        DeadLettersService,
        RedisConnections,
        QueueCatalog,
        { provide: Doorbell, useClass: BullDoorbell },
        Pace,
        Fleet,
        Promotion,
        Relay,
        PausesService,
        LimitsService,
        WhyService,
        WebhookSecrets,
        WebhooksService,
        DeliveriesService,
        DeliveriesRepository,
        DeliveryRetention,
        WebhookDeliveryProcessor,
        AlertRules,
        AlertsService,
        AlertChannels,
        AlertNotificationProcessor,
        AlertTick,
        LeaseKeeper,
        RunningJobs,
        AbandonedHandlers,
        AttemptFactory,
        Settlement,
        JobRunner,
        ItemsService,
        EffectsService,
        JobWatch,
        KeyedJobs,
        JobEvents,
        LiveCredentials,
        EventStreams,
        CancelListener,
        Reconciler,
        SchedulesService,
        ScheduleControl,
        SlotsService,
        GapWriter,
        ClockWatch,
        SlotRetention,
        ScheduleTick,
        JobMetrics,
        QueueMetrics,
        JobsLifecycle,
      ],
      exports: [...PUBLIC, RedisConnections],
    };
  }

  /** The queues of a feature's contracts. Import it in the feature's module; its processors are plain providers. */
  static forFeature(...contracts: JobContract[]): DynamicModule {
    return jobsFeature(...contracts);
  }
}
