import { Global, Module } from '@nestjs/common';
import { RetentionModule } from '../retention/retention.module.js';
import { StorageModule } from '../storage/index.js';
import { Delivery } from './delivery.js';
import { MailClient } from './mail.client.js';
import { MailRetention } from './mail-retention.js';
import { MailSenders } from './mail-senders.js';
import { MailTransport } from './mail.transport.js';
import { Outbox } from './outbox.js';
import { Suppressions } from './suppressions.js';

const PUBLIC = [MailClient, MailTransport, Outbox, Delivery, MailSenders, Suppressions];

/** Mail: the connections to the server, and the outbox with what belongs to it. */
@Global()
@Module({ imports: [RetentionModule, StorageModule], providers: [...PUBLIC, MailRetention], exports: PUBLIC })
export class MailModule {}
