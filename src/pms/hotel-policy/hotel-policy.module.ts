import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { TaxesModule } from '../taxes/taxes.module.js';
import { HotelPolicyController } from './hotel-policy.controller.js';
import { HotelPolicyRepository } from './hotel-policy.repository.js';
import { HotelPolicyService } from './hotel-policy.service.js';

/** How a hotel runs its front office: its hours, and whether prices include tax. */
@Module({
  imports: [RoomsModule, TaxesModule],
  controllers: [HotelPolicyController],
  providers: [HotelPolicyRepository, HotelPolicyService],
  exports: [HotelPolicyRepository],
})
export class HotelPolicyModule {}
