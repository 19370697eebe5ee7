import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { TooManyInstances, wallTimes } from './series.js';

const DAY = 86_400_000;
const at = (text: string) => Date.parse(`${text}Z`);

/** The same by ical.js, step by step from the begin. */
function stepByStep(rule: string, start: number, from: number, to: number): number[] {
  const iterator = ICAL.Recur.fromString(rule).iterator(
    ICAL.Time.fromString(new Date(start).toISOString().slice(0, 19), undefined),
  );
  const found: number[] = [];
  for (let next = iterator.next(); next; next = iterator.next()) {
    const { year, month, day, hour, minute, second } = next;
    const wall = Date.UTC(year, month - 1, day, hour, minute, second);
    if (wall > to) break;
    if (wall >= from) found.push(wall);
  }
  return found;
}

describe('rules', () => {
  const days = fc.uniqueArray(fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'), {
    minLength: 1,
    maxLength: 3,
  });
  const interval = fc.integer({ min: 1, max: 4 });
  const count = fc.option(fc.integer({ min: 1, max: 200 }));
  const rule = fc.oneof(
    fc.record({ interval, count }).map(({ interval: n, count: c }) => rule_('DAILY', n, c)),
    fc
      .record({ interval, count, days })
      .map(({ interval: n, count: c, days: d }) => rule_('WEEKLY', n, c, `BYDAY=${d.join(',')}`)),
    fc
      .record({ interval, count, day: fc.integer({ min: 1, max: 28 }) })
      .map(({ interval: n, count: c, day }) => rule_('MONTHLY', n, c, `BYMONTHDAY=${day}`)),
    fc
      .record({ interval, count, days, nth: fc.constantFrom(1, 2, -1) })
      .map(({ interval: n, count: c, days: d, nth }) => rule_('MONTHLY', n, c, `BYDAY=${nth}${d[0]}`)),
    fc.record({ interval, count }).map(({ interval: n, count: c }) => rule_('YEARLY', n, c)),
    fc.record({ interval: fc.integer({ min: 1, max: 50 }) }).map(({ interval: n }) => rule_('HOURLY', n, null)),
  );
  const start = fc.integer({ min: 0, max: 3 * 365 }).map((day) => at('2023-01-02T09:30:00') + day * DAY);
  const reach = fc.integer({ min: -40, max: 700 });

  function rule_(freq: string, n: number, c: number | null, by = ''): string {
    return [`FREQ=${freq}`, `INTERVAL=${n}`, c && `COUNT=${c}`, by].filter(Boolean).join(';');
  }

  it('give what another library finds step by step', () => {
    fc.assert(
      fc.property(rule, start, reach, (text, begin, away) => {
        const from = begin + away * DAY;
        const to = from + 40 * DAY;
        expect(wallTimes(text, begin, from, to)).toEqual(stepByStep(text, begin, from, to));
      }),
      { numRuns: 80 },
    );
  });

  it.each([
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', ['2026-03-31', '2026-04-30']],
    ['FREQ=YEARLY;BYWEEKNO=15;BYDAY=MO', ['2026-04-06']],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', ['2026-03-31', '2026-04-30']],
    ['FREQ=MONTHLY;BYMONTHDAY=31', ['2026-03-31']],
  ])('%s', (text, dates) => {
    const found = wallTimes(text, at('2020-01-01T12:00:00'), at('2026-03-05T00:00:00'), at('2026-05-01T00:00:00'));
    expect(found.map((wall) => new Date(wall).toISOString().slice(0, 10))).toEqual(dates);
  });

  it('a rule with more instances than anybody has appointments is refused', () => {
    const sixtyDays: [number, number] = [at('2026-03-01T00:00:00'), at('2026-05-01T00:00:00')];
    expect(() => wallTimes('FREQ=SECONDLY', 0, ...sixtyDays)).toThrow(TooManyInstances);
    expect(() => wallTimes('FREQ=MINUTELY', 0, ...sixtyDays)).toThrow(TooManyInstances);
    expect(wallTimes('FREQ=HOURLY', 0, ...sixtyDays)).toHaveLength(61 * 24 + 1);
  });
});
