import { describe, expect, it } from '@jest/globals';
import type { LocalDate } from '../../platform/dates/index.js';
import { formatBirthday, nextBirthday, parseBirthday, readStoredBirthday, storedBirthday } from './birthday.js';

const next = (text: string, day: string) => nextBirthday(parseBirthday(text)!, day as LocalDate);

describe('a birthday', () => {
  it.each([
    ['1985-06-20', '2026-06-15', '2026-06-20', 5, 41],
    ['1985-06-15', '2026-06-15', '2026-06-15', 0, 41],
    ['1985-06-14', '2026-06-15', '2027-06-14', 364, 42],
    ['--01-01', '2026-12-31', '2027-01-01', 1, null],
    // 29 February is kept on the 28th in other years, and on its own day in leap years.
    ['2000-02-29', '2026-02-27', '2026-02-28', 1, 26],
    ['2000-02-29', '2026-03-01', '2027-02-28', 364, 27],
    ['2000-02-29', '2028-02-28', '2028-02-29', 1, 28],
    ['--02-29', '2100-02-28', '2100-02-28', 0, null],
  ])('%s is after %s on %s', (text, day, on, inDays, turns) => {
    expect(next(text, day)).toEqual({ on, inDays, turns });
  });

  it.each(['1985-02-29', '--02-30', '1985-13-01', '85-01-01', '--1-1', 'soon', '1899-01-01'])('is not %s', (text) => {
    expect(parseBirthday(text)).toBeUndefined();
  });

  it.each(['2000-02-29', '--02-29', '--12-31'])('%s comes back from the database as it was', (text) => {
    expect(formatBirthday(readStoredBirthday(storedBirthday(parseBirthday(text)!)))).toBe(text);
  });
});
