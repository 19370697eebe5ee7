import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { MessagesModule } from '../../messages/index.js';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { ContactsModule } from '../contacts/contacts.module.js';
import { CatchupPreferencesModule } from '../preferences/preferences.module.js';
import { CalendarSourcesModule } from '../sources/sources.module.js';
import { SuggestionsModule } from '../suggestions/suggestions.module.js';
import { BatchNotifications } from './batch-notifications.job.js';
import { BatchNotificationsProcessor } from './batch-notifications.processor.js';
import { DigestOutcomes } from './digest-outcomes.js';
import { DigestSchedule } from './digest-schedule.js';
import { DigestController } from './digest.controller.js';
import { CatchupDigest, CatchupNotice } from './digest.mail.js';
import { Digests } from './digests.service.js';
import { EventNotice } from './notices/event-notice.job.js';
import { EventNoticeProcessor } from './notices/event-notice.processor.js';
import { EventNotices } from './notices/event-notices.service.js';
import { NotificationRetention } from './notification-retention.js';
import { NotificationViews } from './notification-views.js';
import { NotificationsRepository } from './notifications.repository.js';
import { OpenSuggestions } from './open-suggestions.js';
import { PhoneController } from './phone/phone.controller.js';
import { Phones } from './phone/phones.service.js';
import { Teller } from './teller.js';
import { DigestUnsubscribe } from './unsubscribe/digest-unsubscribe.js';
import { UnsubscribeController } from './unsubscribe/unsubscribe.controller.js';

/** One message a week to each user, by SMS and e-mail; notices about events; what became of each. */
@Module({
  imports: [
    JobsModule.forFeature(BatchNotifications, EventNotice),
    MessagesModule.forFeature(CatchupDigest, CatchupNotice),
    RetentionModule,
    SecretsModule,
    CatchupPreferencesModule,
    CalendarSourcesModule,
    ContactsModule,
    SuggestionsModule,
  ],
  controllers: [UnsubscribeController, PhoneController, DigestController],
  providers: [
    NotificationsRepository,
    NotificationViews,
    NotificationRetention,
    OpenSuggestions,
    Phones,
    DigestUnsubscribe,
    Teller,
    Digests,
    DigestOutcomes,
    DigestSchedule,
    BatchNotificationsProcessor,
    EventNotices,
    EventNoticeProcessor,
  ],
  exports: [DigestSchedule, EventNotices, Digests, Phones],
})
export class DigestModule {}
