import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import {
  HotelInvoicingController,
  InvoiceSeriesController,
  LegalEntitiesController,
} from './legal-entities.controller.js';
import { LegalEntitiesRepository } from './legal-entities.repository.js';
import { LegalEntitiesService } from './legal-entities.service.js';

/** Who sells, and the series its invoices are numbered in. */
@Module({
  imports: [RoomsModule],
  controllers: [LegalEntitiesController, HotelInvoicingController, InvoiceSeriesController],
  providers: [LegalEntitiesRepository, LegalEntitiesService],
  exports: [LegalEntitiesRepository],
})
export class LegalEntitiesModule {}
