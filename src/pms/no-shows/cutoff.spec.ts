import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../../platform/dates/index.js';
import type { Guarantee } from '../bookings/booking-row.js';
import { DEFAULT_POLICY } from '../hotel-policy/hotel-policy.repository.js';
import { cutoffOf, releaseOf } from './cutoff.js';

describe('the hour of a no-show', () => {
  it.each<[string, Guarantee, string, string, string]>([
    [
      'B9: 02:00 does not exist in New York that night',
      'card',
      '2026-03-07',
      'America/New_York',
      '2026-03-08T07:00:00Z',
    ],
    ['the night clocks go back: the first 02:00', 'card', '2026-10-24', 'Europe/Berlin', '2026-10-25T00:00:00Z'],
    ['B10: Sydney', 'prepaid', '2026-03-07', 'Australia/Sydney', '2026-03-07T15:00:00Z'],
    ['B13: without guarantee the same evening', 'none', '2026-03-07', 'Europe/Lisbon', '2026-03-07T18:00:00Z'],
  ])('%s', (_, guarantee, arrival, zone, expected) => {
    expect(cutoffOf(guarantee, parseLocalDate(arrival), DEFAULT_POLICY, zone)).toEqual(new Date(expected));
  });

  it('nights are given back at once, or at the hotel’s hour', () => {
    const arrival = parseLocalDate('2026-06-01');
    expect(releaseOf(arrival, DEFAULT_POLICY, 'Europe/Madrid')).toBeNull();
    const eleven = releaseOf(arrival, { ...DEFAULT_POLICY, releaseAt: '11:00' }, 'Europe/Madrid');
    expect(eleven).toEqual(new Date('2026-06-02T09:00:00Z'));
  });
});
