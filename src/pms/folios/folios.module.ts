import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { BusinessDaysModule } from '../business-days/business-days.module.js';
import { HotelPolicyModule } from '../hotel-policy/hotel-policy.module.js';
import { TaxesModule } from '../taxes/taxes.module.js';
import { DepositsController } from './deposits.controller.js';
import { DepositsRepository } from './deposits.repository.js';
import { DepositsService } from './deposits.service.js';
import { FolioLinesService } from './folio-lines.service.js';
import { CityTaxLinesRepository } from './city-tax-lines.repository.js';
import { FoliosController } from './folios.controller.js';
import { FoliosRepository } from './folios.repository.js';
import { FoliosService } from './folios.service.js';
import { NightCharges } from './night-charges.js';

/** What guests are charged and pay. */
@Module({
  imports: [RoomsModule, TaxesModule, HotelPolicyModule, BusinessDaysModule],
  controllers: [FoliosController, DepositsController],
  providers: [
    ...[CityTaxLinesRepository, DepositsRepository, DepositsService, FolioLinesService],
    ...[FoliosRepository, FoliosService, NightCharges],
  ],
  exports: [FoliosRepository, FoliosService, FolioLinesService, DepositsService, NightCharges],
})
export class FoliosModule {}
