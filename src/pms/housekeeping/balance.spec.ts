import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { balance, type Load, type Worker } from './balance.js';

const loads = (...minutes: number[]): Load[] => minutes.map((one) => ({ minutes: one, priority: 2, section: null }));
const workers = (capacityMinutes: number, count = 3): Worker[] =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, section: null, capacityMinutes, minutes: 0 }));
const sums = (work: Load[], given: (number | null)[], id: number | null) =>
  work.reduce((sum, load, index) => sum + (given[index] === id ? load.minutes : 0), 0);
const B2 = loads(60, 60, 40, 40, 40, 20, 20, 20);

describe('sharing out work', () => {
  it('B2: by minutes, not by count', () => {
    const given = balance(B2, workers(480));
    expect([1, 2, 3].map((id) => sums(B2, given, id))).toEqual([100, 100, 100]);
  });

  it('B3: nobody gets more than fits; the rest is overflow', () => {
    const given = balance(B2, workers(90));
    expect([1, 2, 3].map((id) => sums(B2, given, id))).toEqual([80, 80, 80]);
    const left = B2.filter((_, index) => given[index] === null).map(({ minutes }) => minutes);
    expect(left).toEqual([40, 20]);
  });

  it('of two with as much, the one of the section; nobody there: all is overflow', () => {
    const near: Worker[] = [
      { id: 1, section: 'floor 1', capacityMinutes: 480, minutes: 0 },
      { id: 2, section: 'floor 2', capacityMinutes: 480, minutes: 0 },
    ];
    expect(balance([{ minutes: 30, priority: 1, section: 'floor 2' }], near)).toEqual([2]);
    expect(balance(B2, [])).toEqual(B2.map(() => null));
  });

  it('loses nothing, exceeds no capacity, and leaves over only what fits nowhere', () => {
    const work = fc.array(fc.integer({ min: 5, max: 120 }), { maxLength: 60 });
    fc.assert(
      fc.property(
        work,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 60, max: 480 }),
        (minutes, count, capacity) => {
          const all = loads(...minutes);
          const given = balance(all, workers(capacity, count));
          expect(given).toHaveLength(all.length);
          const used = workers(capacity, count).map(({ id }) => sums(all, given, id));
          for (const one of used) expect(one).toBeLessThanOrEqual(capacity);
          const smallestLeft = Math.min(...all.filter((_, index) => given[index] === null).map((load) => load.minutes));
          if (Number.isFinite(smallestLeft))
            for (const one of used) expect(one + smallestLeft).toBeGreaterThan(capacity - 120);
        },
      ),
    );
  });
});
