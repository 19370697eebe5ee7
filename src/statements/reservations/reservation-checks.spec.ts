import { describe, expect, it } from '@jest/globals';
import { parseLocalDate as d } from '../../platform/dates/index.js';
import { checked, needsReview } from './reservation-checks.js';
import { contentHash, type ReservationFacts } from './reservation-facts.js';

const STAY: ReservationFacts = {
  listingId: 1,
  channel: 'airbnb',
  code: 'HMTEST0001',
  status: 'confirmed',
  sourceStatus: 'accepted',
  guest: 'Guest One',
  bookedOn: null,
  checkIn: d('2026-09-11'),
  checkOut: d('2026-09-15'),
  currency: 'EUR',
  rentMinor: 1_120_00,
  cleaningMinor: 80_00,
  extrasMinor: 0,
  taxMinor: 48_00,
  taxRemittedBy: 'channel',
  channelFeeMinor: 36_00,
  paymentFeeMinor: 0,
  payoutMinor: 1_164_00,
  paidToOwner: false,
  review: [],
};
const review = (over: Partial<ReservationFacts>) => checked({ ...STAY, ...over }).review;

describe('money of a stay', () => {
  it.each<[string, Partial<ReservationFacts>, string[]]>([
    ['adds up; tax that the channel remits is no part of it', {}, []],
    ['is a cent off', { payoutMinor: 1_164_01 }, ['gross_mismatch']],
    ['has a payout that nobody knows', { payoutMinor: null }, []],
    ['has tax that the host remits', { taxRemittedBy: 'host', payoutMinor: 1_212_00 }, []],
    ['lacks the tax that the host remits', { taxRemittedBy: 'host' }, ['gross_mismatch']],
    [
      'keeps other codes, in one order',
      { payoutMinor: 1, review: ['unknown_status', 'net_only'] },
      ['gross_mismatch', 'net_only', 'unknown_status'],
    ],
    ['adds up now', { review: ['gross_mismatch'] }, []],
    ['has a code twice', { review: ['net_only', 'net_only'] }, ['net_only']],
  ])('%s', (_, over, codes) => expect(review(over)).toEqual(codes));

  it('the file that is off by 23.07 is flagged, and keeps all three amounts', () => {
    const facts = { rentMinor: 4_146_93, cleaningMinor: 0, channelFeeMinor: 189_87, payoutMinor: 3_980_13 };
    expect(checked({ ...STAY, ...facts })).toMatchObject({ ...facts, review: ['gross_mismatch'] });
  });

  it('checking again changes nothing, and the same facts have the same hash', () => {
    const once = checked({ ...STAY, payoutMinor: 1 });
    expect(checked(once)).toEqual(once);
    expect(contentHash(checked(once))).toBe(contentHash(once));
    expect(contentHash(once)).not.toBe(contentHash(STAY));
  });

  it.each([
    ['confirmed', [], false],
    ['needs_review', [], true],
    ['cancelled', ['gross_mismatch'], true],
  ] as const)('%s with %j: a person has to look: %s', (status, codes, expected) => {
    expect(needsReview({ status, review: [...codes] })).toBe(expected);
  });
});
