import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { CatchupPreferencesModule } from '../preferences/preferences.module.js';
import { CalendarSourcesModule } from '../sources/sources.module.js';
import { CalendarEventRetention } from './calendar-event-retention.js';
import { CalendarEvents } from './calendar-events.js';
import { CalendarLists } from './calendar-lists.js';
import { CalendarSync } from './calendar-sync.job.js';
import { CalendarSyncProcessor } from './calendar-sync.processor.js';
import { CalendarSyncWork } from './calendar-sync.work.js';
import { CalendarSyncs } from './calendar-syncs.js';
import { CalendarsController } from './calendars.controller.js';
import { Calendars } from './calendars.service.js';
import { CalendarReading } from './reading/calendar-reading.js';
import { SyncSchedules } from './sync-schedules.js';

/** Users' calendars, which of them are read, their events, and the job `calendar-sync`. */
@Module({
  imports: [CatchupPreferencesModule, CalendarSourcesModule, RetentionModule, JobsModule.forFeature(CalendarSync)],
  controllers: [CalendarsController],
  providers: [
    Calendars,
    CalendarEvents,
    CalendarEventRetention,
    CalendarLists,
    CalendarReading,
    CalendarSyncs,
    SyncSchedules,
    CalendarSyncWork,
    CalendarSyncProcessor,
  ],
  exports: [Calendars, CalendarSyncs],
})
export class CalendarsModule {}
