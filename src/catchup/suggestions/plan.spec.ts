import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localDays } from '../availability/local-days.js';
import { type Candidate, plan, type PlanRules } from './plan.js';
import { pausedUntil } from './cool-down.js';
import { reasonWords } from './reason.js';
import { eventIdOf } from './event-id.js';
import type { Reason } from './suggestion-types.js';
import type { LocalDate } from '../../platform/dates/index.js';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-02T00:00:00Z');
const RULES: PlanRules = { most: 7, range: { start: START, end: START + 14 * 24 * HOUR }, zone: 'UTC', apart: 0 };
const slot = (day: number, hour: number, p = 0.5) => {
  const start = START + (day * 24 + hour) * HOUR;
  return { start, end: start + HOUR, p };
};
const candidate = (contactId: string, urgency: number, slots = everyDay()): Candidate => ({
  ...{ contactId, kind: 'overdue', urgency, slots },
});
const everyDay = (p = 0.5) => Array.from({ length: 14 }, (_, day) => [slot(day, 9, p), slot(day, 18, p)]).flat();
const chosen = (choices: ReturnType<typeof plan>) =>
  choices.map(({ candidate: { contactId }, slot: { start } }) => {
    const hours = (start - START) / HOUR;
    return [contactId, Math.floor(hours / 24), hours % 24];
  });

describe('a plan', () => {
  it('gives the most urgent the likeliest hour, and spreads the others over the days', () => {
    const likely = [...everyDay(), slot(3, 12, 0.9)].sort((a, b) => a.start - b.start);
    const choices = plan(
      [candidate('b', 1.2, likely), candidate('a', 1.5, likely), candidate('c', 1.1, likely)],
      [],
      RULES,
    );
    expect(chosen(choices)).toEqual([
      ['a', 3, 12],
      ['b', 0, 9],
      ['c', 1, 9],
    ]);
    expect(choices.map(({ score }) => score)).toEqual([1.5 * 0.9, 1.2 * 0.5, 1.1 * 0.5]);
  });

  it('uses a day twice only when there is no other, and never three times', () => {
    const oneDay = [9, 11, 13, 15].map((hour) => slot(0, hour));
    const all = ['a', 'b', 'c'].map((id) => candidate(id, 1, oneDay));
    expect(chosen(plan(all, [], RULES))).toEqual([
      ['a', 0, 9],
      ['b', 0, 11],
    ]);
    expect(chosen(plan(all, [slot(0, 9)], RULES))).toEqual([['a', 0, 11]]);
  });

  it('keeps the way between two meetings, and the number of places', () => {
    const close = [slot(0, 9), slot(0, 10), slot(0, 11)];
    const two = [candidate('a', 2, close), candidate('b', 1, close)];
    expect(chosen(plan(two, [], { ...RULES, apart: HOUR / 2 }))).toEqual([
      ['a', 0, 9],
      ['b', 0, 11],
    ]);
    expect(plan(two, [], { ...RULES, most: 1 })).toHaveLength(1);
    expect(plan(two, [], { ...RULES, most: 0 })).toEqual([]);
  });

  it('lets who is bound to a time choose first, as near to it as there is room', () => {
    const birthday: Candidate = {
      ...candidate('z', 1),
      kind: 'birthday',
      distance: ({ start }) => Math.abs(Math.floor((start - START) / HOUR / 24) - 5),
    };
    expect(chosen(plan([candidate('a', 9, [slot(5, 9, 0.9)]), birthday], [slot(5, 18)], RULES))).toEqual([['z', 5, 9]]);
  });

  it('never uses a time twice, never comes near one that is taken, and is the same for the same input in any order', () => {
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 14 * 24 - 2 }), { maxLength: 40 });
    const likely = fc.integer({ min: 1, max: 9 }).map((n) => n / 10);
    const slots = fc
      .tuple(hours, likely)
      .map(([all, p]) =>
        all.sort((a, b) => a - b).map((hour) => ({ ...slot(0, hour, p), end: START + (hour + 2) * HOUR })),
      );
    const people = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 3 }), likely, slots), {
      selector: ([id]) => id,
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        people,
        slots,
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 8 }),
        (all, taken, apart, most) => {
          const candidates = all.map(([id, urgency, own]) => candidate(id, urgency, own));
          const rules = { ...RULES, apart: apart * HOUR, most };
          const choices = plan(candidates, taken, rules);
          expect(plan(candidates.toReversed(), taken, rules)).toEqual(choices);
          expect(choices.length).toBeLessThanOrEqual(most);
          expect(new Set(choices.map((one) => one.candidate.contactId)).size).toBe(choices.length);
          const days = localDays(RULES.range, 'UTC');
          const used = [...taken];
          for (const {
            slot: time,
            candidate: { slots: own },
          } of choices) {
            expect(own).toContainEqual(time);
            for (const other of used)
              expect(time.start >= other.end + rules.apart || other.start >= time.end + rules.apart).toBe(true);
            const there = used.filter(({ start }) =>
              days.some(
                (day) => day.start <= start && start < day.end && day.start <= time.start && time.start < day.end,
              ),
            );
            expect(there.length).toBeLessThan(2);
            used.push(time);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what a dismissed contact rests', () => {
  it.each([
    ['weekly', 'not_now', '2026-03-05'],
    ['monthly', 'not_now', '2026-03-16'],
    ['monthly', 'met_recently', '2026-03-31'],
    ['daily', 'not_now', '2026-03-04'],
    ['yearly', 'other', '2026-03-31'],
    ['weekly', 'met_recently', '2026-03-08'],
  ] as const)('%s, %s: until %s', (frequency, reason, until) => {
    expect(pausedUntil('2026-03-01' as LocalDate, frequency, reason)).toBe(until);
  });
});

describe('the reason in words', () => {
  const reason: Reason = {
    ...{ lastContactOn: '2026-01-16' as LocalDate, daysSince: 45, frequency: 'monthly', ratio: 1.5 },
    slot: { weekday: 2, time: '18:00', freeWeeks: 5, weeks: 8 },
  };
  it.each([
    [{}, 'Last met 45 days ago; you wanted monthly. Tuesday 18:00 was free in 5 of 8 weeks.'],
    [
      { lastContactOn: null, daysSince: 1, frequency: 'biweekly', slot: { ...reason.slot, freeWeeks: 0, weeks: 0 } },
      'Never met since you noted this contact down 1 day ago; you wanted every two weeks. Tuesday 18:00 is free; how often it is, your calendar does not tell yet.',
    ],
    [
      { birthday: { on: '2026-03-07' as LocalDate, turns: 41 } },
      'Birthday on Saturday 7 March, turning 41. Last met 45 days ago; you wanted monthly. Tuesday 18:00 was free in 5 of 8 weeks.',
    ],
    [
      {
        event: {
          calendarId: 'c',
          externalId: 'e',
          title: 'Jazz night',
          startsAt: '2026-03-03T23:30:00Z',
          side: 'before',
        },
      },
      'You are both at "Jazz night" on Wednesday 4 March; meet before it. Last met 45 days ago; you wanted monthly. Tuesday 18:00 was free in 5 of 8 weeks.',
    ],
  ] as [Partial<Reason>, string][])('%j', (over, words) => {
    expect(reasonWords({ ...reason, ...over }, 'Europe/Berlin')).toBe(words);
  });
});

it('the id of an event is made of the suggestion’s, of letters a–v and digits', () => {
  const ids = ['01980000-0000-7000-8000-000000000001', '01980000-0000-7000-8000-000000000002'].map(eventIdOf);
  expect(ids[0]).toMatch(/^[a-v0-9]{28}$/);
  expect(eventIdOf('01980000-0000-7000-8000-000000000001')).toBe(ids[0]);
  expect(ids[0]).not.toBe(ids[1]);
});
