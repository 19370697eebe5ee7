import type { LocalDate } from '../../platform/dates/index.js';

/** Half-open range of nights. */
export interface Span {
  from: LocalDate;
  until: LocalDate;
}

export interface RoomOccupancy {
  roomId: number;
  number: string;
  /** Nights on which the room cannot be given, any order. */
  busy: readonly Span[];
}
