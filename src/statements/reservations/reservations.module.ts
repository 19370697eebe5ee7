import { Module } from '@nestjs/common';
import { RentalPartiesModule } from '../parties/parties.module.js';
import { ReservationReader } from './reservation-reader.js';
import { ReservationStore } from './reservation-store.js';
import { ReservationsController } from './reservations.controller.js';
import { ReservationsService } from './reservations.service.js';

/** Stays of guests, as their sources tell them. */
@Module({
  imports: [RentalPartiesModule],
  controllers: [ReservationsController],
  providers: [ReservationStore, ReservationReader, ReservationsService],
  exports: [ReservationStore, ReservationReader],
})
export class RentalReservationsModule {}
