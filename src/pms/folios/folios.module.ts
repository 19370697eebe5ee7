import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { BusinessDaysModule } from '../business-days/business-days.module.js';
import { HotelPolicyModule } from '../hotel-policy/hotel-policy.module.js';
import { TaxesModule } from '../taxes/taxes.module.js';
import { DepositsController } from './deposits.controller.js';
import { DepositsRepository } from './deposits.repository.js';
import { DepositsService } from './deposits.service.js';
import { FolioLinesService } from './folio-lines.service.js';
import { FoliosController } from './folios.controller.js';
import { FoliosRepository } from './folios.repository.js';
import { FoliosService } from './folios.service.js';

/** What guests are charged and pay. */
@Module({
  imports: [RoomsModule, TaxesModule, HotelPolicyModule, BusinessDaysModule],
  controllers: [FoliosController, DepositsController],
  providers: [FoliosRepository, DepositsRepository, FoliosService, FolioLinesService, DepositsService],
  exports: [FoliosRepository, FoliosService, FolioLinesService, DepositsService],
})
export class FoliosModule {}
