import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { TaxesModule } from '../taxes/taxes.module.js';
import { PenaltyRulesController } from './penalty-rules.controller.js';
import { PenaltyRulesRepository } from './penalty-rules.repository.js';
import { PenaltyRulesService } from './penalty-rules.service.js';

/** Penalty rules: what a guest who does not come is charged. */
@Module({
  imports: [RoomsModule, TaxesModule],
  controllers: [PenaltyRulesController],
  providers: [PenaltyRulesRepository, PenaltyRulesService],
  exports: [PenaltyRulesRepository],
})
export class PenaltiesModule {}
