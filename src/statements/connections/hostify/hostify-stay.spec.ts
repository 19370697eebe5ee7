import { describe, expect, it } from '@jest/globals';
import { addDays, eachDay, parseLocalDate } from '../../../platform/dates/index.js';
import { ProviderError } from '../provider/provider-error.js';
import { calendarOf, hostifyStay } from './hostify-stay.js';

const RAW = {
  id: 71,
  listing_id: 9,
  status: 'accepted',
  source: 'Airbnb',
  confirmation_code: 'HMTEST0001',
  checkIn: '2025-07-01',
  checkOut: '2025-12-15',
  confirmed_at: '2025-05-02 10:11:12',
  guest_name: 'Guest One',
  currency: 'EUR',
  base_price: 16_700.0,
  cleaning_fee: 120.1,
  extras_price: 0.2,
  channel_commission: 504.609,
  tax_amount: 0,
  payout_price: 16_315.69,
};
const stay = (changes: object = {}) => hostifyStay({ ...RAW, ...changes }, 'hostify', 'EUR');

describe('a reservation of Hostify', () => {
  it('its amounts are exact minor units', () => {
    expect(stay().facts).toEqual({
      channel: 'airbnb',
      code: 'HMTEST0001',
      status: 'confirmed',
      sourceStatus: 'accepted',
      guest: 'Guest One',
      bookedOn: '2025-05-02',
      checkIn: '2025-07-01',
      checkOut: '2025-12-15',
      currency: 'EUR',
      rentMinor: 1_670_000,
      cleaningMinor: 12_010,
      extrasMinor: 20,
      taxMinor: 0,
      taxRemittedBy: 'channel',
      channelFeeMinor: 50_461,
      paymentFeeMinor: 0,
      payoutMinor: 1_631_569,
      paidToOwner: false,
      review: ['inexact_amount'],
    });
  });

  it.each([
    ['accepted', 'confirmed', true, []],
    ['completed', 'confirmed', true, []],
    ['Cancelled', 'cancelled', true, []],
    ['no_show', 'no_show', true, []],
    ['inquiry', 'cancelled', false, []],
    ['expired', 'cancelled', false, []],
    ['voided', 'cancelled', false, []],
    ['timedout', 'cancelled', false, []],
    ['denied', 'cancelled', false, []],
    ['pending', 'needs_review', true, ['undecided']],
    ['in_dispute', 'needs_review', true, ['unknown_status']],
    ['constructor', 'needs_review', true, ['unknown_status']],
    [undefined, 'needs_review', true, ['unknown_status']],
  ])('%s is %s', (status, ours, booking, review) => {
    const told = stay({ status, channel_commission: 504.61 });
    expect([told.facts.status, told.booking, told.facts.review]).toEqual([ours, booking, review]);
  });

  it('channels are codes, not parts of texts', () => {
    const channels = [
      'Airbnb',
      'Booking.com',
      'VRBO',
      'HomeAway',
      'Direct',
      'Airbnb co-host referral (direct)',
      '',
      null,
    ];
    expect(channels.map((source) => stay({ source }).facts.channel)).toEqual([
      'airbnb',
      'booking',
      'vrbo',
      'vrbo',
      'direct',
      'other',
      'other',
      'other',
    ]);
  });

  it('without a code of the channel it is known by its id, which another account does not share', () => {
    expect(stay({ confirmation_code: null }).facts.code).toBe('hostify:71');
  });

  it('without a currency it is in that of the listing', () => {
    expect(
      hostifyStay({ ...RAW, currency: undefined, base_price: 19_905, payout_price: null }, 'h', 'JPY').facts,
    ).toMatchObject({
      currency: 'JPY',
      rentMinor: 19_905,
    });
  });

  it.each([
    { checkOut: '2025-07-01' },
    { checkIn: 'soon' },
    { base_price: '1,200.50' },
    { currency: 'EURO' },
    { id: null },
  ])('what cannot be read fails, and is not left out: %p', (changes) =>
    expect(() => stay(changes)).toThrow(ProviderError),
  );
});

describe('a calendar', () => {
  const from = parseLocalDate('2025-10-01');
  const days = [...eachDay(from, addDays(from, 2))];

  it('tells the ids of its stays, and which days are missing', () => {
    const told = days.map((date) => ({ date, reservation_id: date === days[1] ? null : 71 }));
    expect(calendarOf(told, days)).toEqual({ ids: ['71'], missing: 0 });
    expect(calendarOf(told.slice(1), days)).toEqual({ ids: ['71'], missing: 1 });
    expect(calendarOf([{ date: days[0], reservation_id: 0 }, null], days)).toEqual({ ids: [], missing: 2 });
  });
});
