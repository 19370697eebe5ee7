import { Module } from '@nestjs/common';
import { MessagesModule } from '../../messages/index.js';
import { QUOTE_MAILS } from './mail/index.js';

@Module({ imports: [MessagesModule.forFeature(...QUOTE_MAILS)] })
export class QuotesModule {}
