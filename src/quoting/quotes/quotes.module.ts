import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { MessagesModule } from '../../messages/index.js';
import { AuthModule } from '../../platform/auth/index.js';
import { StorageModule } from '../../platform/storage/index.js';
import { ReportsModule } from '../../reports/index.js';
import { AnalysisModule } from '../analysis/analysis.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { FilesModule } from '../files/files.module.js';
import { QuoteCalculation } from './calculation/quote-calculation.job.js';
import { QuoteCalculationProcessor } from './calculation/quote-calculation.processor.js';
import { CustomerOrders } from './customer/customer-orders.js';
import { CustomerPartsController } from './customer/customer-parts.controller.js';
import { CustomerQuotesController } from './customer/customer-quotes.controller.js';
import { CustomerQuotes } from './customer/customer-quotes.service.js';
import { ExpirySchedule } from './expiry/expiry-schedule.js';
import { QuoteExpiry } from './expiry/quote-expiry.job.js';
import { QuoteExpiryProcessor } from './expiry/quote-expiry.processor.js';
import { ShopMidnight } from './expiry/shop-midnight.js';
import { QuoteLinks } from './link/quote-links.js';
import { QUOTE_MAILS } from './mail/index.js';
import { PartReader } from './part-reader.js';
import { QuoteDecisions } from './quote-decisions.service.js';
import { QuoteMails } from './quote-mails.js';
import { QuotePricing } from './quote-pricing.service.js';
import { QuoteSending } from './quote-sending.service.js';
import { QuotesController } from './quotes.controller.js';
import { QuotesReport } from './quotes.report.js';
import { QuotesRepository } from './quotes.repository.js';
import { QuotesService } from './quotes.service.js';
import { StoredParts } from './stored-parts.js';

/** Quotes from draft to accepted, and what their prices are made by. */
@Module({
  imports: [
    CatalogueModule,
    AnalysisModule,
    FilesModule,
    MessagesModule.forFeature(...QUOTE_MAILS),
    JobsModule.forFeature(QuoteCalculation, QuoteExpiry),
    ReportsModule.forFeature(QuotesReport),
    StorageModule,
    AuthModule,
  ],
  controllers: [CustomerQuotesController, CustomerPartsController, QuotesController],
  providers: [
    { provide: PartReader, useClass: StoredParts },
    QuotesRepository,
    QuotePricing,
    QuotesService,
    QuoteLinks,
    QuoteMails,
    QuoteSending,
    QuoteDecisions,
    CustomerOrders,
    CustomerQuotes,
    QuoteCalculationProcessor,
    QuoteExpiryProcessor,
    ExpirySchedule,
    ShopMidnight,
  ],
  exports: [QuotesRepository, QuoteDecisions, QuoteMails, CustomerOrders, ShopMidnight],
})
export class QuotesModule {}
