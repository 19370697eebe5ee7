import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { RoomsModule } from '../../rooms/index.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { InvoiceGeneration } from './invoice-generation.job.js';
import {
  HotelInvoicingController,
  InvoiceSeriesController,
  LegalEntitiesController,
} from '../legal-entities/legal-entities.controller.js';
import { LegalEntitiesRepository } from '../legal-entities/legal-entities.repository.js';
import { LegalEntitiesService } from '../legal-entities/legal-entities.service.js';
import { NightsModule } from '../nights/nights.module.js';
import { ChainService } from './chain.service.js';
import { CreditNotesService } from './credit-notes.service.js';
import { InvoiceGenerationProcessor } from './invoice-generation.processor.js';
import { InvoiceGenerationWork } from './invoice-generation.work.js';
import { InvoiceIssuingService } from './invoice-issuing.service.js';
import { InvoiceWriterRepository } from './invoice-writer.repository.js';
import { InvoicesController } from './invoices.controller.js';
import { InvoicesRepository } from './invoices.repository.js';
import { InvoicesService } from './invoices.service.js';
import { LaterPayments } from './later-payments.js';
import { OpenWindowsRepository } from './open-windows.repository.js';
import { SeriesRepository } from './series.repository.js';

/** Legal entities, their series, invoices and credit notes. */
@Module({
  imports: [RoomsModule, BookingsModule, NightsModule, JobsModule.forFeature(InvoiceGeneration)],
  controllers: [InvoicesController, LegalEntitiesController, HotelInvoicingController, InvoiceSeriesController],
  providers: [
    LegalEntitiesRepository,
    LegalEntitiesService,
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
  exports: [InvoicesRepository],
})
export class InvoicesModule {}
