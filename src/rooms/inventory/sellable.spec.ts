import { describe, expect, it } from '@jest/globals';
import { sellable } from './sellable.js';

const of = (...available: number[]) => available.map((n, i) => ({ categoryId: i + 1, available: n, stopSell: false }));

describe('sellable', () => {
  it.each([
    ['A15: 5 and -2', [5, -2], 3, [3, 0]],
    ['all free', [5, 4], 9, [5, 4]],
    ['hotel overbooked', [1, -2], -1, [0, 0]],
    ['no category', [], 0, []],
  ])('%s', (_name, available, hotel, each) => {
    const result = sellable(of(...available));
    expect(result.hotel).toBe(hotel);
    expect([...result.byCategory.values()]).toEqual(each);
  });

  it('a stopped category sells nothing but counts for the hotel', () => {
    const result = sellable([{ categoryId: 1, available: 5, stopSell: true }]);
    expect(result).toEqual({ hotel: 5, byCategory: new Map([[1, 0]]) });
  });
});
