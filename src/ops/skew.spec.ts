import { describe, expect, it } from '@jest/globals';
import { isOff, skewOf, told } from './skew.js';

describe('clock skew', () => {
  it.each([
    ['in step', { own: 1_000, database: 1_005, roundTripMs: 10 }, 0, false],
    ['ahead', { own: 6_000, database: 1_005, roundTripMs: 10 }, 5_000, true],
    ['behind', { own: 1_000, database: 61_005, roundTripMs: 10 }, -60_000, true],
    [
      'an answer that was long under way proves nothing',
      { own: 1_000, database: 4_000, roundTripMs: 4_000 },
      -1_000,
      false,
    ],
    ['nor does a second', { own: 2_000, database: 1_005, roundTripMs: 10 }, 1_000, false],
  ])('%s', (_, sample, ms, off) => {
    const skew = skewOf([sample]);
    expect([skew.ms, isOff(skew)]).toEqual([ms, off]);
  });

  it('goes by the quickest answer', () => {
    const slow = { own: 0, database: 9_000, roundTripMs: 2_000 };
    expect(skewOf([slow, { own: 0, database: 5, roundTripMs: 10 }, slow])).toEqual({ ms: 0, withinMs: 5 });
  });

  it('says which clock is which', () => {
    expect([told({ ms: 5_040, withinMs: 1 }), told({ ms: -61_000, withinMs: 1 })]).toEqual([
      "5.0 s ahead of the database's",
      "61.0 s behind the database's",
    ]);
  });
});
