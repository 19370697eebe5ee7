import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { MessagesModule } from '../../messages/index.js';
import { ReportsModule } from '../../reports/index.js';
import { StorageModule } from '../../platform/storage/index.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { QuotesModule } from '../quotes/quotes.module.js';
import { Analytics } from './analytics.report.js';
import { OrderInvoiceSending } from './invoice/order-invoice.job.js';
import { OrderInvoiceProcessor } from './invoice/order-invoice.processor.js';
import { OrderInvoiceDocuments } from './invoice/order-invoice-documents.service.js';
import { OrdersController } from './orders.controller.js';
import { OrderInvoices, OrdersReport } from './orders.report.js';
import { OrdersRepository } from './orders.repository.js';
import { OrdersService } from './orders.service.js';

/** Orders made of accepted quotes. */
@Module({
  imports: [
    JobsModule.forFeature(OrderInvoiceSending),
    MessagesModule,
    StorageModule,
    CatalogueModule,
    QuotesModule,
    ReportsModule.forFeature(OrdersReport, OrderInvoices, Analytics),
  ],
  controllers: [OrdersController],
  providers: [OrderInvoiceDocuments, OrdersRepository, OrdersService, OrderInvoiceProcessor],
})
export class OrdersModule {}
