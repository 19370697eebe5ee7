import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { BusinessDaysModule } from '../business-days/business-days.module.js';
import { FoliosModule } from '../folios/folios.module.js';
import { HotelPolicyModule } from '../hotel-policy/hotel-policy.module.js';
import { NightsModule } from '../nights/nights.module.js';
import { AuditFindings } from './audit-findings.js';
import { BusinessDaysController } from './business-days.controller.js';
import { BusinessDaysService } from './business-days.service.js';
import { FiguresRepository } from './figures.repository.js';
import { NightAuditController } from './night-audit.controller.js';
import { NightAuditService } from './night-audit.service.js';

/** The night audit: the checklist of a business date, its close, and the pack that is frozen with it. */
@Module({
  imports: [RoomsModule, HotelPolicyModule, BusinessDaysModule, FoliosModule, NightsModule],
  controllers: [BusinessDaysController, NightAuditController],
  providers: [AuditFindings, BusinessDaysService, FiguresRepository, NightAuditService],
})
export class NightAuditModule {}
