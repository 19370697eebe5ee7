import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { NightsModule } from '../nights/nights.module.js';
import { FiguresRepository } from './figures.repository.js';
import { NightAuditController } from './night-audit.controller.js';
import { NightAuditService } from './night-audit.service.js';

/** The pack of a night. */
@Module({
  imports: [RoomsModule, BookingsModule, NightsModule],
  controllers: [NightAuditController],
  providers: [FiguresRepository, NightAuditService],
  exports: [NightAuditService],
})
export class NightAuditModule {}
