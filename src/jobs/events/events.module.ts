import { Module } from '@nestjs/common';
import { LiveCredentials } from '../../platform/auth/index.js';
import { ItemsModule } from '../items/items.module.js';
import { JobQueriesModule } from '../queries/job-queries.module.js';
import { JobWatchModule } from '../watch/job-watch.module.js';
import { EventStreams } from './event-streams.js';
import { EventsController } from './events.controller.js';
import { JobEvents } from './job-events.js';

// The credentials' look-up has no module of its own in the platform.
@Module({
  imports: [ItemsModule, JobQueriesModule, JobWatchModule],
  controllers: [EventsController],
  providers: [LiveCredentials, EventStreams, JobEvents],
  exports: [EventStreams],
})
export class EventsModule {}
