import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { BusinessDaysModule } from '../business-days/business-days.module.js';
import { HotelPolicyModule } from '../hotel-policy/hotel-policy.module.js';
import { TaxesModule } from '../taxes/taxes.module.js';
import { CityTaxLinesRepository } from './city-tax-lines.repository.js';
import { FoliosController } from './folios.controller.js';
import { FoliosRepository } from './folios.repository.js';
import { FoliosService } from './folios.service.js';
import { NightCharges } from './night-charges.js';

/** What guests are charged and pay. */
@Module({
  imports: [RoomsModule, TaxesModule, HotelPolicyModule, BusinessDaysModule],
  controllers: [FoliosController],
  providers: [CityTaxLinesRepository, FoliosRepository, FoliosService, NightCharges],
  exports: [FoliosRepository, FoliosService, NightCharges],
})
export class FoliosModule {}
