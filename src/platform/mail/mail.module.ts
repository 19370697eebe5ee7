import { Global, Module } from '@nestjs/common';
import { MailClient } from './mail.client.js';

@Global()
@Module({ providers: [MailClient], exports: [MailClient] })
export class MailModule {}
