import { describe, expect, it } from '@jest/globals';
import { planReading, type ReadState, sliceBehind, windowAt } from './read-plan.js';

const ZONE = 'America/New_York';
const NOW = new Date('2026-03-07T17:30:00Z');
const STATE: ReadState = {
  syncToken: 't',
  fingerprint: 'v1',
  windowStart: new Date('2026-03-06T05:00:00Z'),
  windowEnd: new Date('2026-05-06T04:00:00Z'),
  isOld: false,
};

describe('what of a calendar is read', () => {
  it('everything: from the local yesterday, sixty local days ahead, whatever clocks do', () => {
    expect(windowAt(NOW, ZONE)).toEqual({
      start: new Date('2026-03-06T05:00:00Z'),
      end: new Date('2026-05-06T04:00:00Z'),
    });
    // 01:00 in Tokyo is the day before in New York.
    expect(windowAt(new Date('2026-03-07T02:00:00Z'), ZONE).start).toEqual(new Date('2026-03-05T05:00:00Z'));
    expect(windowAt(new Date('2026-03-06T16:00:00Z'), 'Asia/Tokyo').start).toEqual(new Date('2026-03-05T15:00:00Z'));
  });

  it('at first the last eight weeks as well, which tell when its user tends to be free', () => {
    const first = { syncToken: null, fingerprint: null, windowStart: null, windowEnd: null, isOld: false };
    expect(planReading(first, 'v1', NOW, ZONE)).toEqual({
      mode: 'full',
      window: { start: new Date('2026-01-10T05:00:00Z'), end: new Date('2026-05-06T04:00:00Z') },
    });
    // 56 local days are an hour shorter when clocks have gone forward.
    const after = planReading(first, 'v1', new Date('2026-03-10T12:00:00Z'), ZONE);
    expect(after.window.start).toEqual(new Date('2026-01-13T05:00:00Z'));
  });

  it.each([
    ['no token', { syncToken: null }],
    ['a token of other requests', { fingerprint: 'v0' }],
    ['a token that is not to be trusted any more', { isOld: true }],
  ])('everything again with %s', (_, change) => {
    expect(planReading({ ...STATE, ...change }, 'v1', NOW, ZONE)).toEqual({
      mode: 'full',
      window: windowAt(NOW, ZONE),
    });
  });

  it('else what has changed, in the window that was read', () => {
    expect(planReading(STATE, 'v1', NOW, ZONE)).toEqual({
      mode: 'changes',
      window: { start: STATE.windowStart, end: STATE.windowEnd },
      syncToken: 't',
    });
  });
});

describe('the window is rolled', () => {
  const end = new Date('2026-05-06T04:00:00Z');

  it('not while the next thirty days and a week lie in it', () => {
    expect(sliceBehind(end, new Date('2026-03-29T15:00:00Z'), ZONE)).toBeNull();
  });

  it('on the day that does not', () => {
    expect(sliceBehind(end, new Date('2026-03-30T15:00:00Z'), ZONE)).toEqual({
      start: end,
      end: new Date('2026-05-29T04:00:00Z'),
    });
  });

  it('E13: on day 50 it reaches an event of day 75 that no change has told of', () => {
    const first = windowAt(new Date('2026-01-01T12:00:00Z'), 'UTC');
    const slice = sliceBehind(first.end, new Date('2026-02-20T12:00:00Z'), 'UTC')!;
    const event = new Date('2026-03-17T10:00:00Z');
    expect(first.end < event && slice.start <= event && event < slice.end).toBe(true);
  });

  it('from where it ended, however long nobody has read', () => {
    const slice = sliceBehind(end, new Date('2026-12-01T12:00:00Z'), ZONE);
    expect(slice).toEqual({ start: end, end: new Date('2027-01-30T05:00:00Z') });
  });
});
