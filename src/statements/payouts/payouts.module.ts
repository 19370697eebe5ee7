import { Module } from '@nestjs/common';
import { RentalPartiesModule } from '../parties/parties.module.js';
import { PayoutsController } from './payouts.controller.js';
import { PayoutsRepository } from './payouts.repository.js';
import { PayoutsService } from './payouts.service.js';
import { TrustMovementsController } from './trust/trust-movements.controller.js';
import { TrustMovementsService } from './trust/trust-movements.service.js';

/** What owners were paid, and what else moved on the account that holds their money. */
@Module({
  imports: [RentalPartiesModule],
  controllers: [PayoutsController, TrustMovementsController],
  providers: [PayoutsRepository, PayoutsService, TrustMovementsService],
  exports: [PayoutsService, TrustMovementsService],
})
export class OwnerPayoutsModule {}
