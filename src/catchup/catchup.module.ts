import { Module } from '@nestjs/common';
import { AvailabilityOfUsersModule } from './availability/availability.module.js';
import { CalendarsModule } from './calendars/calendars.module.js';
import { ContactsModule } from './contacts/contacts.module.js';
import { DigestModule } from './digest/digest.module.js';
import { SuggestionFeedModule } from './feed/feed.module.js';
import { CatchupPreferencesModule } from './preferences/preferences.module.js';
import { CatchupPrivacyModule } from './privacy/privacy.module.js';
import { CalendarSourcesModule } from './sources/sources.module.js';
import { SuggestionsModule } from './suggestions/suggestions.module.js';

/** Whom a user should meet, and in which free hour, from her calendars and the people she knows. */
@Module({
  imports: [
    CatchupPreferencesModule,
    CalendarSourcesModule,
    CalendarsModule,
    AvailabilityOfUsersModule,
    ContactsModule,
    SuggestionsModule,
    DigestModule,
    SuggestionFeedModule,
    CatchupPrivacyModule,
  ],
})
export class CatchupModule {}
