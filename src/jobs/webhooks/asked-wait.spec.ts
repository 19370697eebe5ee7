import { describe, expect, it } from '@jest/globals';
import { askedWait } from './asked-wait.js';

const HOUR = 3_600_000;

describe('the wait that a receiver asks for', () => {
  it.each([
    ['nothing was asked for', undefined, 0, undefined],
    ['a second, at first', 1_000, 0, 5_000],
    ['at once', 0, 20_000, 20_000],
    ['a second, for an hour already', 1_000, HOUR, 600_000],
    ['half an hour', HOUR / 2, 0, HOUR / 2],
    ['a year', 365 * 24 * HOUR, 0, HOUR],
    ['a minute, with a clock that is behind', 60_000, -10_000, 60_000],
    ['a minute, for a day already', 60_000, 24 * HOUR, undefined],
  ])('%s', (_, asked, since, wait) => expect(askedWait(asked, since)).toBe(wait));

  it('is asked for again a bounded number of times in a day', () => {
    let [since, tries] = [0, 0];
    for (let wait = askedWait(0, since); wait !== undefined; wait = askedWait(0, since)) {
      since += wait;
      tries++;
    }
    expect(tries).toBeLessThan(160);
  });
});
