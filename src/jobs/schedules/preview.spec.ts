import { describe, expect, it } from '@jest/globals';
import { addDays, parseLocalDate, startOfDay } from '../../platform/dates/index.js';
import { type DstPolicy, firings, parseCron } from '../cron/cron.js';
import { LISTED_A_DAY, preview } from './preview.js';

const days = (cron: string, zone: string, from: string, many: number, dst: DstPolicy = 'once') =>
  preview(parseCron(cron), zone, dst, parseLocalDate(from), many);
const oddDays = (...input: Parameters<typeof days>) =>
  days(...input)
    .filter((day) => day.odd)
    .map(({ date, odd, count }) => `${date} ${odd} ${count}`);

describe('odd days of 400', () => {
  it.each<[string, string, string, DstPolicy, string[]]>([
    ['30 2 * * *', 'Europe/Madrid', '2027-01-01', 'once', ['2027-03-28 moved 1', '2027-10-31 clock-change-fold 1']],
    ['30 2 * * *', 'Europe/Madrid', '2027-01-01', 'skip', ['2027-03-28 none 0', '2027-10-31 clock-change-fold 1']],
    ['30 2 * * *', 'Europe/Madrid', '2027-01-01', 'both', ['2027-03-28 moved 1', '2027-10-31 twice 2']],
    [
      '0 9 * * *',
      'Europe/Madrid',
      '2027-01-01',
      'once',
      ['2027-03-28 clock-change-gap 1', '2027-10-31 clock-change-fold 1'],
    ],
    ['0 * * * *', 'Europe/Madrid', '2027-01-01', 'once', ['2027-03-28 clock-change-gap 23', '2027-10-31 twice 25']],
    ['* * * * *', 'Europe/Madrid', '2027-01-01', 'once', ['2027-03-28 clock-change-gap 1380', '2027-10-31 twice 1500']],
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2027-01-01',
      'once',
      ['2027-04-04 clock-change-fold 1', '2027-10-03 moved 1'],
    ],
    [
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2027-01-01',
      'both',
      ['2027-04-04 twice 2', '2027-10-03 clock-change-gap 1'],
    ],
    ['30 0 * * *', 'America/Havana', '2027-01-01', 'once', ['2027-03-14 moved 1', '2027-11-07 clock-change-fold 1']],
    ['0 0 * * *', 'America/Havana', '2027-01-01', 'both', ['2027-03-14 moved 1', '2027-11-07 twice 2']],
    ['30 1 * * *', 'Antarctica/Troll', '2027-01-01', 'once', ['2027-03-28 moved 1', '2027-10-31 clock-change-fold 1']],
    ['30 1 * * *', 'Antarctica/Troll', '2027-01-01', 'skip', ['2027-03-28 none 0', '2027-10-31 clock-change-fold 1']],
    ['30 0 * * *', 'Africa/Cairo', '2027-01-01', 'once', ['2027-04-30 moved 1', '2027-10-28 clock-change-fold 1']],
    ['30 23 * * *', 'Africa/Cairo', '2027-01-01', 'both', ['2027-04-30 clock-change-gap 1', '2027-10-28 twice 2']],
    // Saturday's 23:30 does not exist in Nuuk, it fires at midnight of Sunday.
    [
      '30 23 * * *',
      'America/Nuuk',
      '2027-01-01',
      'once',
      ['2027-03-27 moved 0', '2027-03-28 moved 2', '2027-10-30 clock-change-fold 1'],
    ],
    ['0 * * * *', 'America/Nuuk', '2027-01-01', 'once', ['2027-03-27 clock-change-gap 23', '2027-10-30 twice 25']],
    ['30 2 * * *', 'Asia/Tokyo', '2027-01-01', 'once', []],
    ['30 2 * * 1-5', 'Europe/Madrid', '2027-01-01', 'once', []],
  ])('%s in %s from %s, %s', (cron, zone, from, dst, odd) => {
    expect(oddDays(cron, zone, from, 400, dst).filter((day) => day.startsWith('2027'))).toEqual(odd);
  });

  it('say in words what happens', () => {
    const note = (dst: DstPolicy, date: string) => days('30 2 * * *', 'Europe/Madrid', date, 1, dst)[0]!.note;
    expect(note('once', '2027-03-28')).toBe(
      'Clocks go forward 1 hour, from 02:00 to 03:00; 02:30 does not exist, so it fires at 03:00.',
    );
    expect(note('both', '2027-10-31')).toBe(
      'Clocks go back 1 hour, from 03:00 to 02:00; 02:30 comes twice and fires twice.',
    );
  });
});

describe('the days of a preview', () => {
  it.each(['*/30 * * * *', '*/20 0-3,23 * * *', '0 0 * * *', '30 1 1,15 * *', '0 12 29 2 *'])(
    'hold every firing of %s',
    (cron) => {
      for (const zone of [
        'Europe/Madrid',
        'Australia/Lord_Howe',
        'America/Havana',
        'Antarctica/Troll',
        'Africa/Cairo',
        'America/Nuuk',
      ])
        for (const dst of ['skip', 'once', 'both'] as const) {
          const found = days(cron, zone, '2027-03-01', 250, dst);
          const start = new Date(startOfDay(parseLocalDate('2027-03-01'), zone).getTime() - 1);
          const to = new Date(startOfDay(addDays(parseLocalDate('2027-03-01'), 250), zone).getTime() - 1);
          const all = [...firings(parseCron(cron), zone, start, { to }, dst)];
          expect({ zone, dst, count: found.reduce((sum, day) => sum + day.count, 0) }).toEqual({
            zone,
            dst,
            count: all.length,
          });
          if (found.every((day) => day.count <= LISTED_A_DAY)) expect(found.flatMap((day) => day.firings)).toEqual(all);
          for (const day of found) expect(day.firings).toHaveLength(Math.min(day.count, LISTED_A_DAY));
        }
    },
  );
});
