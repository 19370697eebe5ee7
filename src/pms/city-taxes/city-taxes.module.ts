import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { TaxesModule } from '../taxes/taxes.module.js';
import { CityTaxesController } from './city-taxes.controller.js';
import { CityTaxesRepository } from './city-taxes.repository.js';
import { CityTaxesService } from './city-taxes.service.js';

/** City taxes of a hotel; they are posted with the nights, by `folios`. */
@Module({
  imports: [RoomsModule, TaxesModule],
  controllers: [CityTaxesController],
  providers: [CityTaxesRepository, CityTaxesService],
})
export class CityTaxesModule {}
