import { Module } from '@nestjs/common';
import { ReservationStore } from './reservation-store.js';

/** Stays of guests, as their sources tell them. */
@Module({ providers: [ReservationStore], exports: [ReservationStore] })
export class RentalReservationsModule {}
