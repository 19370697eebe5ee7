import { Module } from '@nestjs/common';
import { ReportsModule } from '../../reports/index.js';
import { RoomsModule } from '../../rooms/index.js';
import { FoliosModule } from '../folios/folios.module.js';
import { LegalEntitiesModule } from '../legal-entities/legal-entities.module.js';
import { NightsModule } from '../nights/nights.module.js';
import { ChainService } from './chain.service.js';
import { CreditNotesService } from './credit-notes.service.js';
import { InvoiceGeneration } from './invoice-generation.job.js';
import { InvoiceGenerationProcessor } from './invoice-generation.processor.js';
import { InvoiceGenerationWork } from './invoice-generation.work.js';
import { InvoiceIssuingService } from './invoice-issuing.service.js';
import { InvoiceWriterRepository } from './invoice-writer.repository.js';
import { InvoicesController } from './invoices.controller.js';
import { HotelInvoices } from './invoices.report.js';
import { InvoicesRepository } from './invoices.repository.js';
import { InvoicesService } from './invoices.service.js';
import { LaterPayments } from './later-payments.js';
import { OpenWindowsRepository } from './open-windows.repository.js';
import { SeriesRepository } from './series.repository.js';

/** Invoices and credit notes, numbered without gaps and chained by their hashes. */
@Module({
  imports: [
    RoomsModule,
    FoliosModule,
    LegalEntitiesModule,
    NightsModule.forFeature(InvoiceGeneration),
    ReportsModule.forFeature(HotelInvoices),
  ],
  controllers: [InvoicesController],
  providers: [
    SeriesRepository,
    OpenWindowsRepository,
    InvoiceWriterRepository,
    InvoicesRepository,
    InvoiceIssuingService,
    InvoicesService,
    CreditNotesService,
    ChainService,
    LaterPayments,
    InvoiceGenerationWork,
    InvoiceGenerationProcessor,
  ],
})
export class InvoicesModule {}
