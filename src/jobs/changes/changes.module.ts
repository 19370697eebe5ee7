import { Module } from '@nestjs/common';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { EventsModule } from '../events/events.module.js';
import { ChangeFeed } from './change-feed.js';
import { ChangeRetention } from './change-retention.js';
import { ChangeWriter } from './change-writer.js';
import { TenantEvents } from './tenant-events.js';
import { TenantEventsController } from './tenant-events.controller.js';

@Module({
  imports: [ContractsModule, EventsModule, RetentionModule],
  controllers: [TenantEventsController],
  providers: [ChangeFeed, ChangeRetention, ChangeWriter, TenantEvents],
})
export class ChangesModule {}
