import { describe, expect, it } from '@jest/globals';
import { A3, B1, readText } from '../layouts/sample-files.js';
import type { ReservationFacts } from '../../reservations/reservation-facts.js';
import { stayOfRows } from './stay-of-rows.js';

const listed = async (text: string) => (await readText(text)).rows.map((row) => ({ ...row, listingId: 5 }));
const factsOf = (told: ReturnType<typeof stayOfRows>): ReservationFacts => {
  if ('waits' in told) throw new Error(told.waits);
  return told.facts;
};
const [A3_HEADER] = A3.split('\n') as [string];
const [B1_HEADER] = B1.split('\n') as [string];
const INVOICE =
  'Reservation number,Invoice number,Booked on,Arrival,Departure,Guest name,Final amount,Commission amount,Payment fee,Status,Currency,Hotel id\n70,INV1,2026-01-01,2026-01-13,2026-01-15,G,85000,10200,0,OK,JPY,11\n';
const GROSS = `${B1_HEADER}\nReservation,D,70,2026-01-13,2026-01-15,2026-01-15,Okay,1,2,11,U,22,O,Japan,Gross,"85,000",-,12%,-,-,-,-,"85,000",JPY,1,"85,000",-,JPY,2026-01-20,Daily,*0\n`;

describe('a stay of several rows', () => {
  it('S2: two payments of a long stay are one booking', async () => {
    const line = (amount: string, fee: string, date: string) =>
      `${date},,Reservation,HMLONG,,08/15/2026,10/20/2026,66,G,L,,,EUR,"${amount}",,${fee},,,,,2026`;
    const rows = await listed(
      `${A3_HEADER}\n${line('10,000.00', '300.00', '08/16/2026')}\n${line('8,500.00', '262.50', '09/16/2026')}\n`,
    );
    expect(factsOf(stayOfRows(rows, null))).toMatchObject({
      rentMinor: 1_906_250,
      channelFeeMinor: 56_250,
      payoutMinor: 1_850_000,
      checkIn: '2026-08-15',
      checkOut: '2026-10-20',
    });
  });

  it('a refund of a known code changes the stay', async () => {
    const rows = await listed(A3);
    expect(factsOf(stayOfRows(rows, null))).toMatchObject({
      rentMinor: 102_000,
      cleaningMinor: 8_000,
      channelFeeMinor: 3_300,
      payoutMinor: 106_700,
    });
    expect(stayOfRows(rows.slice(2), null)).toEqual({ waits: 'unknown_stay' });
  });

  it('S4: a cancelled stay keeps its money', async () => {
    const rows = await listed(B1);
    expect(factsOf(stayOfRows(rows.slice(1, 2), null))).toMatchObject({ status: 'cancelled', payoutMinor: 30_721 });
  });

  it('S5: gross payout, commission accrued once, settled by the invoice', async () => {
    const paid = await listed(GROSS);
    expect(paid[0]).toMatchObject({ batch: { minor: 85_000 }, accrued: 10_200 });
    const before = stayOfRows(paid, null);
    expect(before).toMatchObject({ accrued: 10_200, invoiced: false });
    expect(factsOf(before)).toMatchObject({ rentMinor: 85_000, channelFeeMinor: 10_200, payoutMinor: 74_800 });
    const billed = stayOfRows([...paid, ...(await listed(INVOICE))], factsOf(before));
    expect(billed).toMatchObject({ invoiced: true });
    expect(factsOf(billed)).toMatchObject({ rentMinor: 85_000, channelFeeMinor: 10_200, payoutMinor: 74_800 });
    const more = stayOfRows([...paid, ...(await listed(INVOICE.replace('10200', '10500')))], factsOf(before));
    expect(factsOf(more)).toMatchObject({ channelFeeMinor: 10_500, payoutMinor: 74_500 });
  });

  it('money of the channel counts, not what another program said of the stay', async () => {
    const rows = await listed(A3);
    const state = { ...rows[1]!, mode: 'state' as const, money: { ...rows[1]!.money, rent: 1 }, review: ['net_only'] };
    expect(factsOf(stayOfRows([state, ...rows], null))).toMatchObject({ rentMinor: 102_000, review: [] });
  });

  it('what no row says stays as it is known; two currencies are not added', async () => {
    const rows = await listed(A3);
    const known = { ...factsOf(stayOfRows(rows, null)), guest: 'Before', paymentFeeMinor: 77 };
    const told = { ...rows[1]!, guest: null, money: { ...rows[1]!.money, paymentFee: null } };
    expect(factsOf(stayOfRows([told], known))).toMatchObject({ guest: 'Before', paymentFeeMinor: 77 });
    expect(stayOfRows([rows[1]!, { ...rows[2]!, currency: 'USD' }], null)).toEqual({ waits: 'mixed_currencies' });
  });
});
