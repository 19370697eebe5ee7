import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { jitterMs } from './jitter.js';

const slot = new Date('2026-05-04T02:00:00Z');

describe('jitter', () => {
  it('is none unless asked for', () => {
    expect(jitterMs(randomUUID(), slot, 0)).toBe(0);
  });

  it('is the same for the same schedule and slot, another for others', () => {
    const id = randomUUID();
    expect(jitterMs(id, slot, 600)).toBe(jitterMs(id, new Date(slot), 600));
    const others = [jitterMs(randomUUID(), slot, 600), jitterMs(id, new Date(slot.getTime() + 60_000), 600)];
    expect(others).not.toContain(jitterMs(id, slot, 600));
  });

  it('stays within its bounds and spreads evenly', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let n = 0; n < 10_000; n++) {
      const ms = jitterMs(`schedule-${n}`, slot, 60);
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThan(60_000);
      counts[Math.floor(ms / 6_000)]!++;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  });
});
