import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { PenaltyRulesController } from '../penalties/penalty-rules.controller.js';
import { PenaltyRulesRepository } from '../penalties/penalty-rules.repository.js';
import { PenaltyRulesService } from '../penalties/penalty-rules.service.js';
import { TaxCategoriesController } from '../taxes/tax-categories.controller.js';
import { TaxCategoriesRepository } from '../taxes/tax-categories.repository.js';
import { HotelPolicyController } from './hotel-policy.controller.js';
import { HotelPolicyRepository } from './hotel-policy.repository.js';

/** What a hotel sets up once: its taxes, its penalties, its hours. */
@Module({
  imports: [RoomsModule],
  controllers: [TaxCategoriesController, PenaltyRulesController, HotelPolicyController],
  providers: [TaxCategoriesRepository, PenaltyRulesRepository, PenaltyRulesService, HotelPolicyRepository],
  exports: [TaxCategoriesRepository, PenaltyRulesRepository, PenaltyRulesService, HotelPolicyRepository],
})
export class SetUpModule {}
