import { Module } from '@nestjs/common';
import { MessagesModule } from '../../messages/index.js';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { AccountSecrets } from './accounts/account-secrets.js';
import { CalendarAccountPaused } from './accounts/calendar-account-paused.mail.js';
import { CalendarAccounts } from './accounts/calendar-accounts.js';
import { CalendarSources } from './calendar-sources.js';

/** Accounts that calendars are read from, and how each kind of them is asked. */
@Module({
  imports: [SecretsModule, MessagesModule.forFeature(CalendarAccountPaused)],
  providers: [CalendarSources, AccountSecrets, CalendarAccounts],
  exports: [CalendarSources, CalendarAccounts],
})
export class CalendarSourcesModule {}
