import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { BusinessDaysModule } from '../business-days/business-days.module.js';
import { FoliosModule } from '../folios/folios.module.js';
import { HotelPolicyModule } from '../hotel-policy/hotel-policy.module.js';
import { NightsModule } from '../nights/nights.module.js';
import { AuditFindings } from './audit-findings.js';
import { BusinessDaysController } from './business-days.controller.js';
import { BusinessDaysService } from './business-days.service.js';
import { ChecklistNames } from './checklist-names.js';
import { FiguresRepository } from './figures.repository.js';
import { GuestLedgerRepository } from './guest-ledger.repository.js';
import { NightAuditController } from './night-audit.controller.js';
import { NightAuditService } from './night-audit.service.js';
import { PeopleOfDayRepository } from './people-of-day.repository.js';

/** The night audit: the checklist of a business date, its close, and the pack that is frozen with it. */
@Module({
  imports: [RoomsModule, HotelPolicyModule, BusinessDaysModule, FoliosModule, NightsModule],
  controllers: [BusinessDaysController, NightAuditController],
  providers: [
    AuditFindings,
    BusinessDaysService,
    ChecklistNames,
    FiguresRepository,
    GuestLedgerRepository,
    NightAuditService,
    PeopleOfDayRepository,
  ],
})
export class NightAuditModule {}
