import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { BookingsModule } from '../bookings/bookings.module.js';
import { BusinessDaysModule } from '../business-days/business-days.module.js';
import { FoliosModule } from '../folios/folios.module.js';
import { HotelPolicyModule } from '../hotel-policy/hotel-policy.module.js';
import { HousekeepingModule } from '../housekeeping/housekeeping.module.js';
import { RoomStatesModule } from '../room-states/room-states.module.js';
import { StayStepsModule } from '../stay-steps/stay-steps.module.js';
import { RoomMoves } from './room-moves.js';
import { StaysController } from './stays.controller.js';
import { StaysRepository } from './stays.repository.js';
import { StepUndo } from './step-undo.js';

/** Guests in the house: they change rooms; a check-in or check-out made by mistake is taken back. */
@Module({
  imports: [
    RoomsModule,
    HotelPolicyModule,
    RoomStatesModule,
    BusinessDaysModule,
    StayStepsModule,
    FoliosModule,
    BookingsModule,
    HousekeepingModule,
  ],
  controllers: [StaysController],
  providers: [RoomMoves, StepUndo, StaysRepository],
})
export class StaysModule {}
