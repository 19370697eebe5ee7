import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { AvailabilityOfUsersModule } from '../availability/availability.module.js';
import { CalendarsModule } from '../calendars/calendars.module.js';
import { ContactsModule } from '../contacts/contacts.module.js';
import { CatchupPreferencesModule } from '../preferences/preferences.module.js';
import { CalendarSourcesModule } from '../sources/sources.module.js';
import { Acceptance } from './acceptance.service.js';
import { SuggestionDecisions } from './decisions.service.js';
import { GenerationRepository } from './generation.repository.js';
import { SuggestionEvent } from './suggestion-event.job.js';
import { SuggestionEventProcessor } from './suggestion-event.processor.js';
import { SuggestionGeneration } from './suggestion-generation.job.js';
import { SuggestionGenerationProcessor } from './suggestion-generation.processor.js';
import { SuggestionRetention } from './suggestion-retention.js';
import { SuggestionSchedule } from './suggestion-schedule.js';
import { SuggestionsController } from './suggestions.controller.js';
import { SuggestionsRepository } from './suggestions.repository.js';
import { TakenMeanwhile } from './taken-meanwhile.js';
import { UnwrittenEvents } from './unwritten-events.js';
import { UserSuggestions } from './user-suggestions.js';
import { WritableCalendars } from './writable-calendars.js';

/** Whom users should meet, and when. */
@Module({
  imports: [
    JobsModule.forFeature(SuggestionGeneration, SuggestionEvent),
    CatchupPreferencesModule,
    CalendarSourcesModule,
    CalendarsModule,
    AvailabilityOfUsersModule,
    ContactsModule,
  ],
  controllers: [SuggestionsController],
  providers: [
    SuggestionsRepository,
    GenerationRepository,
    UserSuggestions,
    SuggestionDecisions,
    Acceptance,
    TakenMeanwhile,
    WritableCalendars,
    UnwrittenEvents,
    SuggestionSchedule,
    SuggestionRetention,
    SuggestionGenerationProcessor,
    SuggestionEventProcessor,
  ],
  exports: [SuggestionsRepository, UserSuggestions, SuggestionDecisions, Acceptance],
})
export class SuggestionsModule {}
