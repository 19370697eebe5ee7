import { Module } from '@nestjs/common';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { ControlModule } from '../control/control.module.js';
import { DoorbellModule } from '../doorbell/doorbell.module.js';
import { EventsModule } from '../events/events.module.js';
import { FleetModule } from '../fleet/fleet.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { ReconcilerModule } from '../reconciler/reconciler.module.js';
import { RelayModule } from '../relay/relay.module.js';
import { RunnerModule } from '../runner/runner.module.js';
import { SchedulesModule } from '../schedules/schedules.module.js';
import { JobsLifecycle } from './jobs-lifecycle.js';

@Module({
  imports: [
    RetentionModule,
    AlertsModule,
    ContractsModule,
    ControlModule,
    DoorbellModule,
    EventsModule,
    FleetModule,
    LedgerModule,
    ReconcilerModule,
    RelayModule,
    RunnerModule,
    SchedulesModule,
  ],
  providers: [JobsLifecycle],
  exports: [JobsLifecycle],
})
export class JobsLifecycleModule {}
