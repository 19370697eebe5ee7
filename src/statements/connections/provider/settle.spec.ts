import { describe, expect, it } from '@jest/globals';
import { type Parts, settle } from './settle.js';

const parts = (changes: Partial<Parts> = {}): Parts => ({
  status: 'confirmed',
  channel: 'airbnb',
  rentMinor: 100_000,
  cleaningMinor: 8_000,
  extrasMinor: 0,
  taxMinor: 6_000,
  channelFeeMinor: 16_200,
  paymentFeeMinor: 0,
  payoutMinor: 91_800,
  ...changes,
});

describe('what of a stay counts', () => {
  it('the payout tells who hands the tax to the state', () => {
    expect(settle(parts())).toMatchObject({ taxRemittedBy: 'channel', review: [] });
    expect(settle(parts({ payoutMinor: 97_800 }))).toMatchObject({ taxRemittedBy: 'host', review: [] });
    expect(settle(parts({ channel: 'direct', payoutMinor: 97_800 }))).toMatchObject({
      taxRemittedBy: 'host',
      review: [],
    });
    expect(settle(parts({ channel: 'direct', taxMinor: 0 }))).toMatchObject({ taxRemittedBy: 'host', review: [] });
  });

  it('what does not add up is looked at by a person, and kept as told', () => {
    expect(settle(parts({ payoutMinor: 91_799 }))).toMatchObject({ rentMinor: 100_000, review: ['gross_mismatch'] });
  });

  it('C15: of a cancelled stay that still names its price, what was kept counts', () => {
    const kept = settle(parts({ status: 'cancelled', payoutMinor: 40_000 }));
    expect(kept).toMatchObject({ rentMinor: 40_000, cleaningMinor: 0, taxMinor: 0, channelFeeMinor: 0, review: [] });
    expect(settle(parts({ status: 'cancelled', payoutMinor: 0 }))).toMatchObject({
      rentMinor: 0,
      payoutMinor: 0,
      review: [],
    });
  });

  it('C15: a no-show with a payout is 250.00, whatever its parts say', () => {
    expect(settle(parts({ status: 'no_show', payoutMinor: 25_000 }))).toMatchObject({ rentMinor: 25_000, review: [] });
  });

  it('parts of a cancelled stay that add up to what was kept stay apart', () => {
    expect(settle(parts({ status: 'cancelled' }))).toMatchObject({ rentMinor: 100_000, channelFeeMinor: 16_200 });
  });

  it('a cancelled stay without a payout keeps nothing, and says that it is not known', () => {
    expect(settle(parts({ status: 'cancelled', payoutMinor: null }))).toMatchObject({
      rentMinor: 0,
      review: ['kept_unknown'],
    });
  });
});
