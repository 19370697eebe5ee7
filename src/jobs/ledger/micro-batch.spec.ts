import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MicroBatch } from './micro-batch.js';

describe('MicroBatch', () => {
  it('sends a lone call alone and gathers what comes meanwhile', async () => {
    const groups: number[][] = [];
    const gates: (() => void)[] = [];
    const batch = new MicroBatch<number, number>(async (items) => {
      groups.push(items);
      await new Promise<void>((open) => gates.push(open));
      return items.map((n) => n * 10);
    }, 3);
    const first = batch.add(1);
    await new Promise((turn) => setImmediate(turn));
    const rest = [2, 3, 4, 5].map((n) => batch.add(n));
    gates.shift()!();
    expect(await first).toBe(10);
    for (let n = 0; n < 2; n++) {
      while (gates.length === 0) await new Promise((turn) => setImmediate(turn));
      gates.shift()!();
    }
    expect(await Promise.all(rest)).toEqual([20, 30, 40, 50]);
    expect(groups).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('lets a bad item fail alone', async () => {
    const batch = new MicroBatch<number, string>((items) => {
      if (items.includes(13)) return Promise.reject(new Error('bad luck'));
      return Promise.resolve(items.map(String));
    }, 100);
    const answers = await Promise.allSettled([1, 13, 2].map((n) => batch.add(n)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('a group whose answer was lost is tried one by one; who fails again is told that the first try may have been committed', async () => {
    const lost = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const batch = new MicroBatch<number, string>((items) => {
      if (items.length > 1) return Promise.reject(lost);
      return items[0] === 1 ? Promise.reject(refused) : Promise.resolve(['done']);
    }, 100);
    const answers = await Promise.allSettled([1, 2].map((n) => batch.add(n)));
    expect(answers).toEqual([
      { status: 'rejected', reason: lost },
      { status: 'fulfilled', value: 'done' },
    ]);
    // A lone call, and a group that never reached Postgres, are told so.
    await expect(batch.add(1)).rejects.toBe(refused);
    const away = new MicroBatch<number, string>(() => Promise.reject(refused), 100);
    expect(await Promise.allSettled([1, 2].map((n) => away.add(n)))).toEqual([
      { status: 'rejected', reason: refused },
      { status: 'rejected', reason: refused },
    ]);
  });

  it('answers every call with its own result, in groups no larger than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer(), { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        async (numbers, max, lanes) => {
          let largest = 0;
          const batch = new MicroBatch<number, number>(
            async (items) => {
              largest = Math.max(largest, items.length);
              await new Promise((turn) => setImmediate(turn));
              return items.map((n) => n + 1);
            },
            max,
            lanes,
          );
          expect(await Promise.all(numbers.map((n) => batch.add(n)))).toEqual(numbers.map((n) => n + 1));
          expect(largest).toBeLessThanOrEqual(max);
        },
      ),
      { numRuns: 50 },
    );
  });
});
