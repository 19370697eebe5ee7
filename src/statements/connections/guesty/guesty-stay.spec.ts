import { describe, expect, it } from '@jest/globals';
import { guestyStay } from './guesty-stay.js';

const RAW = {
  _id: '6602c364237d5e3771d9fffa',
  listingId: 'L1',
  status: 'confirmed',
  source: 'Airbnb',
  integration: { platform: 'airbnb2' },
  confirmationCode: 'HMTEST0002',
  checkInDateLocalized: '2026-09-11',
  checkOutDateLocalized: '2026-09-15',
  confirmedAt: '2026-08-01T09:00:00.000Z',
  guest: { fullName: 'Guest Two' },
  money: {
    currency: 'USD',
    fareAccommodation: 1_000,
    fareAccommodationAdjusted: 950.5,
    fareCleaning: 80,
    subTotalPrice: 1_055.5,
    hostServiceFee: 150,
    hostServiceFeeIncTax: 184.5,
    totalTaxes: 63.33,
    hostPayout: 871,
  },
};
const facts = (changes: object = {}, money: object = {}) =>
  guestyStay({ ...RAW, ...changes, money: { ...RAW.money, ...money } }, 'guesty', 'EUR').facts;

describe('a reservation of Guesty', () => {
  it('its money is an object of its own, and what is neither rent nor cleaning are extras', () => {
    expect(facts()).toMatchObject({
      channel: 'airbnb',
      code: 'HMTEST0002',
      status: 'confirmed',
      guest: 'Guest Two',
      bookedOn: '2026-08-01',
      currency: 'USD',
      rentMinor: 95_050,
      cleaningMinor: 8_000,
      extrasMinor: 2_500,
      channelFeeMinor: 18_450,
      taxMinor: 6_333,
      taxRemittedBy: 'channel',
      payoutMinor: 87_100,
      review: [],
    });
  });

  it('a payout with the tax in it is the host’s to hand on', () => {
    expect(facts({}, { hostPayout: 934.33 })).toMatchObject({ taxRemittedBy: 'host', review: [] });
  });

  it.each([
    ['checked_out', 'confirmed'],
    ['canceled', 'cancelled'],
    ['no_show', 'no_show'],
    ['awaiting_payment', 'needs_review'],
    ['limbo', 'needs_review'],
  ])('%s is %s', (status, ours) => expect(facts({ status }).status).toBe(ours));

  it('an owner’s own stay', () => {
    expect(facts({ source: 'owner', integration: {} })).toMatchObject({ status: 'owner_stay', review: [] });
  });

  it('a declined request is no booking', () => {
    expect(guestyStay({ ...RAW, status: 'declined' }, 'guesty', 'EUR').booking).toBe(false);
  });
});
