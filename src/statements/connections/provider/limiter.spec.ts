import { describe, expect, it } from '@jest/globals';
import { KeyLimiter } from './limiter.js';

/** Requests that run until they are let go. */
function requests(limiter: KeyLimiter, count: number, signal?: AbortSignal) {
  const running: (() => void)[] = [];
  let [active, most] = [0, 0];
  const all = Promise.allSettled(
    Array.from({ length: count }, () =>
      limiter.run(async () => {
        most = Math.max(most, ++active);
        await new Promise<void>((go) => running.push(go));
        active--;
      }, signal),
    ),
  );
  const settle = () => new Promise((later) => setImmediate(later));
  const letAllGo = async () => {
    for (let left = count; left > 0;) {
      await settle();
      left -= running.length;
      for (const go of running.splice(0)) go();
    }
    await all;
  };
  return { letAllGo, settle, all, most: () => most, running };
}

describe('the limiter of a key', () => {
  it('lets so many run at a time', async () => {
    const some = requests(new KeyLimiter(3, 0), 10);
    await some.letAllGo();
    expect(some.most()).toBe(3);
  });

  it('after a 429 one at a time, and more again when all goes well', async () => {
    const limiter = new KeyLimiter(3, 0);
    limiter.slowDown(0);
    const some = requests(limiter, 5);
    await some.letAllGo();
    expect(some.most()).toBe(1);
    for (let n = 0; n < 19; n++) limiter.succeeded();
    expect(limiter.concurrency).toBe(1);
    limiter.succeeded();
    expect(limiter.concurrency).toBe(2);
    for (let n = 0; n < 100; n++) limiter.succeeded();
    expect(limiter.concurrency).toBe(3);
  });

  it.each([
    ['a long wait after a 429', new KeyLimiter(1, 0), (limiter: KeyLimiter) => limiter.slowDown(3_600_000)],
    [
      'so many in a minute',
      new KeyLimiter(5, 0, 1),
      (limiter: KeyLimiter) => void limiter.run(() => Promise.resolve()),
    ],
  ])('%s holds requests back, and ends when they are cancelled', async (_, limiter, prepare) => {
    prepare(limiter);
    const stop = new AbortController();
    const some = requests(limiter, 2, stop.signal);
    await some.settle();
    expect(some.running).toHaveLength(0);
    stop.abort(new Error('cancelled'));
    const results = await some.all;
    expect(results.map((one) => (one as PromiseRejectedResult).reason as Error)).toMatchObject([
      { message: 'cancelled' },
      { message: 'cancelled' },
    ]);
  });
});
