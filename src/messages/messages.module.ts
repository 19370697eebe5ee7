import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { JobsModule } from '../jobs/index.js';
import { MailModule } from '../platform/mail/mail.module.js';
import { MailLogController } from './routes/mail-log.controller.js';
import { MailLog } from './routes/mail-log.service.js';
import { MailSettingsController } from './routes/mail-settings.controller.js';
import { MailTemplatesController } from './routes/mail-templates.controller.js';
import { MailOutcomeJob } from './sending/mail-outcome.job.js';
import { MailOutcomeProcessor } from './sending/mail-outcome.processor.js';
import { EmailNotification } from './sending/email-notification.job.js';
import { EmailNotificationProcessor } from './sending/email-notification.processor.js';
import { MailOutcomes } from './sending/mail-outcomes.js';
import { Messages } from './sending/messages.js';
import { SmsMessagesModule } from './sms/sms.module.js';
import type { MailTemplate } from './templates/define-template.js';
import { MailTest } from './templates/mail-test.mail.js';
import { TemplateRegistry } from './templates/template-registry.js';

@Module({})
class MailTemplatesModule {}

/** Mail to people: templates, the job `email-notification`, and the log; SMS to users. */
@Module({
  imports: [JobsModule.forFeature(EmailNotification, MailOutcomeJob), MailModule, SmsMessagesModule],
  controllers: [MailLogController, MailSettingsController, MailTemplatesController],
  providers: [TemplateRegistry, Messages, MailOutcomes, MailLog, EmailNotificationProcessor, MailOutcomeProcessor],
  exports: [Messages, MailOutcomes, TemplateRegistry, SmsMessagesModule],
})
export class MessagesModule implements OnModuleInit {
  constructor(private readonly templates: TemplateRegistry) {}

  onModuleInit(): void {
    this.templates.register(MailTest);
  }

  /** The mails of a feature. Import it in the feature's module: it brings `Messages` along. */
  static forFeature(...templates: MailTemplate[]): DynamicModule {
    return {
      module: MailTemplatesModule,
      imports: [MessagesModule],
      providers: [
        {
          provide: `MAIL_TEMPLATES(${templates.map(({ name }) => name).join(',')})`,
          inject: [TemplateRegistry],
          useFactory: (registry: TemplateRegistry) => templates.map((template) => registry.register(template)),
        },
      ],
      exports: [MessagesModule],
    };
  }
}
