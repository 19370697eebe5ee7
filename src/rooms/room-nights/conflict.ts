import type { LocalDate } from '../../platform/dates/index.js';

/** More is sold than there is on a date; see ConflictResponse. */
export interface Conflict {
  reason: 'ROOM_RETIRED_BUT_SOLD' | 'ROOM_CLOSED_BUT_SOLD' | 'OVERSOLD';
  date: LocalDate;
  roomId?: number;
  room?: string;
  reservationId?: string;
  capacity?: number;
  sold?: number;
  bookings?: string[];
}
