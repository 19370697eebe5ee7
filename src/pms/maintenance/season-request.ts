import { invalid } from '../../platform/errors/app-error.js';
import { isLocalDate } from '../../platform/dates/index.js';
import type { SeasonRequest } from './maintenance.dto.js';
import type { Season } from './season.js';

/** @throws AppError VALIDATION_FAILED for a day that no year has, or a season without a day */
export function seasonOf(request: SeasonRequest | null | undefined): Season | null {
  if (!request) return null;
  const { months = [], windows = [] } = request;
  if (months.length + windows.length === 0)
    throw invalid('season', 'A season has months or windows; null: all the year');
  for (const [index, { from, to }] of windows.entries())
    for (const [member, day] of Object.entries({ from, to }))
      // In a leap year every day of the year exists.
      if (!isLocalDate(`2028-${day}`)) throw invalid(`season.windows.${index}.${member}`, `There is no day ${day}`);
  return { months: [...new Set(months)].sort((a, b) => a - b), windows: windows.map(({ from, to }) => ({ from, to })) };
}
