import { Module } from '@nestjs/common';
import { LiveCredentials } from '../../platform/auth/index.js';
import { ItemsModule } from '../items/items.module.js';
import { JobQueriesModule } from '../queries/job-queries.module.js';
import { JobWatchModule } from '../watch/job-watch.module.js';
import { EventStreams } from './event-streams.js';
import { EventsController } from './events.controller.js';
import { JobEvents } from './job-events.js';

// LiveCredentials is provided here, because the platform has no module for it.
@Module({
  imports: [ItemsModule, JobQueriesModule, JobWatchModule],
  controllers: [EventsController],
  providers: [LiveCredentials, EventStreams, JobEvents],
  exports: [EventStreams],
})
export class EventsModule {}
