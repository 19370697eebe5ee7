import type { LocalDate } from '../../../platform/dates/index.js';
import { invalid } from '../../../platform/errors/app-error.js';
import type { PeriodRule, Rhythm, ScheduleRule } from './schedule-rule.js';

/** What a request gives, or a schedule had. */
export interface GivenRule {
  rhythm: Rhythm;
  dayOfMonth?: number | null;
  weekday?: number | null;
  anchorDate?: LocalDate | null;
  localTime?: string;
  period?: PeriodRule;
  skipDates?: LocalDate[];
}

const USUAL: Record<Rhythm, PeriodRule> = {
  monthly: 'previous_month',
  weekly: 'previous_week',
  biweekly: 'previous_two_weeks',
};
const USUAL_TIME = '06:00';

/**
 * A rule with everything that its rhythm needs and nothing else, so that a schedule that was monthly keeps no day of the month.
 * @param today where a biweekly one begins to count, unless it says
 * @throws AppError VALIDATION_FAILED for a day that is missing, and for weeks that nobody would state
 */
export function toRule(given: GivenRule, today: LocalDate): ScheduleRule {
  const { rhythm, dayOfMonth = null, weekday = null, anchorDate, localTime = USUAL_TIME, skipDates = [] } = given;
  const period = given.period ?? USUAL[rhythm];
  if (rhythm === 'monthly' && dayOfMonth === null) throw invalid('dayOfMonth', 'A monthly schedule needs a dayOfMonth');
  if (rhythm !== 'monthly' && weekday === null) throw invalid('weekday', `A ${rhythm} schedule needs a weekday`);
  if (rhythm === 'biweekly' && period === 'previous_week')
    throw invalid('period', 'Every second week would not be stated: take previous_two_weeks');
  if (rhythm === 'monthly' && period !== 'previous_month')
    throw invalid('period', 'A monthly schedule states the previous_month: weeks of the month would not be stated');
  return {
    rhythm,
    dayOfMonth: rhythm === 'monthly' ? dayOfMonth : null,
    weekday: rhythm === 'monthly' ? null : weekday,
    anchorDate: rhythm === 'biweekly' ? (anchorDate ?? today) : null,
    localTime,
    period,
    skipDates: [...new Set(skipDates)].sort(),
  };
}
