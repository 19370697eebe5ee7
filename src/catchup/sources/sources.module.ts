import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { MessagesModule } from '../../messages/index.js';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { CatchupPreferencesModule } from '../preferences/preferences.module.js';
import { AccountSecrets } from './accounts/account-secrets.js';
import { CalendarAccountsController } from './accounts/accounts.controller.js';
import { CalendarAccountPaused } from './accounts/calendar-account-paused.mail.js';
import { CalendarAccounts } from './accounts/calendar-accounts.js';
import { DisconnectAccounts } from './accounts/disconnect-accounts.js';
import { OwnAddresses } from './accounts/own-addresses.js';
import { CalDavController } from './caldav/caldav.controller.js';
import { CalDavConnections } from './caldav/caldav-connections.js';
import { CalDavSource } from './caldav/caldav.source.js';
import { CalendarSources } from './calendar-sources.js';
import { EndedPermissions } from './google/ended-permissions.js';
import { EndPermission } from './google/end-permission.job.js';
import { EndPermissionProcessor } from './google/end-permission.processor.js';
import { GoogleConnections } from './google/google-connections.js';
import { GoogleHttp } from './google/google-http.js';
import { GoogleOAuth } from './google/google-oauth.js';
import { GoogleRetention } from './google/google-retention.js';
import { GoogleTokens } from './google/google-tokens.js';
import { GoogleController } from './google/google.controller.js';
import { GoogleSource } from './google/google.source.js';
import { IcsController } from './ics/ics.controller.js';
import { IcsConnections } from './ics/ics-connections.js';
import { IcsFeed } from './ics/ics-feed.js';
import { IcsSource } from './ics/ics.source.js';
import { WatchChannels } from './watch/watch-channels.js';
import { WatchController } from './watch/watch.controller.js';

/** Accounts that calendars are read from, and how each kind of them is asked. */
@Module({
  imports: [
    CatchupPreferencesModule,
    SecretsModule,
    JobsModule.forFeature(EndPermission),
    MessagesModule.forFeature(CalendarAccountPaused),
  ],
  controllers: [CalendarAccountsController, CalDavController, IcsController, GoogleController, WatchController],
  providers: [
    CalendarSources,
    AccountSecrets,
    CalendarAccounts,
    DisconnectAccounts,
    OwnAddresses,
    GoogleOAuth,
    GoogleTokens,
    GoogleHttp,
    GoogleConnections,
    GoogleSource,
    GoogleRetention,
    EndedPermissions,
    EndPermissionProcessor,
    WatchChannels,
    CalDavSource,
    CalDavConnections,
    IcsFeed,
    IcsSource,
    IcsConnections,
  ],
  exports: [CalendarSources, CalendarAccounts, DisconnectAccounts, WatchChannels],
})
export class CalendarSourcesModule {}
