import type { LocalDate } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';

/** Why a room is not given, for programs. */
export type RoomTakenReason =
  | 'NIGHTS_NOT_HELD'
  | 'NO_ROOM_FREE'
  | 'ROOM_NOT_IN_SERVICE'
  | 'ROOM_OCCUPIED'
  /** Closed, or promised to another guest. */
  | 'ROOM_TAKEN';

/** 409 that names the reason and the dates. */
export function roomTaken(reason: RoomTakenReason, message: string, dates: readonly LocalDate[]): AppError {
  const text = dates.length > 0 ? `${message}: ${dates.join(', ')}` : message;
  return new AppError('CONFLICT', text, { extra: { dates, reason } });
}
