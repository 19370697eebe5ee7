import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { renderInvoice } from '../../src/pms/invoices/invoice-document.js';
import { InvoicesService } from '../../src/pms/invoices/invoices.service.js';
import { familyCases } from './family-cases.js';
import { PmsHarness } from './harness.js';
import { type Invoice, InvoiceWorld } from './invoice-world.js';
import { moneyCases } from './money-cases.js';

describe('credit notes', () => {
  let pms: PmsHarness;
  let hotel: InvoiceWorld;
  beforeAll(async () => {
    pms = await PmsHarness.start();
    hotel = await InvoiceWorld.create(pms, { rooms: 30 });
  });
  afterAll(() => pms.stop());

  const pdfOf = (id: string) => pms.as(async () => renderInvoice(await pms.get(InvoicesService).get(id)));
  const credit = (id: string, body: object = {}) =>
    pms.api('POST', `/invoices/${id}/credit-notes`, { reason: 'Agreed with the guest', ...body });
  const b20 = async () => hotel.issue((await hotel.b20()).folioId);

  it('B22: credits all of B20 in the credit series; the invoice stays as it is, byte for byte', async () => {
    const invoice = await b20();
    const bytes = await pdfOf(invoice.id);
    const rows = () =>
      pms.sql('SELECT i.*, l.* FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id WHERE i.id = $1', [
        invoice.id,
      ]);
    const before = await rows();
    const answer = await credit(invoice.id);
    expect(answer.status).toBe(201);
    const note = answer.body as unknown as Invoice;
    expect(note).toMatchObject({
      kind: 'credit_note',
      series: 'CDM-CN',
      number: expect.stringMatching(/^CDM-CN-\d{4}-000001$/),
      correctsInvoiceId: invoice.id,
      net: '-364.53',
      tax: '-39.45',
      gross: '-403.98',
      balance: '0.00',
      paymentState: null,
    });
    expect(note.lines.map(({ amount }) => amount).sort()).toEqual(
      invoice.lines.map(({ amount }) => `-${amount}`).sort(),
    );
    expect(await rows()).toEqual(before);
    expect((await pdfOf(invoice.id)).equals(bytes)).toBe(true);
    const after = await hotel.get(invoice.id);
    expect(after).toMatchObject({ hash: invoice.hash, credited: '-403.98', balance: '0.00', paymentState: 'credited' });
    expect(after.creditNotes.map(({ number }) => number)).toEqual([note.number]);
    expect((await credit(invoice.id)).status).toBe(409);
    expect((await credit(note.id)).status).toBe(409);
    expect((await pdfOf(note.id)).subarray(0, 5).toString()).toBe('%PDF-');
    // The window stays closed: what is billed again goes to another one.
    const body = { folioId: invoice.folioId, window: 1 };
    expect((await pms.api('POST', '/invoices', body)).status).toBe(409);
    expect((await hotel.chain()).sound).toBe(true);
  });

  it('B22: one night of 110.00, then no more than the 293.98 that remain', async () => {
    const invoice = await b20();
    const night = invoice.lines.find(({ amount }) => amount === '100.00')!;
    const first = await credit(invoice.id, { lines: [{ lineId: night.id }] });
    expect(first.body).toMatchObject({ net: '-100.00', tax: '-10.00', gross: '-110.00' });
    expect(await hotel.get(invoice.id)).toMatchObject({ credited: '-110.00', balance: '293.98' });
    const refused = await credit(invoice.id, { amount: '300.00' });
    expect(refused.status).toBe(409);
    expect((await credit(invoice.id, { lines: [{ lineId: night.id }] })).status).toBe(409);
    const second = await credit(invoice.id, { amount: '293.98' });
    expect(second.body).toMatchObject({ gross: '-293.98' });
    expect(await hotel.get(invoice.id)).toMatchObject({ balance: '0.00', paymentState: 'credited' });
    // Refused ones took no number.
    const notes = [first, second].map(({ body }) => body['runningNumber'] as number);
    expect(notes[1]! - notes[0]!).toBe(1);
    expect((await hotel.chain()).sound).toBe(true);
  });

  it('two at once do not give back more than there is', async () => {
    const invoice = await b20();
    const answers = await Promise.all([1, 2, 3].map(() => credit(invoice.id, { amount: '250.00' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await hotel.get(invoice.id)).toMatchObject({ credited: '-250.00', balance: '153.98' });
  });

  it('parts of lines, each tax rounded so that the notes add up to the invoice', async () => {
    const folioId = await hotel.folioOf((await hotel.stay()).id);
    const window = await hotel.addWindow(folioId);
    for (let line = 0; line < 3; line++) await hotel.charge(folioId, '33.33', 'LODGING', { window });
    const invoice = await hotel.issue(folioId, window);
    const notes: string[] = [];
    for (const { id } of invoice.lines) {
      const { body } = await credit(invoice.id, { lines: [{ lineId: id }] });
      notes.push(body['gross'] as string);
    }
    expect(notes).toEqual(['-36.66', '-36.67', '-36.66']);
    expect(await hotel.get(invoice.id)).toMatchObject({ gross: '109.99', credited: '-109.99' });
  });

  it('names the field that is wrong', async () => {
    const invoice = await b20();
    const line = invoice.lines[0]!.id;
    const wrong: [object, string][] = [
      [{ amount: 0 }, 'amount'],
      [{ amount: '1.001' }, 'amount'],
      [{ amount: 1, lines: [{ lineId: line }] }, 'amount'],
      [{ lines: [{ lineId: 999_999_999 }] }, 'lines'],
      [{ lines: [{ lineId: line }, { lineId: line }] }, 'lines'],
      [{ lines: [{ lineId: line, amount: '0.001' }] }, 'lines.0.amount'],
      [{ reason: '' }, 'reason'],
      [{ everything: true }, 'everything'],
    ];
    for (const [body, path] of wrong) {
      const { status, body: problem } = await credit(invoice.id, body);
      expect([status, problem['errors']]).toEqual([400, [expect.objectContaining({ path })]]);
    }
    expect((await credit(invoice.id, { lines: [{ lineId: line, amount: 5_000 }] })).status).toBe(409);
  });

  familyCases(() => ({ pms, hotel }));
  moneyCases(() => ({ pms, hotel }));
});
