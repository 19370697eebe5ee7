import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { parseMoney } from '../../src/platform/money/index.js';
import { InvoicesService } from '../../src/pms/invoices/invoices.service.js';
import { renderInvoice } from '../../src/pms/invoices/invoice-document.js';
import { PmsHarness } from './harness.js';
import { invoiceTermsCases } from './invoice-terms-cases.js';
import { type Invoice, InvoiceWorld, ok } from './invoice-world.js';

describe('invoices', () => {
  let pms: PmsHarness;
  beforeAll(async () => {
    pms = await PmsHarness.start();
  });
  afterAll(() => pms.stop());

  const pdfOf = (id: string) => pms.as(async () => renderInvoice(await pms.get(InvoicesService).get(id)));

  it('B19: tax over the sum of three lines is 10.00, not 9.99', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const folioId = await hotel.folioOf((await hotel.stay()).id);
    const window = await hotel.addWindow(folioId);
    for (let line = 0; line < 3; line++) await hotel.charge(folioId, '33.33', 'LODGING', { window });
    expect(await hotel.issue(folioId, window)).toMatchObject({ net: '99.99', tax: '10.00', gross: '109.99' });
  });

  it('B20: room, food and city tax', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const { folioId } = await hotel.b20();
    const invoice = await hotel.issue(folioId);
    expect(invoice).toMatchObject({
      number: expect.stringMatching(/^CDM-\d{4}-000001$/),
      gross: '403.98',
      net: '364.53',
    });
    expect(invoice.taxes.map(({ taxCode, base, tax }) => [taxCode, base, tax])).toEqual([
      ['CITYTAX', '17.28', '0.00'],
      ['FOOD', '47.25', '9.45'],
      ['LODGING', '300.00', '30.00'],
    ]);
    expect(invoice.lines).toHaveLength(5);
  });

  it('B21: what the guest pays never moves, and yen have no cents', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const folioId = await hotel.folioOf((await hotel.stay()).id);
    const cases = [
      ['10.05', 'VAT19', '8.45', '1.60'],
      ['99.99', 'LODGING', '90.90', '9.09'],
      ['100.00', 'VAT7', '93.46', '6.54'],
    ];
    for (const [amount, taxCode, net, tax] of cases) {
      const window = await hotel.addWindow(folioId);
      await hotel.charge(folioId, amount!, taxCode!, { window, priceMode: 'gross' });
      expect(await hotel.issue(folioId, window)).toMatchObject({ net, tax, gross: amount });
    }
    const tokyo = await InvoiceWorld.create(pms, { currency: 'JPY', timeZone: 'Asia/Tokyo' });
    const yen = await tokyo.folioOf((await tokyo.stay()).id);
    await tokyo.charge(yen, 12_345, 'LODGING', { window: await tokyo.addWindow(yen) });
    expect(await tokyo.issue(yen, 2)).toMatchObject({ net: '12345', tax: '1235', gross: '13580' });
  });

  it('B24: an open balance is an invoice too; a later payment changes the payment state and nothing else', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const { folioId } = await hotel.b20();
    await hotel.pay(folioId, '300.00');
    const issued = await hotel.issue(folioId);
    expect(issued).toMatchObject({ kind: 'invoice', balance: '103.98', paymentState: 'partly_paid' });
    const [row] = await pms.sql('SELECT * FROM invoice WHERE id = $1', [issued.id]);
    const bytes = await pdfOf(issued.id);
    await hotel.pay(folioId, '103.98');
    const later = await hotel.get(issued.id);
    expect(later).toMatchObject({ balance: '0.00', paymentState: 'paid', hash: issued.hash });
    expect(later.payments.map(({ amount, atIssue }) => [amount, atIssue])).toEqual([
      ['300.00', true],
      ['103.98', false],
    ]);
    expect((await pms.sql('SELECT * FROM invoice WHERE id = $1', [issued.id]))[0]).toEqual(row);
    expect((await pdfOf(issued.id)).equals(bytes)).toBe(true);
    await hotel.pay(folioId, '-10.00');
    expect(await hotel.get(issued.id)).toMatchObject({ paid: '393.98', balance: '10.00', paymentState: 'partly_paid' });
    expect((await hotel.chain()).sound).toBe(true);
  });

  it('an issued invoice is changed by nobody, not even by the owner of the tables', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const { folioId } = await hotel.b20();
    await hotel.pay(folioId, 1);
    await hotel.issue(folioId);
    for (const table of ['invoice', 'invoice_line', 'invoice_tax', 'invoice_payment']) {
      const refused = /issued invoice is not changed/;
      await expect(pms.sql(`UPDATE ${table} SET tenant_id = tenant_id`)).rejects.toThrow(refused);
      await expect(pms.sql(`DELETE FROM ${table}`)).rejects.toThrow(refused);
      await expect(pms.sql(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(refused);
      const asApp = () => pms.get(TenantDatabase).rows(`UPDATE ${table} SET tenant_id = tenant_id`);
      await expect(pms.as(asApp)).rejects.toThrow(/permission denied/);
    }
    const charged = await pms.api('POST', `/folios/${folioId}/charges`, { description: 'Late', amount: 1 });
    expect(charged.status).toBe(409);
  });

  it('the chain tells where a row was tampered with', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const folioId = await hotel.folioOf((await hotel.stay()).id);
    const issued: Invoice[] = [];
    for (let n = 0; n < 4; n++) {
      const window = await hotel.addWindow(folioId);
      await hotel.charge(folioId, 10 + n, 'FOOD', { window });
      issued.push(await hotel.issue(folioId, window));
    }
    expect(issued.map(({ prevHash }) => prevHash)).toEqual([
      '0'.repeat(64),
      ...issued.slice(0, 3).map(({ hash }) => hash),
    ]);
    expect(await hotel.chain()).toMatchObject({ sound: true, series: [{ checked: 4, break: null }] });
    const tamper = (table: string, sql: string) =>
      pms.sql(`ALTER TABLE ${table} DISABLE TRIGGER USER; ${sql}; ALTER TABLE ${table} ENABLE TRIGGER USER`);
    await tamper('invoice_line', `UPDATE invoice_line SET description = 'Wine' WHERE invoice_id = '${issued[2]!.id}'`);
    const broken = { number: 3, textNumber: issued[2]!.number, reason: 'CONTENT' };
    expect(await hotel.chain()).toMatchObject({ sound: false, series: [{ checked: 2, break: broken }] });
    await tamper('invoice_line', `UPDATE invoice_line SET description = 'FOOD' WHERE invoice_id = '${issued[2]!.id}'`);
    expect((await hotel.chain()).sound).toBe(true);
    await tamper('invoice', `UPDATE invoice SET buyer = '{"name": "Nobody"}' WHERE id = '${issued[1]!.id}'`);
    expect((await hotel.chain()).series[0]!.break).toMatchObject({ number: 2, reason: 'CONTENT' });
    await tamper('invoice', `UPDATE invoice SET number = 99 WHERE id = '${issued[0]!.id}'`);
    expect((await hotel.chain()).series[0]!.break).toEqual({ number: 1, textNumber: null, reason: 'GAP' });
  });

  it('is a PDF that names buyer and seller, over HTTP', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const { folioId } = await hotel.b20();
    const issued = await hotel.issue(folioId);
    const answer = await pms.api('GET', `/invoices/${issued.id}/pdf`);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${issued.number}.pdf"`,
    });
    expect(answer.text.startsWith('%PDF-1.')).toBe(true);
    const missing = await pms.api('GET', '/invoices/01900000-0000-7000-8000-0000000000aa/pdf');
    expect(missing.status).toBe(404);
  });

  it('is found by hotel, booking, folio, date, kind and number', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const { booking, folioId } = await hotel.b20();
    const issued = await hotel.issue(folioId);
    const count = async (query: string) =>
      (await ok(pms.api('GET', `/invoices?hotelId=${hotel.hotelId}&${query}`)))['total'];
    for (const query of [
      `bookingId=${booking.id}`,
      `folioId=${folioId}`,
      `from=${issued.issueDate}&to=${issued.issueDate}`,
      'kind=invoice',
      `number=${issued.number}`,
      'number=1',
    ])
      expect([query, await count(query)]).toEqual([query, 1]);
    for (const query of ['kind=credit_note', 'to=2020-01-01', 'number=2']) expect(await count(query)).toBe(0);
    expect((await pms.api('GET', '/invoices?from=yesterday')).status).toBe(400);
  });

  it('windows are invoiced apart and add up to the folio, however it was split', async () => {
    const hotel = await InvoiceWorld.create(pms, { rooms: 40 });
    const charge = fc.record({
      minor: fc.integer({ min: 1, max: 50_000 }),
      taxCode: fc.constantFrom('LODGING', 'FOOD', 'VAT19', 'CITYTAX'),
      priceMode: fc.constantFrom('gross', 'net'),
      window: fc.integer({ min: 1, max: 3 }),
      /** Percent of it that another window pays. */
      split: fc.option(fc.record({ share: fc.integer({ min: 1, max: 99 }), to: fc.integer({ min: 1, max: 3 }) })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(charge, { minLength: 1, maxLength: 6 }), async (charges) => {
        const booking = await hotel.stay(1);
        const folioId = await hotel.folioOf(booking.id);
        for (const name of ['Contoso', 'Fabrikam']) await hotel.addWindow(folioId, name);
        for (const { minor, split, taxCode, ...where } of charges) {
          const { lines } = await hotel.charge(folioId, (minor / 100).toFixed(2), taxCode, where);
          const line = (lines as { id: number }[]).reduce((a, b) => (a.id > b.id ? a : b));
          const part = split ? Math.floor((minor * split.share) / 100) : 0;
          if (split && split.to !== where.window && part > 0)
            await ok(
              pms.api('POST', `/folios/${folioId}/lines/${line.id}/move`, {
                window: split.to,
                amount: (part / 100).toFixed(2),
              }),
            );
        }
        await hotel.checkOut(booking.id);
        const folio = (await ok(pms.api('GET', `/folios/${folioId}`))) as unknown as {
          gross: string;
          windows: { number: number; net: string; tax: string; gross: string }[];
        };
        const invoices: Invoice[] = [];
        for (const { number, net, tax, gross } of folio.windows) {
          if (gross === '0.00') continue;
          const invoice = await hotel.issue(folioId, number);
          expect(invoice).toMatchObject({ window: number, net, tax, gross });
          invoices.push(invoice);
        }
        const sum = invoices.reduce((so, { gross }) => so + parseMoney(gross, 'EUR'), 0);
        expect(sum).toBe(parseMoney(folio.gross, 'EUR'));
      }),
      { numRuns: 12 },
    );
    expect((await hotel.chain()).sound).toBe(true);
  });

  invoiceTermsCases(() => pms);
});
