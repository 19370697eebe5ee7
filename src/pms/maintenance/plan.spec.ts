import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type LocalDate, parseLocalDate } from '../../platform/dates/index.js';
import { dueReading, fixedAfter, judge, nextDue, occurrence, type Plan, type PlanState, projectedDue } from './plan.js';

const d = parseLocalDate;
const plan = (over: Partial<Plan>): Plan => ({
  mode: 'fixed',
  everyN: 3,
  unit: 'month',
  anchorDate: d('2022-04-15'),
  everyUsage: null,
  leadDays: 0,
  season: null,
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

describe('when maintenance is due', () => {
  it('B5: fixed on the 15th, whenever it is done', () => {
    const due = [nextDue(plan({}), state())];
    for (const lastDoneOn of [d('2022-05-13'), d('2022-07-10'), d('2022-10-20')])
      due.push(nextDue(plan({}), state({ lastDue: due.at(-1)!, lastDoneOn })));
    expect(due).toEqual(['2022-04-15', '2022-07-15', '2022-10-15', '2023-01-15']);
  });

  it('a fixed plan that begins with work done goes on from there', () => {
    expect(nextDue(plan({}), state({ lastDoneOn: d('2022-08-01') }))).toBe('2022-10-15');
    expect(nextDue(plan({}), state({ lastDoneOn: d('2022-01-01') }))).toBe('2022-04-15');
  });

  it('B5: floating from when it was done', () => {
    const floating = plan({ mode: 'floating' });
    expect(nextDue(floating, state())).toBe('2022-04-15');
    expect(nextDue(floating, state({ lastDoneOn: d('2022-05-13') }))).toBe('2022-08-13');
    expect(nextDue(floating, state({ lastDoneOn: d('2022-08-01') }))).toBe('2022-11-01');
  });

  it('B6: the anchor’s day is kept, and clamped where a month is too short', () => {
    const monthly = plan({ everyN: 1, anchorDate: d('2026-01-31') });
    expect([1, 2].map((k) => occurrence(monthly, k))).toEqual(['2026-02-28', '2026-03-31']);
    expect(nextDue({ ...monthly, mode: 'floating' }, state({ lastDoneOn: d('2026-02-28') }))).toBe('2026-03-28');
  });

  it('B7: six months or 300 hours, whichever comes first', () => {
    const both = plan({ mode: 'floating', everyN: 6, everyUsage: 300 });
    const done = { lastDoneOn: d('2026-01-10'), lastDoneReading: 1_000 };
    expect(nextDue(both, state(done))).toBe('2026-07-10');
    expect(dueReading(both, state(done))).toBe(1_300);
    const from = { reading: 1_000, on: d('2026-01-10') };
    expect(projectedDue(1_300, from, { reading: 1_240, on: d('2026-03-01') })).toBe('2026-03-14');
    expect(judge(both, state({ ...done, reading: 1_240 }), d('2026-03-01'))).toMatchObject({ kind: 'wait' });
    expect(judge(both, state({ ...done, reading: 1_310 }), d('2026-03-31'))).toEqual({
      kind: 'create',
      dueDate: '2026-03-31',
      dueReading: 1_300,
      cause: 'meter',
    });
  });

  it.each([
    ['floating', 0],
    ['fixed', 1],
  ] as const)('B8: weekly, %s, made a week ahead; nothing stacks', (mode, missed) => {
    const weekly = plan({ mode, everyN: 1, unit: 'week', anchorDate: d('2026-03-15'), leadDays: 7 });
    expect(judge(weekly, state(), d('2026-03-02')).kind).toBe('wait');
    expect(judge(weekly, state(), d('2026-03-09'))).toMatchObject({ kind: 'create', dueDate: '2026-03-15' });
    const open = state({ openDue: d('2026-03-15'), lastDue: d('2026-03-15') });
    expect(judge(weekly, open, d('2026-03-16'))).toEqual({ kind: 'open', missed: 0 });
    expect(judge(weekly, open, d('2026-03-23'))).toEqual({ kind: 'open', missed });
  });

  it('never stacks: one open order at most; the dates of a fixed plan only ever later, and on its calendar', () => {
    const plans = fc.record({
      mode: fc.constantFrom('fixed' as const, 'floating' as const),
      everyN: fc.integer({ min: 1, max: 6 }),
      unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      anchor: fc.integer({ min: -60, max: 60 }),
      leadDays: fc.integer({ min: 0, max: 10 }),
    });
    const steps = fc.array(fc.record({ days: fc.integer({ min: 1, max: 40 }), complete: fc.boolean() }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(plans, steps, ({ anchor, ...rest }, runs) => {
        const one = plan({ ...rest, anchorDate: addDays(d('2026-01-15'), anchor) });
        let today: LocalDate = d('2026-01-15');
        let now = state();
        const made: LocalDate[] = [];
        for (const { days, complete } of runs) {
          today = addDays(today, days);
          const verdict = judge(one, now, today);
          if (verdict.kind === 'create') {
            expect(now.openDue).toBeNull();
            // A floating plan counts from when the work was done, which may be before it was due.
            if (made.length > 0 && one.mode === 'fixed') expect(verdict.dueDate > made.at(-1)!).toBe(true);
            made.push(verdict.dueDate);
            now = { ...now, openDue: verdict.dueDate, lastDue: verdict.dueDate };
          }
          if (complete && now.openDue !== null) now = { ...now, openDue: null, lastDoneOn: today };
        }
        if (one.mode === 'fixed') for (const due of made) expect(fixedAfter(one, addDays(due, -1))).toBe(due);
      }),
      { numRuns: 500 },
    );
  });
});
