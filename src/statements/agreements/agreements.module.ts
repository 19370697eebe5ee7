import { Module } from '@nestjs/common';
import { RentalPartiesModule } from '../parties/parties.module.js';
import { AgreementsController } from './agreements.controller.js';
import { AgreementsRepository } from './agreements.repository.js';
import { AgreementsService } from './agreements.service.js';

/** What owner and manager have agreed for a listing. */
@Module({
  imports: [RentalPartiesModule],
  controllers: [AgreementsController],
  providers: [AgreementsRepository, AgreementsService],
  exports: [AgreementsService],
})
export class AgreementsModule {}
