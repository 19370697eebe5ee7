import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../../platform/dates/index.js';
import { fiscalJson } from './fiscal-json.js';
import { hashOf, NO_HASH } from './invoice-hash.js';
import type { InvoiceContent } from './invoice-row.js';

const date = parseLocalDate('2026-03-01');
const content: InvoiceContent = {
  id: '00000000-0000-7000-8000-000000000001',
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
  seller: {
    name: 'S',
    address: 'Rua Augusta 1\n1100-048 Lisboa',
    country: 'PT',
    vatNumber: 'PT501234567',
    taxNumber: null,
    registerText: null,
  },
  buyer: { name: 'Ana Müller 🏨' },
  stay: { hotel: 'H', guest: 'Ana', rooms: ['101', '102'], bookingCode: 'B', arrival: date, departure: date },
  lines: [
    {
      folioLineId: 7,
      correctsLineId: null,
      serviceDate: date,
      description: 'Night "101"',
      quantity: 1,
      amountMinor: 110_00,
      priceMode: 'gross',
      tax: { code: 'LODGING', rate: '10.0000', treatment: 'taxable' },
    },
  ],
  taxes: [{ code: 'LODGING', rate: '10.0000', treatment: 'taxable', baseMinor: 100_00, taxMinor: 10_00 }],
  payments: [{ folioPaymentId: 3, paidOn: date, method: 'card', amountMinor: 110_00, reference: null }],
  legalEntityId: 1,
  seriesId: 1,
  number: 1,
  textNumber: 'X-2026-1',
  issueDate: date,
  issuedAt: new Date('2026-03-02T02:00:00Z'),
  issuedBy: null,
};

/** Written when the form was frozen. If this test fails, the code has to be corrected, not this text. */
const BYTES = [
  '{"bookingId":"b","buyer":{"name":"Ana Müller 🏨"},"correctsInvoiceId":null,"currency":"EUR",',
  '"folioId":"f","grossMinor":11000,"hotelId":1,"id":"00000000-0000-7000-8000-000000000001",',
  '"issueDate":"2026-03-01","issuedAt":"2026-03-02T02:00:00.000Z","issuedBy":null,"kind":"invoice",',
  '"legalEntityId":1,"lines":[{"amountMinor":11000,"correctsLineId":null,',
  '"description":"Night \\"101\\"","folioLineId":7,"priceMode":"gross","quantity":1,',
  '"serviceDate":"2026-03-01","tax":{"code":"LODGING","rate":"10.0000","treatment":"taxable"}}],',
  '"netMinor":10000,"number":1,"payments":[{"amountMinor":11000,"folioPaymentId":3,"method":"card",',
  `"paidOn":"2026-03-01","reference":null}],"prevHash":"${NO_HASH}","reason":null,`,
  '"seller":{"address":"Rua Augusta 1\\n1100-048 Lisboa","country":"PT","name":"S","registerText":null,',
  '"taxNumber":null,"vatNumber":"PT501234567"},"seriesId":1,"stay":{"arrival":"2026-03-01",',
  '"bookingCode":"B","departure":"2026-03-01","guest":"Ana","hotel":"H","rooms":["101","102"]},',
  '"supplyDate":"2026-03-01","taxMinor":1000,"taxes":[{"baseMinor":10000,"code":"LODGING",',
  '"rate":"10.0000","taxMinor":1000,"treatment":"taxable"}],"textNumber":"X-2026-1","window":1}',
].join('');
const HASH = '99896d72e3d4e6a981d22b157751f96596c82cca6c39aa2fe513265390a44917';

describe('fiscal JSON', () => {
  it('writes an invoice as exactly these bytes, and hashes them to exactly this', () => {
    expect(fiscalJson({ ...content, prevHash: NO_HASH })).toBe(BYTES);
    expect(hashOf(content, NO_HASH)).toBe(HASH);
  });

  it.each([
    [
      'members by their UTF-16 code units, whole numbers first',
      { z: 1, b: 2, B: 3, 10: 'x', 9: 'y' },
      '{"9":"y","10":"x","B":3,"b":2,"z":1}',
    ],
    ['elements in the order they have', [3, { y: null, x: true }, 'a'], '[3,{"x":true,"y":null},"a"]'],
    ['no member without a value; null in its place in a list', { a: undefined, b: [undefined] }, '{"b":[null]}'],
    ['numbers', [1.5, -0, 1e21, 0.1], '[1.5,0,1e+21,0.1]'],
    ['instants in UTC, with milliseconds', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ['texts as they are, escaped as JSON demands and no more', 'é"\\\n\u0001/😀', '"é\\"\\\\\\n\\u0001/😀"'],
  ])('writes %s', (_, value, text) => {
    expect(fiscalJson(value)).toBe(text);
  });
});
