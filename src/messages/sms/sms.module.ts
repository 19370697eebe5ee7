import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { SmsModule } from '../../platform/sms/sms.module.js';
import { MessageHolds } from '../sending/message-holds.js';
import { SmsCallbacksController } from './sms-callbacks.controller.js';
import { SmsInboxController } from './sms-inbox.controller.js';
import { SmsInbox } from './sms-inbox.service.js';
import { SmsMessages } from './sms-messages.js';
import { SmsNotification } from './sms-notification.job.js';
import { SmsNotificationProcessor } from './sms-notification.processor.js';
import { SmsOutcomes } from './sms-outcomes.js';

/** SMS to users: the job `sms-notification`, the provider's callbacks, and each user's own inbox. */
@Module({
  imports: [JobsModule.forFeature(SmsNotification), SmsModule, SecretsModule],
  controllers: [SmsCallbacksController, SmsInboxController],
  providers: [MessageHolds, SmsMessages, SmsOutcomes, SmsInbox, SmsNotificationProcessor],
  exports: [MessageHolds, SmsMessages, SmsOutcomes, SmsInbox],
})
export class SmsMessagesModule {}
