import type { LocalDate } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';

/** 409 that names the dates; `reason` is a word for programs. */
export function roomTaken(message: string, dates: readonly LocalDate[], reason?: string): AppError {
  const text = dates.length > 0 ? `${message}: ${dates.join(', ')}` : message;
  return new AppError('CONFLICT', text, { extra: { dates, ...(reason && { reason }) } });
}
