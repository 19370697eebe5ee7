import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { AcceptModule } from '../accept/accept.module.js';
import { ClockModule } from '../clock/clock.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { ControlModule } from '../control/control.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { RelayModule } from '../relay/relay.module.js';
import { GapWriter } from './gap-writer.js';
import { ScheduleControl } from './schedule-control.js';
import { ScheduleTick } from './schedule-tick.js';
import { SchedulesController } from './schedules.controller.js';
import { SchedulesService } from './schedules.service.js';
import { SlotRetention } from './slot-retention.js';
import { SlotsController } from './slots.controller.js';
import { SlotsService } from './slots.service.js';

@Module({
  imports: [
    ScheduleModule.forRoot(),
    RetentionModule,
    AcceptModule,
    ClockModule,
    ContractsModule,
    ControlModule,
    LedgerModule,
    RelayModule,
  ],
  controllers: [SlotsController, SchedulesController],
  providers: [SchedulesService, ScheduleControl, SlotsService, SlotRetention, GapWriter, ScheduleTick],
  exports: [SchedulesService, ScheduleTick],
})
export class SchedulesModule {}
