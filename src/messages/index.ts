/** All that features may know of messages. */
export { MessagesModule } from './messages.module.js';
export { type MailOutcome, MailOutcomes } from './sending/mail-outcomes.js';
export { Messages, type MessageRequest, type SentMessage } from './sending/messages.js';
export { defineMailTemplate, type MailTemplate, type MailTemplateOptions } from './templates/define-template.js';
export type { Variables } from './templates/variables.js';
