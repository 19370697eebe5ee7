import { type DynamicModule, Module } from '@nestjs/common';
import { JobsModule } from '../jobs/index.js';
import { MailModule } from '../platform/mail/mail.module.js';
import { EmailNotification } from './sending/email-notification.job.js';
import { EmailNotificationProcessor } from './sending/email-notification.processor.js';
import { Messages } from './sending/messages.js';
import type { MailTemplate } from './templates/define-template.js';
import { TemplateRegistry } from './templates/template-registry.js';

@Module({})
class MailTemplatesModule {}

/** Mail to people: templates, the job `email-notification`, and the log. */
@Module({
  imports: [JobsModule.forFeature(EmailNotification), MailModule],
  providers: [TemplateRegistry, Messages, EmailNotificationProcessor],
  exports: [Messages, TemplateRegistry],
})
export class MessagesModule {
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
