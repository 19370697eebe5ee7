import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, parseLocalDate, today } from '../../src/platform/dates/index.js';
import { workingDaysAfter } from '../../src/quoting/orders/promise.js';
import { pdfPages } from '../support/pdf-text.js';
import { Workshop } from './workshop.js';

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.start();
});
afterAll(() => shop?.stop());

const asCustomer = (method: string, path: string, body?: unknown) => shop.call(method, path, body, null);

describe('an order', () => {
  const orderOf = async (id: string) =>
    ((await shop.ask('GET', `/orders?quoteId=${id}`))['orders'] as Record<string, unknown>[])[0]!;
  const mail = async (key: string) =>
    (await shop.sql<{ text: string }>('SELECT body_text AS text FROM mail_message WHERE key = $1', [key]))[0]?.text;
  const inWorkingDays = async (id: string, days: number, closedDays: string[] = []) => {
    const decidedAt = new Date(String((await shop.ask('GET', `/quotes/${id}`))['decidedAt']));
    return workingDaysAfter(today('Europe/Vienna', decidedAt), days, { workingDays: [1, 2, 3, 4, 5], closedDays });
  };
  const settings = { currency: 'EUR', timezone: 'Europe/Vienna', shopName: 'Alpine Parts' };

  it('is promised by the lead time of what was accepted, in working days; the shop may change the day', async () => {
    const { id, link } = await shop.sent({ quantity: 10 });
    expect((await asCustomer('GET', `${link}/page`)).text).toContain('10 working days');
    await asCustomer('POST', `${link}/accept`, { name: 'Ana' });
    const order = await orderOf(id);
    const day = await inWorkingDays(id, 10);
    expect(order).toMatchObject({ promisedOn: day, firstPromisedOn: day, promiseReason: null });
    expect(await mail(`quote:${id}:accepted`)).toContain('Shipped by: ');
    expect(await mail(`quote:${id}:decided`)).toContain('Promised for: ');

    const path = `/orders/${String(order['id'])}`;
    const later = await inWorkingDays(id, 15);
    for (const promisedOn of ['2020-01-01', '2026-02-30', 'soon', null])
      expect((await shop.call('PATCH', path, { promisedOn })).status).toBe(400);
    const moved = { promisedOn: later, reason: 'The powder came late' };
    for (let n = 0; n < 2; n++)
      expect(await shop.ask('PATCH', path, moved)).toMatchObject({
        ...{ promisedOn: later, firstPromisedOn: day, promiseReason: moved.reason },
      });
    expect(await mail(`order:${String(order['id'])}:promised:1`)).toContain(moved.reason);
    expect(await mail(`order:${String(order['id'])}:promised:2`)).toBeUndefined();
    const audit = await shop.platform.call('GET', '/api/v1/audit?action=orders/:id&limit=5', {
      token: shop.platform.a.ADMIN.token,
    });
    expect(audit.text).toContain(moved.reason);
    const { token } = shop.platform.a.STAFF;
    expect((await shop.platform.call('PATCH', `/api/v1${path}`, { token, body: moved })).status).toBe(403);
    expect((await shop.call('PATCH', path, moved, shop.platform.b)).status).toBe(404);
    await shop.ask('POST', `${path}/ship`, { carrier: 'DHL' }, 200);
    expect((await shop.call('PATCH', path, { promisedOn: day })).status).toBe(409);
  });

  it('is promised by the class of its own lead time and the days the shop is closed; not while one is unknown', async () => {
    const [book] = (await shop.ask('GET', '/price-books'))['priceBooks'] as { id: number; leadTimes: object[] }[];
    const express = { name: 'express', days: 3, multiplier: '1.5', minQuantity: 1 };
    await shop.ask('PATCH', `/price-books/${book!.id}`, { leadTimes: [...book!.leadTimes, express] });
    const { id } = await shop.sent({ quantity: 10, leadTime: 'express' });
    const closed = workingDaysAfter(today('Europe/Vienna', new Date()), 1, {
      workingDays: [1, 2, 3, 4, 5],
      closedDays: [],
    });
    expect((await shop.call('PUT', '/quoting-settings', { ...settings, closedDays: ['2026-02-30'] })).status).toBe(400);
    expect(await shop.ask('PUT', '/quoting-settings', { ...settings, closedDays: [closed] })).toMatchObject({
      ...{ closedDays: [closed], workingDays: [1, 2, 3, 4, 5], paymentDays: null },
    });
    await shop.ask('POST', `/quotes/${id}/accept`, { name: 'Ana' }, 200);
    expect((await orderOf(id))['promisedOn']).toBe(await inWorkingDays(id, 3, [closed]));

    const byHand = await shop.draft(await shop.part(), { quantity: 1 });
    const prices = [{ position: 1, quantity: 1, unitPrice: '5' }];
    await shop.ask('POST', `/quotes/${byHand}/price`, { prices, reason: 'A friend' }, 200);
    await shop.ask('POST', `/quotes/${byHand}/send`, undefined, 200);
    await shop.ask('POST', `/quotes/${byHand}/accept`, { name: 'Ana' }, 200);
    const order = await orderOf(byHand);
    expect(order['promisedOn']).toBeNull();
    const set = await shop.ask('PATCH', `/orders/${String(order['id'])}`, {
      promisedOn: await inWorkingDays(byHand, 1),
    });
    expect(set['firstPromisedOn']).toBe(set['promisedOn']);
    await shop.ask('PUT', '/quoting-settings', { ...settings, closedDays: [] });
  });

  it('has its invoice on paper: both addresses, number, dates, tax and terms, the same bytes for ever', async () => {
    const shopAddress = 'Dorfstrasse 1\n6020 Innsbruck';
    await shop.ask('PUT', '/quoting-settings', { ...settings, shopAddress, paymentDays: 14 });
    const address = 'Rua Augusta 1\n1100-048 Lisboa';
    const recipient = { name: 'Ana Sousa', company: '株式会社さくら', address, email: 'ana@example.com' };
    const items = [{ fileId: await shop.part(), process: 'sls', material: 'pa12', quantity: 100 }];
    const { id: quoteId } = await shop.ask('POST', '/quotes', { recipient, items });
    const id = String(quoteId);
    await shop.ask('POST', `/quotes/${id}/calculate`, undefined, 200);
    await shop.ask('POST', `/quotes/${id}/send`, undefined, 200);
    await shop.ask('POST', `/quotes/${id}/accept`, { name: 'Ana' }, 200);
    const order = await orderOf(id);
    const path = `/orders/${String(order['id'])}`;
    const pdf = async (status = 200) => {
      const headers = { authorization: `Bearer ${shop.platform.a.MANAGER.token}` };
      const answer = await shop.platform.app.inject({ method: 'GET', url: `/api/v1${path}/invoice/pdf`, headers });
      expect(answer.statusCode).toBe(status);
      return answer.rawPayload;
    };
    await pdf(404);
    await shop.ask('POST', `${path}/ship`, { carrier: 'DHL' }, 200);
    const invoice = await shop.ask('GET', `${path}/invoice`);
    const [issueDate, dueDate] = [String(invoice['issueDate']), String(invoice['dueDate'])];
    expect(dueDate).toBe(addDays(parseLocalDate(issueDate), 14));
    const bytes = await pdf();
    const [page] = pdfPages(bytes);
    expect(page).toContain(['To', recipient.company, recipient.name, address, recipient.email].join('\n'));
    expect(page).toContain(`Alpine Parts\n${shopAddress}`);
    for (const text of [
      ...[String(invoice['number']), issueDate, dueDate, String(order['number']), String(order['quoteNumber'])],
      ...[
        'bracket.stl, Laser sintering, PA12',
        '12.83',
        '1,283.00',
        'Tax 16 % of 1,283.00',
        '205.28',
        '1,488.28',
        'Net 14',
      ],
    ])
      expect(page).toContain(text);
    const [sent] = await shop.sql<{ attachments: { name: string }[] }>(
      'SELECT attachments FROM mail_message WHERE key = $1',
      [`order:${String(order['id'])}:shipped`],
    );
    expect(sent!.attachments).toMatchObject([{ name: `${String(invoice['number'])}.pdf` }]);

    // Whatever the shop is called since, and even if the kept bytes were lost.
    await shop.ask('PUT', '/quoting-settings', {
      ...settings,
      shopName: 'Renamed',
      shopAddress: 'Moved',
      paymentDays: null,
    });
    expect((await pdf()).equals(bytes)).toBe(true);
    await shop.sql('DELETE FROM order_invoice_document WHERE invoice_id = $1', [invoice['id']]);
    expect((await pdf()).equals(bytes)).toBe(true);
    expect((await shop.call('GET', `${path}/invoice/pdf`, undefined, shop.platform.b)).status).toBe(404);
    await shop.ask('PUT', '/quoting-settings', { ...settings, shopAddress: null });
  });
});

describe('the catalogue', () => {
  it('refuses price books of one level that are valid on the same day', async () => {
    const book = { name: 'Next', level: 'standard', mode: 'markup', percent: '10' };
    const clash = await shop.call('POST', '/price-books', { ...book, code: 'next', validFrom: '2027-01-01' });
    expect(clash).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('valid on some of these dates') },
    });
    const partner = { ...book, level: 'partner', code: 'partner-1', validFrom: '2027-01-01', validTo: '2027-06-30' };
    const { id } = await shop.ask('POST', '/price-books', partner);
    expect(
      (await shop.call('POST', '/price-books', { ...partner, code: 'partner-2', validFrom: '2027-06-30' })).status,
    ).toBe(409);
    await shop.ask('POST', '/price-books', { ...partner, code: 'partner-2', validFrom: '2027-07-01', validTo: null });
    expect((await shop.call('PATCH', `/price-books/${id as number}`, { validTo: null })).status).toBe(409);
    expect((await shop.call('PATCH', `/price-books/${id as number}`, { mode: 'margin', percent: '100' })).status).toBe(
      400,
    );
  });

  it('takes things out of use and brings them back, and keeps its currency', async () => {
    const { id } = await shop.ask('POST', '/finishes', { code: 'dyed', name: 'Dyed', perCm2: '0.0150', perPart: 0.8 });
    expect(await shop.ask('GET', `/finishes/${id as number}`)).toMatchObject({ perCm2: '0.015', perPart: '0.80' });
    expect((await shop.call('DELETE', `/finishes/${id as number}`)).status).toBe(204);
    expect((await shop.ask('GET', '/finishes'))['total']).toBe(0);
    expect((await shop.ask('GET', '/finishes?inactive=true'))['total']).toBe(1);
    const draft = { fileId: await shop.part(), process: 'sls', material: 'pa12', quantity: 1, finish: 'dyed' };
    const recipient = { name: 'Ana', email: 'ana@example.com' };
    expect((await shop.call('POST', '/quotes', { recipient, items: [draft] })).status).toBe(404);
    await shop.ask('PATCH', `/finishes/${id as number}`, { active: true });
    expect((await shop.call('POST', '/quotes', { recipient, items: [draft] })).status).toBe(201);
    expect((await shop.call('POST', '/finishes', { code: 'dyed', name: 'Again' })).status).toBe(409);
    const settings = { currency: 'USD', timezone: 'Europe/Vienna', shopName: 'Alpine Parts' };
    expect((await shop.call('PUT', '/quoting-settings', settings)).status).toBe(409);
    // invoiceninja/invoiceninja#4279: quotes that draw from the series of invoices leave gaps in it.
    for (const over of [{ quotePrefix: 'I' }, { orderPrefix: 'Q' }, { invoicePrefix: 'O' }])
      expect(await shop.call('PUT', '/quoting-settings', { ...settings, currency: 'EUR', ...over })).toMatchObject({
        status: 400,
        body: { errors: [{ path: expect.stringContaining('Prefix') }] },
      });
  });

  it('materials name processes that there are, when they are made and when they are changed', async () => {
    const made = { code: 'nylon', name: 'Nylon', processes: ['sls', 'none', 'nor-this'] };
    const { id } = await shop.ask('POST', '/materials', { ...made, processes: ['sls'] });
    for (const answer of [
      await shop.call('POST', '/materials', { ...made, code: 'nylon-2' }),
      await shop.call('PATCH', `/materials/${id as number}`, { processes: made.processes }),
    ])
      expect(answer).toMatchObject({
        status: 422,
        body: {
          reason: 'unknown_process',
          known: expect.arrayContaining(['sls']),
          detail: expect.stringContaining('No process has the code none, nor-this; there are '),
          errors: [{ path: 'processes.1' }, { path: 'processes.2' }],
        },
      });
    expect((await shop.ask('GET', '/materials?inactive=true&limit=200'))['materials']).not.toContainEqual(
      expect.objectContaining({ code: 'nylon-2' }),
    );
    // A process with another code takes the materials that name it along.
    const { id: processId } = await shop.ask('POST', '/processes', { code: 'old-code', name: 'Old', kind: 'sla' });
    await shop.ask('PATCH', `/materials/${id as number}`, { processes: ['sls', 'old-code'] });
    await shop.ask('PATCH', `/processes/${processId as number}`, { code: 'new-code' });
    expect((await shop.ask('GET', `/materials/${id as number}`))['processes']).toEqual(['sls', 'new-code']);
    for (const path of [`/materials/${id as number}`, `/processes/${processId as number}`])
      expect((await shop.call('DELETE', path)).status).toBe(204);
  });

  it('compares the ways to make a part', async () => {
    const fdm = { code: 'fdm', name: 'FDM', kind: 'fdm', hourlyRate: '4', throughput: '12' };
    await shop.ask('POST', '/processes', { ...fdm, limits: { minWall: 2.5 } });
    await shop.ask('POST', '/materials', {
      code: 'pla',
      name: 'PLA',
      density: '1.24',
      pricePerKg: '20',
      processes: ['fdm'],
    });
    const fileId = await shop.part();
    const { body } = await shop.call('POST', '/quotes/compare', { fileId, quantities: [1, 100] });
    const found = body['alternatives'] as {
      process: string;
      material: string;
      rank: number | null;
      reasons: { code: string }[];
    }[];
    expect(found.map((one) => [one.process, one.material, one.rank])).toContainEqual(['sls', 'pa12', 1]);
    expect(found.find(({ process }) => process === 'fdm')!.reasons[0]).toMatchObject({
      ...{ code: 'wall_too_thin', measured: 2, limit: 2.5, unit: 'mm' },
    });
    expect(body['rankedBy']).toBe(1);
    const ranked = await shop.call('POST', '/quotes/compare', { fileId, quantities: [1, 100], rankBy: 100 });
    expect(ranked).toMatchObject({ status: 200, body: { rankedBy: 100 } });
    const [best] = ranked.body['alternatives'] as object[];
    expect(best).toMatchObject({ rank: 1, cheapest: true, tiers: [{ quantity: 1 }, { quantity: 100 }] });
    expect(await shop.call('POST', '/quotes/compare', { fileId, quantities: [1, 100], rankBy: 7 })).toMatchObject({
      ...{ status: 400, body: { errors: [{ path: 'rankBy' }] } },
    });
    await shop.sql(
      `INSERT INTO material (tenant_id, code, name) SELECT $1, 'many-' || n, 'Many' FROM generate_series(1, 60) AS n`,
      [shop.platform.a.id],
    );
    expect(await shop.call('POST', '/quotes/compare', { fileId, quantity: 1 })).toMatchObject({ status: 400 });
  });
});
