import { describe, expect, it } from '@jest/globals';
import { parseLocalDate as d } from '../../../platform/dates/index.js';
import { type GivenRule, toRule } from './schedule-values.js';

const TODAY = d('2026-01-07');

describe('the rule of a schedule', () => {
  it.each<[GivenRule, object]>([
    [
      { rhythm: 'monthly', dayOfMonth: 31 },
      { dayOfMonth: 31, weekday: null, anchorDate: null, period: 'previous_month', localTime: '06:00' },
    ],
    [
      { rhythm: 'weekly', weekday: 1, dayOfMonth: 5, anchorDate: TODAY },
      { dayOfMonth: null, weekday: 1, anchorDate: null, period: 'previous_week' },
    ],
    [
      { rhythm: 'biweekly', weekday: 7, localTime: '23:59' },
      { weekday: 7, anchorDate: '2026-01-07', period: 'previous_two_weeks', localTime: '23:59' },
    ],
    [{ rhythm: 'weekly', weekday: 1, period: 'previous_month' }, { period: 'previous_month' }],
    [
      { rhythm: 'monthly', dayOfMonth: 1, skipDates: [d('2026-03-01'), d('2026-02-01'), d('2026-03-01')] },
      { skipDates: ['2026-02-01', '2026-03-01'] },
    ],
  ])('%j', (given, expected) => expect(toRule(given, TODAY)).toMatchObject(expected));

  it.each<[GivenRule, string]>([
    [{ rhythm: 'monthly' }, 'dayOfMonth'],
    [{ rhythm: 'monthly', weekday: 1 }, 'dayOfMonth'],
    [{ rhythm: 'weekly', dayOfMonth: 1 }, 'weekday'],
    [{ rhythm: 'biweekly', weekday: 1, period: 'previous_week' }, 'period'],
    [{ rhythm: 'monthly', dayOfMonth: 1, period: 'previous_week' }, 'period'],
  ])('%j is refused', (given, path) =>
    expect(() => toRule(given, TODAY)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ path })] }),
    ),
  );
});
