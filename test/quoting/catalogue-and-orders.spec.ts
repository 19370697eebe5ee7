import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { JobsService } from '../../src/jobs/index.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { addDays, parseLocalDate, today } from '../../src/platform/dates/index.js';
import { AppError } from '../../src/platform/errors/app-error.js';
import { FileStorage } from '../../src/platform/storage/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { OrderInvoices } from '../../src/quoting/orders/orders.report.js';
import { workingDaysAfter } from '../../src/quoting/orders/promise.js';
import { pdfPages } from '../support/pdf-text.js';
import { SOLID, Workshop } from './workshop.js';

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
    // Whom it is for is corrected until it is on its way, and so is what the invoice says.
    expect((await shop.call('PATCH', path, {})).status).toBe(400);
    expect((await shop.call('PATCH', path, { recipient: { name: 'Ana' } })).status).toBe(400);
    const corrected = { ...recipient, email: 'ana.sousa@example.com' };
    expect(await shop.ask('PATCH', path, { recipient: corrected })).toMatchObject({ recipient: corrected });
    recipient.email = corrected.email;
    await shop.ask('POST', `${path}/ship`, { carrier: 'DHL' }, 200);
    expect(await shop.call('PATCH', path, { recipient })).toMatchObject({ status: 409 });
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
    // Nor does the list of invoices call it otherwise than the paper.
    const { sql, parameters } = OrderInvoices.query({ from: issueDate, to: issueDate } as Parameters<
      typeof OrderInvoices.query
    >[0]);
    const { app, a } = shop.platform;
    const listed = await app
      .get(RequestContext)
      .asTenant(a.id, () => app.get(TenantDatabase).rows<{ number: string; seller: string }>(sql, parameters));
    expect(listed).toContainEqual(expect.objectContaining({ number: invoice['number'], seller: 'Alpine Parts' }));
    await shop.ask('PUT', '/quoting-settings', { ...settings, shopAddress: null });
  });

  it('is shipped also when its invoice cannot be printed, which then follows by a mail of its own, once', async () => {
    const { id, link } = await shop.sent({ quantity: 10 });
    await asCustomer('POST', `${link}/accept`, { name: 'Ana' });
    const order = await orderOf(id);
    const storage = shop.platform.app.get(FileStorage, { strict: false });
    const full = jest.spyOn(storage, 'save').mockRejectedValueOnce(new AppError('UNAVAILABLE', 'The disk is full'));
    await shop.ask('POST', `/orders/${String(order['id'])}/ship`, { carrier: 'DHL' }, 200);
    full.mockRestore();
    const sent = async (key: string) =>
      (
        await shop.sql<{ attachments: { name: string }[] }>('SELECT attachments FROM mail_message WHERE key = $1', [
          `order:${String(order['id'])}:${key}`,
        ])
      ).map(({ attachments }) => attachments.map(({ name }) => name));
    expect(await sent('shipped')).toEqual([[]]);
    const [job] = await shop.sql<{ id: string }>(`SELECT id FROM job WHERE name = 'order-invoice' AND tenant_id = $1`, [
      shop.platform.a.id,
    ]);
    const jobs = shop.platform.app.get(JobsService, { strict: false });
    const done = await shop.platform.app
      .get(RequestContext)
      .asTenant(shop.platform.a.id, () => jobs.waitFor(job!.id, 20_000));
    expect(done).toMatchObject({ status: 'completed' });
    const { number } = (await shop.ask('GET', `/orders/${String(order['id'])}/invoice`)) as { number: string };
    expect(await sent('invoice')).toEqual([[`${number}.pdf`]]);
    expect((await asCustomer('GET', link)).body['next']).toContain('The invoice came with a mail of its own.');
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

  it('has one default price book for each day, and whichever it is stays so until somebody says otherwise', async () => {
    const defaults = async () =>
      ((await shop.ask('GET', '/price-books?inactive=true'))['priceBooks'] as { code: string; isDefault: boolean }[])
        .filter(({ isDefault }) => isDefault)
        .map(({ code }) => code)
        .sort();
    const book = { level: 'preferred', mode: 'markup', percent: '10' };
    const years = { validFrom: '2021-01-01', validTo: '2021-12-31' };
    const made = async (code: string, over: object = {}) =>
      (await shop.ask('POST', '/price-books', { ...book, ...years, code, name: code, ...over }))['id'] as number;
    const change = (id: number, body: object) => shop.ask('PATCH', `/price-books/${id}`, body);
    const [list] = (await shop.ask('GET', '/price-books'))['priceBooks'] as { id: number }[];
    const other = await made('other');
    // Taken out of use and offered again, as the console does it: nothing else is said of it.
    await change(other, { active: false });
    await change(other, { active: true });
    expect(await defaults()).toEqual(['list']);
    await change(other, { isDefault: true });
    expect(await defaults()).toEqual(['other']);
    await change(other, { active: false });
    await change(list!.id, { isDefault: true });
    // The console sends every field of its form, also of a book that is out of use.
    await change(other, { name: 'Out of use', isDefault: true });
    expect(await defaults()).toEqual(['list', 'other']);
    await change(other, { active: true });
    expect(await defaults()).toEqual(['list']);

    // Next year's default is made while that of this year holds.
    await change(list!.id, { validTo: '2098-12-31' });
    const next = await made('next', { validFrom: '2099-01-01', validTo: null, isDefault: true });
    expect(await defaults()).toEqual(['list', 'next']);
    // Longer dates take nothing from it.
    expect(await shop.call('PATCH', `/price-books/${list!.id}`, { validTo: null })).toMatchObject({
      ...{ status: 409, body: { detail: expect.stringContaining('is the default one') } },
    });
    await change(next, { active: false });
    await change(list!.id, { validTo: null, isDefault: true });
    expect(await defaults()).toContain('list');
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
    // Nor may numbers of one kind go on where those of another have been counted before.
    const used = { ...settings, currency: 'EUR', quotePrefix: 'A', orderPrefix: 'Q' };
    expect(await shop.call('PUT', '/quoting-settings', used)).toMatchObject({
      ...{ status: 400, body: { errors: [{ path: 'orderPrefix', message: expect.stringContaining('quotes') }] } },
    });
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
    // So do quotes, which are priced, by hand too, as before.
    const quote = await shop.draft(await shop.part(), { process: 'new-code', material: 'nylon', quantity: 1 });
    await shop.ask('PATCH', `/processes/${processId as number}`, { code: 'newest' });
    await shop.ask('PATCH', `/materials/${id as number}`, { code: 'polyamide' });
    expect(await shop.ask('POST', `/quotes/${quote}/calculate`, undefined, 200)).toMatchObject({
      ...{ state: 'needs_review', items: [{ process: 'newest', material: 'polyamide' }] },
    });
    const prices = [{ position: 1, quantity: 1, unitPrice: '5' }];
    await shop.ask('POST', `/quotes/${quote}/price`, { prices, reason: 'A friend' }, 200);
    for (const path of [`/materials/${id as number}`, `/processes/${processId as number}`])
      expect((await shop.call('DELETE', path)).status).toBe(204);
  });

  it('holds a part against the machines as they are today, whatever its analysis was told of them', async () => {
    const [{ id: processId }] = (await shop.ask('GET', '/processes'))['processes'] as [{ id: number }];
    const bed = { bedX: 20, bedY: 30, bedZ: 40 };
    const { id } = await shop.ask('POST', '/machines', { code: 'p396', name: 'Sintering machine', processId, ...bed });
    const machineId = String(id);
    const before = (how: string | null) => shop.part({ ...SOLID, fits: [{ machineId, how }] });
    const priced = async (fileId: string) => {
      const quote = await shop.draft(fileId, { quantity: 1 });
      return (await shop.ask('POST', `/quotes/${quote}/calculate`, undefined, 200))['reasons'];
    };
    expect(await priced(await before(null))).toEqual([]);
    await shop.ask('PATCH', `/machines/${machineId}`, { bedX: 15 });
    expect(await priced(await before('as placed'))).toMatchObject([{ code: 'too_big', measured: 20, limit: 15 }]);
    expect((await shop.call('DELETE', `/machines/${machineId}`)).status).toBe(204);
  });

  it('sells nothing that the usual limits of its kind rule out, nor what would keep its powder', async () => {
    for (const [code, kind, limits] of [
      ['usual', 'fdm', {}],
      ['closed', 'fdm', { minWall: 0.1, cavities: false }],
    ])
      await shop.ask('POST', '/processes', { code, name: code, kind, limits, hourlyRate: 4, throughput: 12 });
    await shop.ask('POST', '/materials', { code: 'any', name: 'Any', density: '1.24', pricePerKg: '20' });
    const fileId = await shop.part({ ...SOLID, thickness: { min: 0.4, p1: 0.4, median: 5 }, trappedVolume: 1_000 });
    const ways = ['usual', 'closed'].map((process) => ({ process, material: 'any' }));
    const { body } = await shop.call('POST', '/quotes/compare', { fileId, quantity: 1, ways });
    expect(body['alternatives']).toMatchObject([
      { process: 'closed', rank: null, reasons: [{ code: 'trapped_volume', measured: 1_000, limit: 0, unit: 'mm3' }] },
      { process: 'usual', rank: null, reasons: [{ code: 'wall_too_thin', measured: 0.4, limit: 1.2, unit: 'mm' }] },
    ]);
    for (const path of ['/processes', '/materials']) {
      const rows = Object.values(await shop.ask('GET', path)).flat() as { id: number; code: string }[];
      for (const { id, code } of rows)
        if (['usual', 'closed', 'any'].includes(code)) await shop.call('DELETE', `${path}/${id}`);
    }
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
