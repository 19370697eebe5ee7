import { Global, Module } from '@nestjs/common';
import { RetentionModule } from '../retention/retention.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { NumberHash } from './number-hash.js';
import { OptOuts } from './opt-outs.js';
import { SmsClient } from './sms.client.js';
import { SmsDelivery } from './sms-delivery.js';
import { SmsOutbox } from './sms-outbox.js';
import { SmsReceipts } from './sms-receipts.js';
import { SmsRetention } from './sms-retention.js';

const PUBLIC = [NumberHash, OptOuts, SmsClient, SmsDelivery, SmsOutbox, SmsReceipts];

/** SMS: the provider, the outbox with what belongs to it, and what the provider calls back. */
@Global()
@Module({ imports: [RetentionModule, SecretsModule], providers: [...PUBLIC, SmsRetention], exports: PUBLIC })
export class SmsModule {}
