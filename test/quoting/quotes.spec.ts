import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { FillPrintedQuotes1764826088000 } from '../../migrations/1764826088000-fill-printed-quotes.js';
import { ConcurrencyLimit } from '../../src/platform/auth/concurrency-limit.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { FileStorage } from '../../src/platform/storage/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { Analytics } from '../../src/quoting/orders/analytics.report.js';
import { QuotesRepository } from '../../src/quoting/quotes/quotes.repository.js';
import { again } from '../../src/quoting/quotes/quote-pricing.service.js';
import { QuoteSending } from '../../src/quoting/quotes/quote-sending.service.js';
import { pdfPages } from '../support/pdf-text.js';
import { reviewCases } from './review-cases.js';
import { linkOf, Workshop } from './workshop.js';

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.start();
});
afterAll(() => shop?.stop());

type Tiers = { quantity: number; unitPrice: string; lineTotal: string; hint: unknown; cost: object }[];
const tiersOf = (quote: Record<string, unknown>) => (quote['items'] as { tiers: Tiers }[])[0]!.tiers;
const mails = (key: string) =>
  shop.sql<{ to_address: string; template: string }>(
    'SELECT to_address, template FROM mail_message WHERE key LIKE $1 ORDER BY template',
    [`${key}%`],
  );

describe('from a part to an order', () => {
  it('A12: prices all quantities, sends them, and makes an order of the one that the customer chooses', async () => {
    const id = await shop.draft(await shop.part());
    const ready = await shop.ask('POST', `/quotes/${id}/calculate`, undefined, 200);
    expect(ready).toMatchObject({ state: 'ready', subtotal: '53.17', tax: '8.51', total: '61.68', link: null });
    expect(tiersOf(ready).map(({ unitPrice, lineTotal }) => [unitPrice, lineTotal])).toEqual([
      ['53.17', '53.17'],
      ['17.62', '176.20'],
      ['14.34', '1419.66'],
      ['12.83', '1283.00'],
    ]);
    expect(tiersOf(ready)[2]!.hint).toEqual({ quantity: 100, lineTotal: '1283.00' });

    const sent = await shop.ask('POST', `/quotes/${id}/send`, undefined, 200);
    expect(sent).toMatchObject({
      ...{ state: 'sent', number: expect.stringMatching(/^Q-\d{4}-0001$/) },
      mail: { state: expect.any(String), toAddress: 'ana@example.com' },
    });
    expect(await mails(`quote:${id}`)).toEqual([{ to_address: 'ana@example.com', template: 'quote-ready' }]);
    const link = /\/api\/v1(\/customer\/.*)\/page$/.exec(String(sent['link']))![1]!;

    const { token } = shop.platform.a.STAFF;
    // STAFF reads quotes; who has the link may accept.
    const read = await shop.platform.call('GET', `/api/v1/quotes/${String(sent['id'])}`, { token });
    expect(read).toMatchObject({ status: 200, body: { state: 'sent', link: null } });
    const seen = await shop.call('GET', link, undefined, null);
    expect(seen.body).toMatchObject({ state: 'sent', open: true, shop: 'Alpine Parts', totals: { total: '61.68' } });
    // Nothing of the shop's costs.
    expect(seen.text).not.toMatch(/cost"|margin|setup|6\.2202/);
    const page = await shop.call('GET', `${link}/page`, undefined, null);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.text).toContain('1,283.00');

    const acceptance = { name: 'Ana Sousa', note: 'PO 4711', quantities: [{ position: 1, quantity: 100 }] };
    const accepted = await shop.call('POST', `${link}/accept`, acceptance, null);
    expect(accepted.body).toMatchObject({ state: 'accepted', open: false, totals: { subtotal: '1283.00' } });
    const again = await shop.call('POST', `${link}/accept`, { name: 'Somebody else' }, null);
    expect(again.body).toEqual(accepted.body);

    const orders = await shop.ask('GET', `/orders?quoteId=${id}`);
    expect(orders['total']).toBe(1);
    const [order] = orders['orders'] as Record<string, unknown>[];
    expect(order).toMatchObject({ state: 'accepted', subtotal: '1283.00', tax: '205.28', total: '1488.28' });
    expect(await mails(`quote:${id}`)).toEqual([
      { to_address: 'ana@example.com', template: 'quote-accepted' },
      { to_address: 'shop@alpine.test', template: 'quote-decided' },
      { to_address: 'ana@example.com', template: 'quote-ready' },
    ]);

    const orderPath = `/orders/${order!['id'] as string}`;
    expect((await shop.call('GET', `${orderPath}/invoice`)).status).toBe(404);
    expect((await shop.call('POST', `${orderPath}/deliver`)).status).toBe(409);
    await shop.ask('POST', `${orderPath}/start`, undefined, 200);
    const shipped = await shop.ask('POST', `${orderPath}/ship`, { carrier: 'DHL', tracking: 'JD01' }, 200);
    expect(shipped).toMatchObject({ state: 'shipped', invoiceNumber: expect.stringMatching(/^I-\d{4}-0001$/) });
    expect(await mails(`order:${order!['id'] as string}`)).toHaveLength(1);
    const invoice = await shop.ask('GET', `${orderPath}/invoice`);
    expect(invoice).toMatchObject({ subtotal: '1283.00', tax: '205.28', total: '1488.28', taxRate: '16' });
    expect((await shop.call('POST', `${orderPath}/cancel`, { reason: 'late' })).status).toBe(409);
    await shop.ask('POST', `${orderPath}/deliver`, undefined, 200);
  });

  it('recalculation from the snapshot is the same to the byte, whatever the catalogue says now', async () => {
    const id = await shop.draft(await shop.part());
    const before = await shop.ask('POST', `/quotes/${id}/calculate`, undefined, 200);
    const [material] = (await shop.ask('GET', '/materials'))['materials'] as { id: number }[];
    await shop.ask('PATCH', `/materials/${material!.id}`, { pricePerKg: '900' });
    const stored = await shop.platform.app
      .get(RequestContext)
      .asTenant(shop.platform.a.id, () => shop.platform.app.get(QuotesRepository, { strict: false }).get(id));
    expect(again(stored.snapshot!).hash).toBe(before['priceHash']);
    expect(await shop.ask('GET', `/quotes/${id}`)).toEqual(before);
    const after = await shop.ask('POST', `/quotes/${id}/calculate`, undefined, 200);
    expect(after['priceHash']).not.toBe(before['priceHash']);
    await shop.ask('PATCH', `/materials/${material!.id}`, { pricePerKg: '90' });
    expect((await shop.ask('POST', `/quotes/${id}/calculate`, undefined, 200))['priceHash']).toBe(before['priceHash']);
  });
});

/** The printed quote, for a caller of the shop. */
const printed = async (id: string): Promise<Buffer> => {
  const headers = { authorization: `Bearer ${shop.platform.a.MANAGER.token}` };
  const answer = await shop.platform.app.inject({ method: 'GET', url: `/api/v1/quotes/${id}/pdf`, headers });
  expect(answer.statusCode).toBe(200);
  return answer.rawPayload;
};

it('the mail of a quote stands as its repeat from the log does', async () => {
  const { id } = await shop.sent({ quantity: 1 });
  const key = `quote:${id}:ready`;
  const mail = async () => (await shop.ask('GET', `/quotes/${id}`))['mail'] as { state: string };
  const arrived = async () => {
    while ((await mail()).state !== 'sent');
  };
  await arrived();
  // Whoever was sending it has died.
  await shop.sql(`UPDATE mail_message SET state = 'sending', lease_until = now() - interval '1 s' WHERE key = $1`, [
    key,
  ]);
  expect(await mail()).toMatchObject({ state: 'ambiguous' });
  const [sent] = await shop.sql<{ id: string }>(
    `UPDATE mail_message SET state = 'suppressed', lease_until = NULL WHERE key = $1 RETURNING id`,
    [key],
  );
  expect(await mail()).toMatchObject({ state: 'suppressed' });
  const { token } = shop.platform.a.ADMIN;
  const again = await shop.platform.call('POST', `/api/v1/mail/messages/${sent!.id}/resend`, { token });
  expect(again.status).toBe(202);
  await arrived();
});

describe('the printed quote', () => {
  const item = async () => ({ fileId: await shop.part(), process: 'sls', material: 'pa12', quantity: 1 });

  it('has the address of its customer in its lines, and so has the invoice', async () => {
    const name = 'Γιώργος Παπαδόπουλος';
    const who = { name, company: '株式会社さくら', email: 'sakura@example.com' };
    const { id: customerId, ...made } = await shop.ask('POST', '/customers', who);
    expect(made).toEqual({ ...who, address: null, level: 'standard', active: true });
    const address = '〒100-0001\n東京都千代田区千代田1-1';
    for (const one of ['Rua Augusta 1', null, ` ${address}\n`])
      expect((await shop.call('PATCH', `/customers/${customerId as number}`, { address: one })).status).toBe(200);
    expect(await shop.ask('GET', `/customers/${customerId as number}`)).toEqual({ id: customerId, ...made, address });
    for (const wrong of ['', 'x'.repeat(501), 7, 'a\0b'])
      expect((await shop.call('POST', '/customers', { ...who, address: wrong })).status).toBe(400);

    const quote = await shop.ask('POST', '/quotes', { customerId, items: [await item()] });
    const recipient = { ...who, address };
    expect(quote['recipient']).toEqual(recipient);
    const id = quote['id'] as string;
    await shop.ask('POST', `/quotes/${id}/calculate`, undefined, 200);
    const [page] = pdfPages(await printed(id));
    expect(page).toContain(['For', who.company, name, address, who.email].join('\n'));
    // What the customer is called later changes nothing of what was offered.
    await shop.ask('PATCH', `/customers/${customerId as number}`, { address: 'Moved away' });
    await shop.ask('POST', `/quotes/${id}/send`, undefined, 200);
    await shop.ask('POST', `/quotes/${id}/accept`, { name }, 200);
    const [order] = (await shop.ask('GET', `/orders?quoteId=${id}`))['orders'] as { id: string; recipient: object }[];
    expect(order!.recipient).toEqual(recipient);
    await shop.ask('POST', `/orders/${order!.id}/ship`, { carrier: 'DHL' }, 200);
    expect((await shop.ask('GET', `/orders/${order!.id}/invoice`))['recipient']).toEqual(recipient);
  });

  it('of somebody who is no customer has an address too; a quote of before there were addresses has none', async () => {
    const recipient = { name: 'Ana', email: 'ana@example.com', address: 'Rua Augusta 1\nLisboa' };
    const quote = await shop.ask('POST', '/quotes', { recipient, items: [await item()] });
    expect(quote['recipient']).toEqual({ ...recipient, company: null });
    await shop.sql(`UPDATE quote SET recipient = recipient - 'address' WHERE id = $1`, [quote['id']]);
    const old = await shop.ask('GET', `/quotes/${quote['id'] as string}`);
    expect(old['recipient']).toEqual({ ...recipient, company: null, address: null });
    await shop.ask('POST', `/quotes/${quote['id'] as string}/calculate`, undefined, 200);
    expect(pdfPages(await printed(quote['id'] as string))[0]).toContain('For\nAna\nana@example.com');
  });

  it('does without a picture that the storage has lost, and is sent', async () => {
    const fileId = await shop.part();
    const picture = randomUUID();
    await shop.sql(
      `INSERT INTO stored_file (tenant_id, id, state, name, content_type, purpose, bytes, sha256)
       VALUES ($1, $2, 'kept', 'thumbnail.png', 'image/png', 'part-view', 684, repeat('0', 64))`,
      [shop.platform.a.id, picture],
    );
    await shop.sql(
      `UPDATE file_analysis SET thumbnail_file_id = $2 WHERE id = (SELECT analysis_id FROM part_file WHERE id = $1)`,
      [fileId, picture],
    );
    expect((await shop.call('GET', `/files/${fileId}/thumbnail`)).status).toBe(404);
    const id = await shop.draft(fileId, { quantity: 1 });
    await shop.ask('POST', `/quotes/${id}/calculate`, undefined, 200);
    const warned = jest.spyOn(Logger.prototype, 'warn');
    try {
      expect(await shop.ask('POST', `/quotes/${id}/send`, undefined, 200)).toMatchObject({ state: 'sent' });
      expect(warned.mock.calls).toContainEqual([expect.objectContaining({ fileId })]);
    } finally {
      warned.mockRestore();
    }
    const bytes = await printed(id);
    expect(pdfPages(bytes)[0]).toContain('bracket.stl');
    expect(await mails(`quote:${id}`)).toHaveLength(1);
    // Whoever asks afterwards gets what was sent, and nothing is printed for it.
    const sending = shop.platform.app.get<unknown>(QuoteSending, { strict: false }) as { print: () => unknown };
    const print = jest.spyOn(sending, 'print');
    const [mail] = await shop.sql<{ id: string }>(
      `SELECT attachments -> 0 ->> 'fileId' AS id FROM mail_message WHERE key = $1`,
      [`quote:${id}:ready`],
    );
    const [kept] = await shop.sql('SELECT keep_until FROM stored_file WHERE id = $1', [mail!.id]);
    expect(kept).toEqual({ keep_until: null });
    const { app, a } = shop.platform;
    const sent = await app.get(RequestContext).asTenant(a.id, async () => {
      const storage = app.get(FileStorage, { strict: false });
      return buffer(await storage.read(mail!.id));
    });
    const link = linkOf(await shop.ask('GET', `/quotes/${id}`));
    const answer = await app.inject({ method: 'GET', url: `/api/v1${link}/pdf` });
    for (const got of [answer.rawPayload, await printed(id)]) expect(got.equals(sent)).toBe(true);
    expect(print).not.toHaveBeenCalled();
    print.mockRestore();
    // So does who was sent one before it was kept by name.
    await shop.sql('UPDATE quote SET pdf_file_id = NULL WHERE id = $1', [id]);
    await new FillPrintedQuotes1764826088000().up({
      query: (text: string) => shop.sql(text),
    } as unknown as QueryRunner);
    expect(await shop.sql('SELECT pdf_file_id FROM quote WHERE id = $1', [id])).toEqual([{ pdf_file_id: mail!.id }]);
  });

  it('is drawn one at a time; when twenty wait, more are refused, and a quote that was to be sent stays as it was', async () => {
    const id = await shop.draft(await shop.part(), { quantity: 1 });
    const ready = await shop.ask('POST', `/quotes/${id}/calculate`, undefined, 200);
    const sending = shop.platform.app.get(QuoteSending, { strict: false });
    const { printing } = sending as unknown as { printing: ConcurrencyLimit };
    let finish = () => {};
    const drawing = printing.pass(() => new Promise<void>((done) => (finish = done)));
    const waiting = Array.from({ length: 20 }, () => printing.pass(() => Promise.resolve()));
    for (const [method, path] of [
      ['GET', 'pdf'],
      ['POST', 'send'],
    ] as const) {
      const refused = await shop.call(method, `/quotes/${id}/${path}`);
      expect([path, refused.status, refused.headers['retry-after']]).toEqual([path, 429, '1']);
    }
    expect(await shop.ask('GET', `/quotes/${id}`)).toEqual(ready);
    finish();
    await Promise.all([drawing, ...waiting]);
    expect(await shop.ask('POST', `/quotes/${id}/send`, undefined, 200)).toMatchObject({ state: 'sent' });
  });
});

type Figure = { section: string; item: string; count: number; percent: string | null };

/** The analytics of all days. */
const analytics = (): Promise<Figure[]> => {
  const range = { start: new Date(0), end: new Date(Date.now() + 86_400_000), timezone: 'Europe/Vienna' };
  const { sql, parameters } = Analytics.query(range as Parameters<typeof Analytics.query>[0]);
  const { app, a } = shop.platform;
  return app.get(RequestContext).asTenant(a.id, () => app.get(TenantDatabase).rows<Figure>(sql, parameters));
};

/** How often they count each reason for review. */
const reasonsCounted = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await analytics())
      .filter(({ section }) => section === 'Reasons for review')
      .map(({ item, count }) => [item, count]),
  );

it('a quote that was declined, ran out or was cancelled counts once with its revision, by what became of that', async () => {
  const counted = async () =>
    Object.fromEntries(
      (await analytics())
        .filter(({ section }) => section === 'Quotes' || section === 'Win rate')
        .map(({ item, count }) => [item, Number(count)]),
    );
  const before = await counted();
  const step = (id: string, what: string, body?: object) => shop.ask('POST', `/quotes/${id}/${what}`, body, 200);
  for (const [end, body] of [['decline', {}], ['expire'], ['cancel']] as [string, object?][]) {
    const { id } = await shop.sent({ quantity: 10 });
    await step(id, end, body);
    const { id: next } = (await shop.ask('POST', `/quotes/${id}/revise`)) as { id: string };
    await step(next, 'calculate');
    await step(next, 'send');
    await step(next, 'accept', { name: 'Ana' });
  }
  // One that is being revised was sent all the same; it is neither open nor decided.
  const { id } = await shop.sent({ quantity: 10 });
  await shop.ask('POST', `/quotes/${id}/revise`);
  const after = await counted();
  const more = (item: string) => (after[item] ?? 0) - (before[item] ?? 0);
  const items = ['made', 'sent', 'accepted', 'declined', 'expired', 'open', 'accepted of decided and expired'];
  expect(items.map(more)).toEqual([4, 4, 3, 0, 0, 0, 3]);
});

reviewCases(() => shop, reasonsCounted);

describe('the job quote-calculation', () => {
  const final = async (id: string) => {
    for (;;) {
      const job = await shop.ask('GET', `/jobs/${id}`);
      if (['completed', 'failed', 'cancelled'].includes(String(job['status']))) return job;
      await new Promise((done) => setTimeout(done, 100));
    }
  };

  it('prices items without a quote', async () => {
    const items = [{ fileId: await shop.part(), process: 'sls', material: 'pa12', quantity: 10 }];
    const job = await shop.ask('POST', '/jobs', { type: 'quote-calculation', data: { items } });
    expect((await final(String(job['id'])))['result']).toMatchObject({ quoteId: null, subtotal: '176.20' });
  });

  it('waits for an analysis, and spends no attempt on it', async () => {
    const waiting = await shop.ask('POST', '/jobs/schedule', {
      type: 'quote-calculation',
      data: { items: [{ fileId: await shop.part(), process: 'sls', material: 'pa12', quantity: 1 }] },
      delay: 3_600_000,
    });
    const fileId = await shop.part(null, { jobId: String(waiting['id']) });
    const id = await shop.draft(fileId, { quantity: 10 });
    const job = await shop.ask('POST', '/jobs', { type: 'quote-calculation', data: { quoteId: id } });
    const look = () => shop.sql('SELECT FROM job_live WHERE id = $1 AND run_at > created_at', [job['id']]);
    while ((await look()).length === 0) await new Promise((done) => setTimeout(done, 50));
    const analysed = await shop.part();
    await shop.sql(
      'UPDATE part_file SET analysis_id = (SELECT analysis_id FROM part_file WHERE id = $2) WHERE id = $1',
      [fileId, analysed],
    );
    const done = await final(String(job['id']));
    expect(done).toMatchObject({
      status: 'completed',
      attempts: 1,
      result: { quoteId: id, state: 'ready', total: '204.39' },
    });
  });

  it('of a quote that is not there is a dead letter on its first attempt', async () => {
    const data = { quoteId: '01900000-0000-7000-8000-000000000001' };
    const job = await shop.ask('POST', '/jobs', { type: 'quote-calculation', data });
    expect(await final(String(job['id']))).toMatchObject({ status: 'failed', attempts: 1 });
    const empty = await shop.call('POST', '/jobs', { type: 'quote-calculation', data: {} });
    expect(empty.status).toBe(400);
  });
});
