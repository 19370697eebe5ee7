/** All that features may know of messages. */
export { MessagesModule } from './messages.module.js';
export { type MailOutcome, MailOutcomes } from './sending/mail-outcomes.js';
export { MailWithdrawals } from './sending/mail-withdrawals.js';
export { type Hold, MessageHolds } from './sending/message-holds.js';
export { Messages, type MessageRequest, type SentMessage } from './sending/messages.js';
export { defineMailTemplate, type MailTemplate, type MailTemplateOptions } from './templates/define-template.js';
export type { Variables } from './templates/variables.js';
export { SmsMessagesModule } from './sms/sms.module.js';
export { SmsInbox, type SmsView } from './sms/sms-inbox.service.js';
export { SmsMessages, type SentSms } from './sms/sms-messages.js';
export { type SmsOutcome, SmsOutcomes } from './sms/sms-outcomes.js';
