import { Module } from '@nestjs/common';
import { MessagesModule } from '../../messages/index.js';
import { ReportsModule } from '../../reports/index.js';
import { QUOTE_MAILS } from './mail/index.js';
import { QuotesReport } from './quotes.report.js';

@Module({
  imports: [MessagesModule.forFeature(...QUOTE_MAILS), ReportsModule.forFeature(QuotesReport)],
  exports: [MessagesModule],
})
export class QuotesModule {}
