import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../../platform/dates/index.js';
import { draftOf, type OpenWindow } from './draft.js';

const d = parseLocalDate;
const SELLER = { name: 'S', address: 'A', country: 'FR', vatNumber: null, taxNumber: null, registerText: null };
const tax = { code: 'LODGING', rate: '10.0000', treatment: 'taxable' as const };
const line = (amountMinor: number) => ({
  id: 7,
  serviceDate: d('2026-03-01'),
  description: 'Night',
  quantity: 1,
  amountMinor,
  priceMode: 'net' as const,
  tax,
});
const open = (over: Partial<OpenWindow> = {}): OpenWindow => ({
  folioId: 'f',
  window: 1,
  hotelId: 1,
  bookingId: 'b',
  bookingStatus: 'checked_out',
  currency: 'EUR',
  payer: { name: 'Ana' },
  stay: {
    hotel: 'H',
    guest: 'Ana',
    rooms: [],
    bookingCode: 'B',
    arrival: d('2026-03-01'),
    departure: d('2026-03-02'),
  },
  missingNights: [],
  lines: [line(100_00)],
  payments: [],
  ...over,
});

describe('the draft of an invoice', () => {
  it('holds the lines, and the totals over them', () => {
    expect(draftOf(open(), SELLER, 'id')).toMatchObject({
      kind: 'invoice',
      netMinor: 100_00,
      taxMinor: 10_00,
      grossMinor: 110_00,
      supplyDate: '2026-03-02',
      lines: [{ folioLineId: 7, correctsLineId: null, amountMinor: 100_00 }],
    });
  });

  it('a fee for not coming is supplied on the night it is for', () => {
    expect(draftOf(open({ bookingStatus: 'no_show' }), SELLER, 'id')).toMatchObject({ supplyDate: '2026-03-01' });
  });

  it.each<[string, Partial<OpenWindow>, string]>([
    ['nothing charged', { lines: [] }, 'ZERO_VALUE'],
    ['charged and taken back', { lines: [line(5), line(-5)] }, 'ZERO_VALUE'],
    ['below zero', { lines: [line(-5)] }, 'FAILED'],
    ['no payer', { payer: {} }, 'FAILED'],
    ['too much to count', { lines: [line(Number.MAX_SAFE_INTEGER)] }, 'FAILED'],
    ['a night not charged', { missingNights: [d('2026-03-01')] }, 'NOT_CHARGED'],
    ['a guest who is checked in', { bookingStatus: 'checked_in' }, 'NOT_CHARGED'],
  ])('%s: none', (_, over, reason) => expect(draftOf(open(over), SELLER, 'id')).toMatchObject({ reason }));

  it('a second window may be invoiced while the guest is there', () => {
    const window = open({ window: 2, bookingStatus: 'checked_in', missingNights: [d('2026-03-01')] });
    expect(draftOf(window, SELLER, 'id')).toMatchObject({ kind: 'invoice', supplyDate: '2026-03-01' });
  });
});
