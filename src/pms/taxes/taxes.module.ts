import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { TaxCategoriesController } from './tax-categories.controller.js';
import { TaxCategoriesRepository } from './tax-categories.repository.js';

/** The taxes of a hotel. */
@Module({
  imports: [RoomsModule],
  controllers: [TaxCategoriesController],
  providers: [TaxCategoriesRepository],
  exports: [TaxCategoriesRepository],
})
export class TaxesModule {}
