import { describe, expect, it } from '@jest/globals';
import { totalOf, withPayouts, type YearRow } from './year-summary.js';

const ROW: YearRow = {
  ...{ month: '2026-02', listingId: 1, listing: 'Casa', currency: 'EUR', nights: 5, rentMinor: 100_000 },
  ...{ cleaningMinor: 0, extrasMinor: 0, taxMinor: 0, channelFeeMinor: -16_800, paymentFeeMinor: 0 },
  ...{
    managementFeeMinor: -20_000,
    collectedMinor: 0,
    expensesMinor: 0,
    adjustmentsMinor: 0,
    netMinor: 63_200,
    payoutsMinor: 0,
  },
};
const paid = (month: string, listingId: number | null, payoutsMinor: number) => ({
  ...{ month, listingId, listing: listingId === null ? null : 'Casa', currency: 'EUR', payoutsMinor },
});

describe('a year', () => {
  it('has payouts in the row of their month and listing, or in one of their own', () => {
    const rows = withPayouts(
      [ROW],
      [paid('2026-02', 1, 1_000), paid('2026-02', 1, 500), paid('2026-01', 1, 700), paid('2026-02', null, 9)],
    );
    expect(rows.map(({ month, listingId, nights, payoutsMinor }) => [month, listingId, nights, payoutsMinor])).toEqual([
      ['2026-01', 1, 0, 700],
      ['2026-02', 1, 5, 1_500],
      ['2026-02', null, 0, 9],
    ]);
    expect(ROW.payoutsMinor).toBe(0);
  });

  it('sums to all of its rows', () => {
    const rows = withPayouts([ROW, { ...ROW, month: '2026-03', netMinor: -1 }], [paid('2026-01', 1, 700)]);
    expect(totalOf(rows)).toMatchObject({ nights: 10, rentMinor: 200_000, netMinor: 63_199, payoutsMinor: 700 });
    expect(totalOf([])).toMatchObject({ nights: 0, netMinor: 0 });
  });
});
