import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NO_PENALTY, penaltyOf, type PenaltyTerms } from './penalty.js';

const NIGHTS = [120_00, 150_00, 90_00];
const terms = (over: Partial<PenaltyTerms>): PenaltyTerms => ({ ...NO_PENALTY, ...over });

describe('penalty', () => {
  it.each([
    ['first night', { percent: '100', nights: 1 }, 120_00],
    ['50%', { percent: '50' }, 180_00],
    ['first two nights', { percent: '100', nights: 2 }, 270_00],
    ['flat 75', { flatMinor: 75_00 }, 75_00],
    ['40% of at most two nights and 15', { percent: '40', nights: 2, flatMinor: 15_00 }, 123_00],
    ['flat 500, capped', { flatMinor: 500_00 }, 360_00],
    ['flat 500, not capped', { flatMinor: 500_00, capToStay: false }, 500_00],
    ['more nights than booked', { percent: '100', nights: 9 }, 360_00],
    ['none', {}, 0],
  ])('B11: %s', (_, over, expected) => {
    expect(penaltyOf(terms(over), NIGHTS)).toBe(expected);
  });

  it('B12: rounds halves away from zero, exactly', () => {
    expect(penaltyOf(terms({ percent: '33' }), [100_05])).toBe(33_02);
    expect(penaltyOf(terms({ percent: '15' }), [6_70])).toBe(1_01);
  });

  it('never exceeds its cap, and is never below zero', () => {
    const rule = fc.record({
      percent: fc.integer({ min: 0, max: 1_000_000 }).map((n) => String(n / 10_000)),
      nights: fc.option(fc.integer({ min: 1, max: 10 })),
      flatMinor: fc.integer({ min: 0, max: 100_000 }),
    });
    const nights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(rule, nights, (over, prices) => {
        const stay = prices.reduce((sum, price) => sum + price, 0);
        const capped = penaltyOf(terms(over), prices);
        expect(capped).toBeGreaterThanOrEqual(0);
        expect(capped).toBeLessThanOrEqual(stay);
        const open = penaltyOf(terms({ ...over, capToStay: false }), prices);
        expect(capped).toBe(Math.min(open, stay));
      }),
    );
  });
});
