import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../../platform/dates/index.js';
import { expectedDue, fixedAfter, judge, nextDue, type Plan, type PlanState } from './plan.js';
import { inSeason, intoSeason, type Season } from './season.js';

const d = parseLocalDate;
const SUMMER: Season = { months: [5, 6, 7, 8, 9], windows: [] };
const WINTER: Season = { months: [], windows: [{ from: '11-15', to: '03-15' }] };
const plan = (over: Partial<Plan>): Plan => ({
  mode: 'fixed',
  everyN: 1,
  unit: 'month',
  anchorDate: d('2026-01-31'),
  everyUsage: null,
  leadDays: 0,
  season: SUMMER,
  ...over,
});
const state = (over: Partial<PlanState> = {}): PlanState => ({
  lastDue: null,
  lastDoneOn: null,
  lastDoneReading: null,
  openDue: null,
  reading: null,
  ...over,
});

describe('seasonal plans', () => {
  it('months and windows, also over the turn of the year', () => {
    expect(['2026-04-30', '2026-05-01', '2026-09-30', '2026-10-01'].map((date) => inSeason(SUMMER, d(date)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(
      ['2026-11-14', '2026-11-15', '2027-01-01', '2027-03-15', '2027-03-16'].map((date) => inSeason(WINTER, d(date))),
    ).toEqual([false, true, true, true, false]);
    expect(intoSeason(SUMMER, d('2026-10-01'))).toBe('2027-05-01');
    expect(intoSeason(WINTER, d('2027-03-16'))).toBe('2027-11-15');
    expect(intoSeason(null, d('2026-10-01'))).toBe('2026-10-01');
  });

  it('fixed keeps its calendar, and leaves out the dates outside the season', () => {
    expect(nextDue(plan({}), state())).toBe('2026-05-31');
    expect(fixedAfter(plan({}), d('2026-08-31'))).toBe('2026-09-30');
    expect(nextDue(plan({}), state({ lastDue: d('2026-09-30'), lastDoneOn: d('2026-10-02') }))).toBe('2027-05-31');
  });

  it('floating counts from when it was done, and waits for the season', () => {
    const floating = plan({ mode: 'floating', everyN: 3 });
    expect(nextDue(floating, state({ lastDoneOn: d('2026-05-20') }))).toBe('2026-08-20');
    expect(nextDue(floating, state({ lastDoneOn: d('2026-08-20') }))).toBe('2027-05-01');
  });

  it('no due date passes while the season is over; the meter waits for it as well', () => {
    const open = state({ openDue: d('2026-09-30'), lastDue: d('2026-09-30') });
    expect(judge(plan({}), open, d('2027-06-15'))).toEqual({ kind: 'open', missed: 1 });
    const metered = plan({ mode: 'floating', everyN: 12, everyUsage: 100 });
    const used = state({ lastDoneOn: d('2026-09-01'), lastDoneReading: 0, reading: 150 });
    expect(judge(metered, used, d('2027-01-10'))).toMatchObject({ kind: 'wait', dueDate: '2027-05-01' });
    expect(judge(metered, used, d('2027-05-01'))).toMatchObject({ kind: 'create', cause: 'meter' });
  });

  it('the next due date is the earlier of calendar and meter, or of the order that is open', () => {
    const both = plan({ mode: 'floating', everyN: 6, everyUsage: 300, season: null });
    const done = { lastDoneOn: d('2026-01-10'), lastDoneReading: 1_000 };
    const at = (reading: number, readOn: string, over = {}) =>
      expectedDue(both, { ...state(done), reading, readOn: d(readOn), ...over });
    expect(at(1_240, '2026-03-01')).toEqual({ nextDue: '2026-03-14', nextDueBy: 'meter' });
    expect(at(1_010, '2026-03-01')).toEqual({ nextDue: '2026-07-10', nextDueBy: 'calendar' });
    expect(at(1_310, '2026-03-31')).toEqual({ nextDue: '2026-03-31', nextDueBy: 'meter' });
    expect(at(1_310, '2026-03-31', { openDue: d('2026-03-31') })).toEqual({
      nextDue: '2026-03-31',
      nextDueBy: 'order',
    });
  });
});
