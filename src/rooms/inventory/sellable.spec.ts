import { describe, expect, it } from '@jest/globals';
import { sellable } from './sellable.js';

const of = (...available: number[]) => available.map((n, i) => ({ categoryId: i + 1, available: n, stopSell: false }));

describe('sellable', () => {
  it.each([
    ['A15: 5 and -2', [5, -2], 3, [3, 0]],
    ['all free', [5, 4], 9, [5, 4]],
    ['house overbooked', [1, -2], -1, [0, 0]],
    ['no category', [], 0, []],
  ])('%s', (_name, available, house, each) => {
    const result = sellable(of(...available));
    expect(result.house).toBe(house);
    expect([...result.byCategory.values()]).toEqual(each);
  });

  it('a stopped category sells nothing but counts for the house', () => {
    const result = sellable([{ categoryId: 1, available: 5, stopSell: true }]);
    expect(result).toEqual({ house: 5, byCategory: new Map([[1, 0]]) });
  });
});
