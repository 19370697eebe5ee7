import { AppError } from '../../platform/errors/app-error.js';

/** Why a room move or a step back is refused; a member of the problem. */
export type StayRefusalReason =
  | 'NOT_IN_HOUSE'
  | 'NOT_CHECKED_OUT'
  | 'NO_NIGHT_LEFT'
  | 'SAME_ROOM'
  | 'NO_ROOM_FREE'
  | 'ROOM_OCCUPIED'
  | 'ROOM_NOT_INSPECTED'
  | 'NOT_RECORDED'
  | 'BUSINESS_DATE_CLOSED'
  | 'INVOICED';

/** 409 with a name that a program may switch on. */
export function refused(reason: StayRefusalReason, message: string): AppError {
  return new AppError('CONFLICT', message, { extra: { reason } });
}
