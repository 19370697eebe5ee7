import { Module } from '@nestjs/common';
import { CustomersController } from './customers/customers.controller.js';
import { CustomersService } from './customers/customers.service.js';
import { FinishesController } from './finishes/finishes.controller.js';
import { FinishesService } from './finishes/finishes.service.js';
import { MachinesController } from './machines/machines.controller.js';
import { MachinesService } from './machines/machines.service.js';
import { MasterDataRepository } from './master-data.repository.js';
import { OfferRepository } from './offer.repository.js';
import { MaterialsController } from './materials/materials.controller.js';
import { MaterialsService } from './materials/materials.service.js';
import { PriceBooksController } from './price-books/price-books.controller.js';
import { PriceBooksService } from './price-books/price-books.service.js';
import { ProcessesController } from './processes/processes.controller.js';
import { ProcessesService } from './processes/processes.service.js';
import { QuotingSettingsController } from './settings/quoting-settings.controller.js';
import { QuotingSettingsService } from './settings/quoting-settings.service.js';

/** What a workshop offers and what it charges. */
@Module({
  controllers: [
    QuotingSettingsController,
    MaterialsController,
    ProcessesController,
    MachinesController,
    FinishesController,
    PriceBooksController,
    CustomersController,
  ],
  providers: [
    MasterDataRepository,
    OfferRepository,
    QuotingSettingsService,
    MaterialsService,
    ProcessesService,
    MachinesService,
    FinishesService,
    PriceBooksService,
    CustomersService,
  ],
  exports: [MasterDataRepository, OfferRepository, QuotingSettingsService, ProcessesService, MachinesService],
})
export class CatalogueModule {}
