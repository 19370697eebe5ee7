import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { BusinessDaysModule } from '../business-days/business-days.module.js';
import { FoliosModule } from '../folios/folios.module.js';
import { HotelPolicyModule } from '../hotel-policy/hotel-policy.module.js';
import { HousekeepingModule } from '../housekeeping/housekeeping.module.js';
import { PenaltiesModule } from '../penalties/penalties.module.js';
import { RoomStatesModule } from '../room-states/room-states.module.js';
import { StayStepsModule } from '../stay-steps/stay-steps.module.js';
import { BookingChanges } from './booking-changes.js';
import { BookingHistoryRepository } from './booking-history.repository.js';
import { BookingsController } from './bookings.controller.js';
import { BookingsRepository } from './bookings.repository.js';
import { BookingsService } from './bookings.service.js';
import { CancellationFees } from './cancellation-fees.js';
import { DeskRules } from './desk-rules.js';
import { FrontDesk } from './front-desk.js';
import { NoShowRecordsRepository } from './no-show-records.repository.js';
import { Reinstatement } from './reinstatement.js';
import { RoomToGive } from './room-to-give.js';
import { RoomsAndBalances } from './rooms-and-balances.repository.js';

/** Bookings: made, changed, cancelled, reinstated, checked in and out. */
@Module({
  imports: [
    RoomsModule,
    HotelPolicyModule,
    PenaltiesModule,
    RoomStatesModule,
    BusinessDaysModule,
    StayStepsModule,
    FoliosModule,
    HousekeepingModule,
  ],
  controllers: [BookingsController],
  providers: [
    BookingHistoryRepository,
    BookingsRepository,
    BookingsService,
    BookingChanges,
    CancellationFees,
    DeskRules,
    FrontDesk,
    NoShowRecordsRepository,
    Reinstatement,
    RoomToGive,
    RoomsAndBalances,
  ],
  exports: [BookingHistoryRepository, BookingsRepository, NoShowRecordsRepository],
})
export class BookingsModule {}
