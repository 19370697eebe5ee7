import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../../platform/dates/index.js';
import { CHAIN_START, firstBreak, hashOf, NO_HASH } from './invoice-hash.js';
import type { InvoiceContent, IssuedInvoice } from './invoice-row.js';

const date = parseLocalDate('2026-03-01');
const content = (number: number): InvoiceContent => ({
  id: `00000000-0000-7000-8000-00000000000${number}`,
  kind: 'invoice',
  hotelId: 1,
  folioId: 'f',
  window: 1,
  bookingId: 'b',
  correctsInvoiceId: null,
  reason: null,
  supplyDate: date,
  currency: 'EUR',
  netMinor: 100_00,
  taxMinor: 10_00,
  grossMinor: 110_00,
  seller: { name: 'S', address: 'A', country: 'PT', vatNumber: null, taxNumber: null, registerText: null },
  buyer: { name: 'Ana' },
  stay: { hotel: 'H', guest: 'Ana', rooms: ['101'], bookingCode: 'B', arrival: date, departure: date },
  lines: [],
  taxes: [],
  payments: [],
  legalEntityId: 1,
  seriesId: 1,
  number,
  textNumber: `X-2026-${number}`,
  issueDate: date,
  issuedAt: new Date('2026-03-02T02:00:00Z'),
  issuedBy: null,
});

function chain(length: number): IssuedInvoice[] {
  const issued: IssuedInvoice[] = [];
  for (let number = 1; number <= length; number++) {
    const prevHash = issued.at(-1)?.hash ?? NO_HASH;
    const one = content(number);
    issued.push({ ...one, prevHash, hash: hashOf(one, prevHash) });
  }
  return issued;
}

describe('hash chain', () => {
  it('is sound as issued, whatever the order of members', () => {
    expect(firstBreak(CHAIN_START, chain(4))).toBeUndefined();
    const [first] = chain(1);
    const turned = { ...first!, seller: Object.fromEntries(Object.entries(first!.seller).reverse()) };
    expect(hashOf(turned as unknown as InvoiceContent, NO_HASH)).toBe(first!.hash);
  });

  it.each([
    ['an amount', 2, 'CONTENT', (all: IssuedInvoice[]) => (all[1]!.grossMinor += 1)],
    ['a name', 3, 'CONTENT', (all: IssuedInvoice[]) => (all[2]!.buyer = { name: 'Eva' })],
    ['a missing one', 2, 'GAP', (all: IssuedInvoice[]) => all.splice(1, 1)],
    [
      'one rewritten with its hash',
      3,
      'LINK',
      (all: IssuedInvoice[]) => {
        all[1]!.grossMinor += 1;
        all[1]!.hash = hashOf(all[1]!, all[1]!.prevHash);
      },
    ],
    [
      'a date that runs back',
      2,
      'ORDER',
      (all: IssuedInvoice[]) => {
        all[1]!.issueDate = parseLocalDate('2026-02-28');
        all[1]!.hash = hashOf(all[1]!, all[1]!.prevHash);
      },
    ],
  ])('finds %s', (_, number, reason, tamper) => {
    const all = chain(4);
    tamper(all);
    expect(firstBreak(CHAIN_START, all)).toMatchObject({ number, reason });
  });
});
