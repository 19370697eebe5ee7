import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf } from './shared-rates.js';

it('a burst and what follows it are never more than the rate in 60 seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (perMinute) => {
      const { everyMs, ahead } = bucketOf(perMinute);
      // All of the burst at once, then one each time the bucket allows it, up to the last before the minute is over.
      const later = Math.ceil(60_000 / everyMs - 1e-9) - 1;
      expect(ahead + later).toBeLessThanOrEqual(perMinute);
      // No more than a call a minute less is lost by the burst.
      expect(ahead + later).toBeGreaterThanOrEqual(perMinute - 1);
    }),
  );
});
