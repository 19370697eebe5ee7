import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../../platform/dates/index.js';
import { nightsOf } from '../stay-dates.js';
import { type DayRestrictions, refusals, refusalsOfChange } from './restrictions.js';

const d = parseLocalDate;
const open: DayRestrictions = {
  opened: true,
  stopSell: false,
  closedToArrival: false,
  closedToDeparture: false,
  minStay: null,
  maxStay: null,
  minStayThrough: null,
};
const christmas = (over: Record<string, Partial<DayRestrictions>>) =>
  new Map(nightsOf(d('2026-12-20'), d('2026-12-31')).map((date) => [date, { ...open, ...over[date] }]));

describe('refusals', () => {
  const stopped = christmas({ '2026-12-24': { stopSell: true }, '2026-12-25': { stopSell: true } });
  it.each([
    ['2026-12-23', '2026-12-25', ['2026-12-24']],
    ['2026-12-23', '2026-12-26', ['2026-12-24', '2026-12-25']],
    ['2026-12-25', '2026-12-26', ['2026-12-25']],
    ['2026-12-22', '2026-12-24', []],
    ['2026-12-26', '2026-12-28', []],
  ])('A16: stop-sell on 12-24 and 12-25, stay %s..%s', (arrival, departure, dates) => {
    expect(refusals(stopped, d(arrival), d(departure))).toEqual(dates.map((date) => ({ date, reason: 'STOP_SELL' })));
  });

  const through = christmas({ '2026-12-24': { minStayThrough: 3 } });
  it.each([
    ['2026-12-23', '2026-12-25', 1],
    ['2026-12-23', '2026-12-26', 0],
    ['2026-12-22', '2026-12-24', 0],
  ])('A16: minimum stay through of 3 on 12-24, stay %s..%s', (arrival, departure, count) => {
    expect(refusals(through, d(arrival), d(departure))).toHaveLength(count);
  });

  it.each<[string, Record<string, Partial<DayRestrictions>>, string, string, string[]]>([
    ['arrival closed', { '2026-12-21': { closedToArrival: true } }, '2026-12-21', '2026-12-22', ['CLOSED_TO_ARRIVAL']],
    ['staying over a closed arrival', { '2026-12-21': { closedToArrival: true } }, '2026-12-20', '2026-12-22', []],
    [
      'departure closed',
      { '2026-12-22': { closedToDeparture: true } },
      '2026-12-21',
      '2026-12-22',
      ['CLOSED_TO_DEPARTURE'],
    ],
    ['staying over a closed departure', { '2026-12-22': { closedToDeparture: true } }, '2026-12-21', '2026-12-23', []],
    ['stop-sell on the day of departure', { '2026-12-22': { stopSell: true } }, '2026-12-21', '2026-12-22', []],
    ['too short', { '2026-12-21': { minStay: 2 } }, '2026-12-21', '2026-12-22', ['MIN_STAY']],
    ['too long', { '2026-12-21': { maxStay: 1 } }, '2026-12-21', '2026-12-23', ['MAX_STAY']],
    ['limits count on arrival only', { '2026-12-22': { minStay: 9, maxStay: 1 } }, '2026-12-21', '2026-12-23', []],
  ])('%s', (_name, over, arrival, departure, reasons) => {
    expect(refusals(christmas(over), d(arrival), d(departure)).map((r) => r.reason)).toEqual(reasons);
  });

  it('names nights that are not on sale', () => {
    expect(refusals(christmas({}), d('2026-12-30'), d('2027-01-02')).map((r) => r.date)).toEqual([
      '2026-12-31',
      '2027-01-01',
    ]);
  });
});

describe('refusalsOfChange', () => {
  const stay = (arrival: string, departure: string) => ({ arrival: d(arrival), departure: d(departure) });
  const rules = {
    '2026-12-21': { closedToArrival: true, minStay: 3, maxStay: 4 },
    '2026-12-24': { closedToDeparture: true, stopSell: true, minStayThrough: 3 },
  };
  it.each<[string, [string, string], [string, string], string[]]>([
    ['nothing changes', ['2026-12-21', '2026-12-24'], ['2026-12-21', '2026-12-24'], []],
    [
      'arrival onto a closed day',
      ['2026-12-20', '2026-12-23'],
      ['2026-12-21', '2026-12-23'],
      ['CLOSED_TO_ARRIVAL', 'MIN_STAY'],
    ],
    ['arrival off a closed day', ['2026-12-21', '2026-12-23'], ['2026-12-20', '2026-12-23'], []],
    [
      'departure onto a closed day',
      ['2026-12-20', '2026-12-23'],
      ['2026-12-20', '2026-12-24'],
      ['CLOSED_TO_DEPARTURE'],
    ],
    ['shorter than the minimum', ['2026-12-21', '2026-12-24'], ['2026-12-21', '2026-12-23'], ['MIN_STAY']],
    ['still under it, but longer', ['2026-12-21', '2026-12-22'], ['2026-12-21', '2026-12-23'], []],
    ['longer than the maximum', ['2026-12-21', '2026-12-25'], ['2026-12-21', '2026-12-26'], ['MAX_STAY']],
    ['still over it, but shorter', ['2026-12-21', '2026-12-27'], ['2026-12-21', '2026-12-26'], []],
    [
      'a stopped night added',
      ['2026-12-22', '2026-12-23'],
      ['2026-12-23', '2026-12-25'],
      ['STOP_SELL', 'MIN_STAY_THROUGH'],
    ],
    ['a stopped night kept', ['2026-12-22', '2026-12-25'], ['2026-12-22', '2026-12-26'], []],
  ])('%s', (_name, before, after, reasons) => {
    const found = refusalsOfChange(christmas(rules), stay(...before), stay(...after));
    expect(found.map(({ reason }) => reason)).toEqual(reasons);
  });
});
