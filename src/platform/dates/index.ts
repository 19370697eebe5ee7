export {
  addDays,
  addMonths,
  countDays,
  daysBetween,
  eachDay,
  InvalidDateError,
  isLocalDate,
  isoWeekday,
  parseLocalDate,
  type InvalidDateReason,
  type LocalDate,
} from './local-date.js';
export { batches, horizon, type DateBatch, type DateRange } from './date-range.js';
export { instantAt, InvalidTimeZoneError, isValidTimeZone, startOfDay, today } from './time-zone.js';
