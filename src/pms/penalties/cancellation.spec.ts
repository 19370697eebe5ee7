import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../../platform/dates/index.js';
import { cancellationFees, type CancellationStep, feeAt } from './cancellation.js';
import { NO_PENALTY, type PenaltyTerms } from './penalty.js';

const NIGHTS = [120_00, 150_00, 90_00];
const step = (daysBefore: number, time: string, over: Partial<CancellationStep> = {}): CancellationStep => ({
  daysBefore,
  time,
  percent: '0',
  nights: null,
  flatMinor: 0,
  ...over,
});
const terms = (over: Partial<PenaltyTerms>): PenaltyTerms => ({ ...NO_PENALTY, ...over });
const at = (rule: PenaltyTerms, now: string, zone = 'Europe/Lisbon', arrival = '2027-03-10') =>
  feeAt(cancellationFees(rule, parseLocalDate(arrival), zone, NIGHTS), new Date(now));

describe('fee of a cancellation', () => {
  // Given out of order: free until 7 days before at noon, then half, then the first night and 10, at last all of it.
  const steps = terms({
    cancellation: [
      step(1, '18:00', { percent: '100', nights: 1, flatMinor: 10_00 }),
      step(7, '12:00', { percent: '50' }),
      step(0, '00:00', { percent: '100' }),
    ],
  });

  it.each([
    ['2027-03-03T11:59:59Z', 0],
    ['2027-03-03T12:00:00Z', 180_00],
    ['2027-03-09T17:59:59Z', 180_00],
    ['2027-03-09T18:00:00Z', 130_00],
    ['2027-03-09T23:59:59Z', 130_00],
    ['2027-03-10T00:00:00Z', 360_00],
    ['2027-03-12T00:00:00Z', 360_00],
  ])('B30: at %s it is %i', (now, expected) => expect(at(steps, now)).toBe(expected));

  it('goes by the clock of the hotel, also over a change of the clocks', () => {
    const day = terms({ cancellation: [step(1, '02:30', { percent: '100' })] });
    // 02:30 of 2027-03-14 does not exist in New York: it is 03:30 EDT, 07:30Z.
    expect(at(day, '2027-03-14T07:29:59Z', 'America/New_York', '2027-03-15')).toBe(0);
    expect(at(day, '2027-03-14T07:30:00Z', 'America/New_York', '2027-03-15')).toBe(360_00);
    expect(at(day, '2027-03-08T15:30:00Z', 'Asia/Tokyo')).toBe(0);
    expect(at(day, '2027-03-08T17:30:00Z', 'Asia/Tokyo')).toBe(360_00);
  });

  it('is capped to the stay where the rule is, and costs nothing without steps', () => {
    const flat = [step(30, '00:00', { flatMinor: 500_00 })];
    expect(at(terms({ cancellation: flat }), '2027-03-01T00:00:00Z')).toBe(360_00);
    expect(at(terms({ cancellation: flat, capToStay: false }), '2027-03-01T00:00:00Z')).toBe(500_00);
    expect(at(terms({ percent: '100' }), '2027-03-10T20:00:00Z')).toBe(0);
  });
});
