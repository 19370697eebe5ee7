import { describe, expect, it } from '@jest/globals';
import { parseLocalDate, today } from '../../platform/dates/index.js';
import { longestLead } from '../quotes/lead-days.js';
import { workingDaysAfter, type WorkingTimes } from './promise.js';

const WEEK: WorkingTimes = { workingDays: [1, 2, 3, 4, 5], closedDays: [] };

describe('the day an order is promised for', () => {
  it.each<[string, string, number, Partial<WorkingTimes>, string]>([
    ['a Friday, ten days', '2026-03-06', 10, {}, '2026-03-20'],
    ['a Friday, one day', '2026-03-06', 1, {}, '2026-03-09'],
    ['a Monday, four days', '2026-03-02', 4, {}, '2026-03-06'],
    ['a Monday, five days', '2026-03-02', 5, {}, '2026-03-09'],
    ['a Saturday, one day', '2026-03-07', 1, {}, '2026-03-09'],
    ['the same day', '2026-03-06', 0, {}, '2026-03-06'],
    ['the same day, a Sunday', '2026-03-08', 0, {}, '2026-03-09'],
    ['over the holidays', '2026-12-23', 2, { closedDays: ['2026-12-24', '2026-12-25'] }, '2026-12-29'],
    ['where Saturdays are worked', '2026-03-06', 1, { workingDays: [1, 2, 3, 4, 5, 6] }, '2026-03-07'],
    ['one day a week', '2026-03-06', 2, { workingDays: [3] }, '2026-03-18'],
    ['over the leap day', '2028-02-28', 2, {}, '2028-03-01'],
  ])('%s', (_, day, days, times, expected) => {
    expect(workingDaysAfter(parseLocalDate(day), days, { ...WEEK, ...times })).toBe(expected);
  });

  it('begins with the day at the workshop', () => {
    const accepted = new Date('2026-03-06T23:30:00Z');
    expect(workingDaysAfter(today('Europe/Vienna', accepted), 1, WEEK)).toBe('2026-03-09');
    expect(workingDaysAfter(today('America/Havana', accepted), 0, WEEK)).toBe('2026-03-06');
    expect(workingDaysAfter(today('Asia/Tokyo', accepted), 0, WEEK)).toBe('2026-03-09');
  });

  it('rests on the longest lead time, and is not known while that of one part is not', () => {
    const lead = (...days: (number | null)[]) => longestLead(days.map((leadDays) => ({ leadDays })));
    expect([lead(3, 10), lead(3, null), lead(), lead(0)]).toEqual([10, null, null, 0]);
  });
});
