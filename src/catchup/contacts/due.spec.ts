import { describe, expect, it } from '@jest/globals';
import type { LocalDate } from '../../platform/dates/index.js';
import type { Frequency } from './contact-types.js';
import { dueOn, lessOften, longerThan, standing } from './due.js';

const NY = 'America/New_York';
const NOW = new Date('2026-06-15T12:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const met = (frequency: Frequency, lastContactAt: Date | null, createdAt = new Date('2020-01-01T00:00:00Z')) => ({
  frequency,
  lastContactAt,
  createdAt,
});

describe('when somebody is due', () => {
  it('E8: a week in which clocks go forward is a week, though it has 167 hours', () => {
    const last = new Date('2026-03-01T15:00:00Z'); // 10:00 in New York
    const now = new Date('2026-03-08T14:00:00Z'); // 10:00 again
    expect((now.getTime() - last.getTime()) / 3_600_000).toBe(167);
    expect(standing(met('weekly', last), NY, now)).toMatchObject({ daysSince: 7, due: true, daysOverdue: 0, ratio: 1 });
    const evening = new Date('2026-03-08T03:59:00Z'); // 22:59 on the day before
    expect(standing(met('weekly', last), NY, evening)).toMatchObject({ daysSince: 6, due: false });
  });

  it('E9: ranks by how late somebody is in intervals, not in days', () => {
    const cases: [Frequency, number, string][] = [
      ['weekly', 10, '1.4286'],
      ['monthly', 45, '1.5000'],
      ['yearly', 400, '1.0959'],
      ['quarterly', 89, '0.9889'],
    ];
    const ranked = cases
      .map(([frequency, days]) => ({ frequency, ...standing(met(frequency, ago(days)), 'UTC', NOW) }))
      .sort((a, b) => b.ratio! - a.ratio!);
    expect(Object.fromEntries(ranked.map(({ frequency, ratio }) => [frequency, ratio!.toFixed(4)]))).toEqual(
      Object.fromEntries(cases.map(([frequency, , ratio]) => [frequency, ratio])),
    );
    expect(ranked.filter(({ due }) => due).map(({ frequency }) => frequency)).toEqual(['monthly', 'weekly', 'yearly']);
  });

  it.each([
    ['2026-01-31', 'monthly', '2026-02-28'],
    ['2024-01-31', 'monthly', '2024-02-29'],
    ['2026-11-30', 'quarterly', '2027-02-28'],
    ['2024-02-29', 'yearly', '2025-02-28'],
    ['2026-12-31', 'flexible', '2027-02-28'],
    ['2026-03-01', 'daily', '2026-03-02'],
    ['2026-02-20', 'biweekly', '2026-03-06'],
    ['2026-02-20', 'na', null],
  ] as [LocalDate, Frequency, string | null][])('%s and %s is %s', (since, frequency, due) => {
    expect(dueOn(since, frequency)).toBe(due);
  });

  it('counts who was never met from the day she was noted down, not from 1970', () => {
    expect(standing(met('weekly', null, ago(3)), 'UTC', NOW)).toMatchObject({
      ...{ lastContactOn: null, daysSince: 3, due: false, dueOn: '2026-06-19' },
    });
    expect(standing(met('weekly', null, ago(8)), 'UTC', NOW)).toMatchObject({ due: true, daysOverdue: 1 });
  });

  it('never is, without a frequency', () => {
    expect(standing(met('na', ago(4_000)), 'UTC', NOW)).toMatchObject({ due: false, ratio: null, daysOverdue: 0 });
  });

  it('counts days on the wall of her zone', () => {
    const last = new Date('2026-06-08T20:00:00Z'); // 9 June in Auckland, 8 June in New York
    expect(standing(met('weekly', last), 'Pacific/Auckland', NOW).due).toBe(true); // 16 June there
    expect(standing(met('weekly', last), NY, NOW).due).toBe(true);
    expect(standing(met('weekly', last), 'Pacific/Auckland', new Date('2026-06-15T11:00:00Z')).due).toBe(false);
  });

  it('a contact in the future is none that is late', () => {
    expect(standing(met('daily', ago(-2)), 'UTC', NOW)).toMatchObject({ daysSince: 0, due: false, ratio: 0 });
  });
});

it('less often goes one step, to yearly at most', () => {
  expect(lessOften('weekly')).toBe('biweekly');
  expect([lessOften('yearly'), lessOften('flexible'), lessOften('na')]).toEqual(['yearly', 'flexible', 'na']);
  expect(longerThan('biweekly')).toEqual(['monthly', 'quarterly', 'yearly']);
});
