import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { AuditFindings } from '../night-audit/audit-findings.js';
import { BusinessDaysController } from '../night-audit/business-days.controller.js';
import { BusinessDaysRepository } from '../business-days/business-days.repository.js';
import { BusinessDaysService } from '../night-audit/business-days.service.js';
import { FoliosController } from '../folios/folios.controller.js';
import { FoliosRepository } from '../folios/folios.repository.js';
import { FoliosService } from '../folios/folios.service.js';
import { RoomStatesRepository } from '../room-states/room-states.repository.js';
import { NoShowRecordsRepository } from './no-show-records.repository.js';
import { SetUpModule } from '../hotel-policy/hotel-policy.module.js';
import { BookingChanges } from './booking-changes.js';
import { BookingHistoryRepository } from './booking-history.repository.js';
import { BookingsController } from './bookings.controller.js';
import { BookingsRepository } from './bookings.repository.js';
import { BookingsService } from './bookings.service.js';
import { FrontDesk } from './front-desk.js';
import { Reinstatement } from './reinstatement.js';

const SHARED = [
  BookingHistoryRepository,
  BookingsRepository,
  BookingsService,
  BookingChanges,
  FrontDesk,
  Reinstatement,
  FoliosRepository,
  FoliosService,
  BusinessDaysRepository,
  BusinessDaysService,
  NoShowRecordsRepository,
  RoomStatesRepository,
];

/** Bookings, their folios, and the business day both are kept by. */
@Module({
  imports: [RoomsModule, SetUpModule],
  controllers: [BookingsController, FoliosController, BusinessDaysController],
  providers: [...SHARED, AuditFindings],
  exports: [...SHARED, SetUpModule],
})
export class BookingsModule {}
