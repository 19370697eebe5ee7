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
import { catalogueCases } from './catalogue-cases.js';
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
    // Should the process end before it is the invoice's, the file has an end.
    const save = jest.spyOn(shop.platform.app.get(FileStorage, { strict: false }), 'save');
    expect((await pdf()).equals(bytes)).toBe(true);
    expect(save.mock.calls).toMatchObject([[{ purpose: 'invoice', keepUntil: expect.any(Date) }]]);
    save.mockRestore();
    const ends = await shop.sql(
      'SELECT f.keep_until FROM order_invoice_document d JOIN stored_file f ON f.id = d.file_id WHERE d.invoice_id = $1',
      [invoice['id']],
    );
    expect(ends).toEqual([{ keep_until: null }]);
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

  it('that was shipped without its invoice before there was a job for it gets it at the next midnight of the shop', async () => {
    const { id, link } = await shop.sent({ quantity: 10 });
    await asCustomer('POST', `${link}/accept`, { name: 'Ana' });
    const order = String((await orderOf(id))['id']);
    await shop.ask('POST', `/orders/${order}/ship`, { carrier: 'DHL' }, 200);
    const told = async () =>
      ((await asCustomer('GET', link)).body['next'] as string[]).filter((one) => /invoice/.test(one));
    expect(await told()).toEqual(['The invoice came with the mail about it.']);
    await shop.sql(`UPDATE mail_message SET attachments = '[]' WHERE key = $1`, [`order:${order}:shipped`]);
    await shop.sql(
      'DELETE FROM order_invoice_document WHERE invoice_id = (SELECT id FROM order_invoice WHERE order_id = $1)',
      [order],
    );
    // Nothing is under way, and somebody of the shop who reads it has mailed nothing.
    expect(await told()).toEqual([]);
    await shop.call('GET', `/orders/${order}/invoice/pdf`);
    expect(await told()).toEqual([]);
    const expire = () => shop.call('POST', '/jobs/trigger/quote-expiry', {});
    expect((await expire()).body).toMatchObject({ success: true });
    const mailed = () =>
      shop.sql<{ attachments: object[] }>('SELECT attachments FROM mail_message WHERE key = $1', [
        `order:${order}:invoice`,
      ]);
    while ((await mailed()).length === 0);
    expect(await mailed()).toMatchObject([{ attachments: [{ name: expect.stringMatching(/^I-.*\.pdf$/) }] }]);
    expect(await told()).toEqual(['The invoice came with a mail of its own.']);
    await expire();
    expect(
      await shop.sql(`SELECT FROM job WHERE name = 'order-invoice' AND data ->> 'orderId' = $1`, [order]),
    ).toHaveLength(1);
  });
});

catalogueCases(() => shop);
