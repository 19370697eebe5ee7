import { addDays, type LocalDate } from '../../platform/dates/index.js';
import type { Frequency } from '../contacts/contact-types.js';
import { NOMINAL_DAYS } from '../contacts/due.js';
import type { DismissReason } from './suggestion-types.js';

const LEAST_DAYS = 3;
const MOST_DAYS = 30;

/**
 * The first day on which a contact may be suggested again after she dismissed a suggestion: half an interval later, at least three days
 * and at most thirty; a whole one when they had met without being noticed.
 */
export function pausedUntil(day: LocalDate, frequency: Frequency, reason: DismissReason): LocalDate {
  const interval = frequency === 'na' ? MOST_DAYS : NOMINAL_DAYS[frequency];
  const days = reason === 'met_recently' ? interval : Math.ceil(interval / 2);
  return addDays(day, Math.min(MOST_DAYS, Math.max(LEAST_DAYS, days)));
}
