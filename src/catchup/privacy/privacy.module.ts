import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { MessagesModule, SmsMessagesModule } from '../../messages/index.js';
import { AccountsModule } from '../../platform/accounts/accounts.module.js';
import { ContactsModule } from '../contacts/contacts.module.js';
import { DigestModule } from '../digest/digest.module.js';
import { CalendarSourcesModule } from '../sources/sources.module.js';
import { PersonalErasure } from './erasure.service.js';
import { PersonalExport } from './export.service.js';
import { PrivacyController } from './privacy.controller.js';
import { ToldMessages } from './told-messages.js';
import { UserErasure } from './user-erasure.job.js';
import { UserErasureProcessor, UserErasureStart } from './user-erasure.processor.js';

/** What is kept of a user, to take along or to erase. */
@Module({
  imports: [
    JobsModule.forFeature(UserErasure),
    AccountsModule,
    MessagesModule,
    SmsMessagesModule,
    CalendarSourcesModule,
    ContactsModule,
    DigestModule,
  ],
  controllers: [PrivacyController],
  providers: [PersonalExport, ToldMessages, PersonalErasure, UserErasureProcessor, UserErasureStart],
})
export class CatchupPrivacyModule {}
