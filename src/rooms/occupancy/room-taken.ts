import type { LocalDate } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';

/** 409 that names the dates. */
export function roomTaken(message: string, dates: readonly LocalDate[]): AppError {
  return new AppError('CONFLICT', dates.length > 0 ? `${message}: ${dates.join(', ')}` : message, { extra: { dates } });
}
