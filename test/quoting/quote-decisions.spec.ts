import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { partViewCases } from './part-view-cases.js';
import { boxStl, fileForm, sendForm } from './part-requests.js';
import { linkOf, Workshop } from './workshop.js';

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.start();
});
afterAll(() => shop?.stop());

const asCustomer = (method: string, path: string, body?: unknown) => shop.call(method, path, body, null);
const stateOf = async (id: string) => (await shop.ask('GET', `/quotes/${id}`))['state'];
const orders = async (id: string) => (await shop.ask('GET', `/orders?quoteId=${id}`))['total'];

describe('the link of a quote', () => {
  it('changes nothing when it is read, by whomever and however often', async () => {
    const { id, link } = await shop.sent();
    const before = await shop.sql('SELECT q.*, xmin::text FROM quote q WHERE id = $1', [id]);
    for (const path of [link, `${link}/page`, `${link}/pdf`]) {
      expect((await asCustomer('GET', path)).status).toBe(200);
      expect((await asCustomer('HEAD', path)).status).toBe(200);
    }
    expect(await shop.sql('SELECT q.*, xmin::text FROM quote q WHERE id = $1', [id])).toEqual(before);
  });

  it('opens nothing when it was changed, whoever asks', async () => {
    const { link } = await shop.sent();
    const token = link.split('/').at(-1)!;
    const other = `${token.slice(0, 30)}${token[30] === 'A' ? 'B' : 'A'}${token.slice(31)}`;
    for (const bad of [other, token.slice(1), 'x'])
      for (const [method, what, body] of [
        ['GET', '', undefined],
        ['GET', '/page', undefined],
        ['POST', '/accept', { name: 'Eve' }],
        ['POST', '/decline', {}],
      ] as const)
        expect((await asCustomer(method, `/customer/quotes/${bad}${what}`, body)).status).toBe(404);
  });

  it('opens nothing while the shop is disabled: an order would be written that nobody sees', async () => {
    const { id, link } = await shop.sent();
    await shop.sql('UPDATE tenant SET disabled_at = now() WHERE id = $1', [shop.platform.a.id]);
    for (const [method, what, body] of [
      ['GET', '', undefined],
      ['GET', '/page', undefined],
      ['GET', '/pdf', undefined],
      ['POST', '/accept', { name: 'Ana' }],
    ] as const)
      expect((await asCustomer(method, `${link}${what}`, body)).status).toBe(404);
    await shop.sql('UPDATE tenant SET disabled_at = NULL WHERE id = $1', [shop.platform.a.id]);
    expect([await stateOf(id), await orders(id)]).toEqual(['sent', 0]);
  });

  it('takes small bodies only, and only quantities that were offered', async () => {
    const { id, link } = await shop.sent();
    expect((await asCustomer('POST', `${link}/accept`, { name: 'A', note: 'x'.repeat(17_000) })).status).toBe(413);
    const wrong = { name: 'Ana', quantities: [{ position: 1, quantity: 7 }] };
    expect((await asCustomer('POST', `${link}/accept`, wrong)).status).toBe(400);
    expect((await asCustomer('POST', `${link}/accept`, {})).status).toBe(400);
    expect(await stateOf(id)).toBe('sent');
  });

  it('is void after a revision, and says so; the new revision has its own', async () => {
    const { id, link, quote } = await shop.sent();
    const next = await shop.ask('POST', `/quotes/${id}/revise`);
    expect(next).toMatchObject({ number: quote['number'], revision: 2, state: 'draft', previousId: id });
    expect(await shop.ask('GET', `/quotes/${id}`)).toMatchObject({ state: 'superseded', nextId: next['id'] });
    const old = await asCustomer('GET', link);
    expect(old.body).toMatchObject({
      state: 'superseded',
      open: false,
      message: expect.stringContaining('newer revision'),
    });
    expect(old.body).not.toHaveProperty('totals');
    expect((await asCustomer('GET', `${link}/page`)).text).toContain('newer revision');
    expect((await asCustomer('POST', `${link}/accept`, { name: 'Ana' })).status).toBe(409);
    expect((await asCustomer('GET', `${link}/pdf`)).status).toBe(409);
    expect((await shop.call('POST', `/quotes/${id}/revise`)).status).toBe(409);

    await shop.ask('POST', `/quotes/${next['id'] as string}/calculate`, undefined, 200);
    const sent = await shop.ask('POST', `/quotes/${next['id'] as string}/send`, undefined, 200);
    expect(linkOf(sent)).not.toBe(link);
    expect((await asCustomer('POST', `${linkOf(sent)}/accept`, { name: 'Ana' })).status).toBe(200);
    expect((await asCustomer('POST', `${link}/accept`, { name: 'Ana' })).status).toBe(409);
  });

  it('is void after a cancellation; the number may still go on', async () => {
    const { id, link, quote } = await shop.sent();
    await shop.ask('POST', `/quotes/${id}/cancel`, undefined, 200);
    expect((await asCustomer('GET', link)).body).toMatchObject({ state: 'cancelled', open: false });
    expect((await asCustomer('POST', `${link}/accept`, { name: 'Ana' })).status).toBe(404);
    // Nine-Minds/alga-psa#3069: a revision that was taken back would else leave nothing that could be revised.
    const second = await shop.ask('POST', `/quotes/${id}/revise`);
    await shop.ask('POST', `/quotes/${second['id'] as string}/cancel`, undefined, 200);
    const third = await shop.ask('POST', `/quotes/${second['id'] as string}/revise`);
    expect(third).toMatchObject({ number: quote['number'], revision: 3, state: 'draft' });
    expect((await shop.call('POST', `/quotes/${id}/revise`)).status).toBe(409);
    expect((await asCustomer('POST', `${link}/accept`, { name: 'Ana' })).status).toBe(404);
  });

  it.each(['decline', 'expire'])(
    'of a quote after %s has one next revision, however often it is asked for',
    async (action) => {
      const { id } = await shop.sent({ quantity: 10 });
      await shop.ask('POST', `/quotes/${id}/${action}`, action === 'decline' ? {} : undefined, 200);
      const answers = await Promise.all([1, 2, 3].map(() => shop.call('POST', `/quotes/${id}/revise`)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    },
  );

  it('of a hundred lines takes a choice for each, and a note of the longest', async () => {
    // mojaloop/project#1137: a body must be allowed to be as large as what is allowed to be in it.
    const item = { fileId: await shop.part(), process: 'sls', material: 'pa12', quantities: [1, 1_000_000] };
    const recipient = { name: 'Ana Sousa', email: 'ana@example.com' };
    const draft = await shop.ask('POST', '/quotes', { recipient, items: Array<object>(100).fill(item) });
    const id = draft['id'] as string;
    await shop.ask('POST', `/quotes/${id}/calculate`, undefined, 200);
    const link = linkOf(await shop.ask('POST', `/quotes/${id}/send`, undefined, 200));
    expect((await asCustomer('GET', `${link}/pdf`)).status).toBe(200);
    const quantities = Array.from({ length: 100 }, (_, n) => ({ position: n + 1, quantity: n < 99 ? 1 : 1_000_000 }));
    const answer = { name: '漢'.repeat(200), note: '漢'.repeat(1_000), quantities };
    const accepted = await asCustomer('POST', `${link}/accept`, answer);
    expect(accepted).toMatchObject({ status: 200, body: { state: 'accepted', lines: { length: 100 } } });
    const [order] = (await shop.ask('GET', `/orders?quoteId=${id}`))['orders'] as { lines: { quantity: number }[] }[];
    expect(order!.lines.map(({ quantity }) => quantity)).toEqual(quantities.map(({ quantity }) => quantity));
  });

  it('sells at what was offered, whatever became of the catalogue since', async () => {
    // frappe/erpnext#11436: an offer must not depend on what is still in use.
    const { id, link, quote } = await shop.sent({ quantity: 10 });
    const [material] = (await shop.ask('GET', '/materials'))['materials'] as { id: number }[];
    const [book] = (await shop.ask('GET', '/price-books'))['priceBooks'] as { id: number }[];
    expect((await shop.call('DELETE', `/materials/${material!.id}`)).status).toBe(204);
    expect((await shop.call('DELETE', `/price-books/${book!.id}`)).status).toBe(204);
    const file = (quote['items'] as { fileId: string }[])[0]!.fileId;
    expect((await shop.call('DELETE', `/files/${file}`)).status).toBe(409);
    expect((await asCustomer('POST', `${link}/accept`, { name: 'Ana' })).body).toMatchObject({
      state: 'accepted',
      totals: { subtotal: '176.20', total: '204.39' },
    });
    expect(await orders(id)).toBe(1);
    // Accepted again with another quantity, the customer would believe in it.
    const other = { name: 'Ana', quantities: [{ position: 1, quantity: 7_777 }] };
    expect((await asCustomer('POST', `${link}/accept`, other)).status).toBe(409);
    await shop.ask('PATCH', `/materials/${material!.id}`, { active: true });
    await shop.ask('PATCH', `/price-books/${book!.id}`, { active: true });
  });

  it('tells after the answer what comes next and whom to ask, with numbers and dates as the browser writes them', async () => {
    const { id, link, quote } = await shop.sent({ quantity: 10 });
    const page = async (language: string) => {
      const headers = { 'accept-language': language };
      return (await shop.platform.app.inject({ method: 'GET', url: `/api/v1${link}/page`, headers })).body;
    };
    const open = (await asCustomer('GET', link)).body;
    expect(open).toMatchObject({ next: [], contact: { email: 'shop@alpine.test', address: null } });
    // The figures of this part were made up: nothing of it can be shown, and nothing is asked for.
    expect(open['lines']).toMatchObject([{ picture: false, mesh: false }]);
    expect(await page('de-AT,de;q=0.9')).toContain(
      `Valid until <time datetime="${quote['validUntil'] as string}" lang="de-AT">`,
    );
    const accepted = (await asCustomer('POST', `${link}/accept`, { name: 'Ana' })).body;
    const [order] = (await shop.ask('GET', `/orders?quoteId=${id}`))['orders'] as Record<string, unknown>[];
    const { number, promisedOn } = order!;
    expect(accepted).toMatchObject({ order: { number, state: 'accepted', promisedOn, carrier: null, tracking: null } });
    expect(accepted['next']).toEqual([
      `Your order is ${number as string}. You get a mail that confirms it.`,
      'Alpine Parts plans it and makes the parts.',
      expect.stringContaining(promisedOn === null ? 'no day yet' : `shipped by ${promisedOn as string}`),
      expect.stringContaining('the carrier'),
    ]);
    const [german, british] = [await page('de-AT'), await page('')];
    expect([german.includes('204,39</span> EUR'), british.includes('204.39</span> EUR')]).toEqual([true, true]);
    expect(british).not.toMatch(/<img|data-mesh/);
    expect(british).toContain(`href="mailto:shop@alpine.test?subject=${number as string}"`);
    await shop.ask('POST', `/orders/${order!['id'] as string}/ship`, { carrier: 'DHL', tracking: 'JD1' }, 200);
    expect((await asCustomer('GET', link)).body).toMatchObject({
      order: { state: 'shipped' },
      next: expect.arrayContaining(['It was handed to DHL; its tracking number is JD1.']),
    });
    const other = await shop.sent({ quantity: 10 });
    expect((await asCustomer('POST', `${other.link}/decline`, {})).body).toMatchObject({
      state: 'declined',
      next: expect.arrayContaining(['Alpine Parts has been told.']),
    });
    // A shop without an address gets no mail.
    const settings = await shop.ask('GET', '/quoting-settings');
    await shop.ask('PUT', '/quoting-settings', { ...settings, shopEmail: null });
    const silent = await shop.sent({ quantity: 10 });
    const refused = (await asCustomer('POST', `${silent.link}/decline`, {})).body;
    expect((refused['next'] as string[]).join(' ')).not.toContain('has been told');
    await shop.ask('PUT', '/quoting-settings', settings);
  });

  it('shows what people wrote as text', async () => {
    const fileId = await shop.part(undefined, { name: '<img src=x onerror=alert(1)>.stl' });
    const id = await shop.draft(fileId);
    await shop.ask('PATCH', `/quotes/${id}`, { note: '</p><script>alert(2)</script>' });
    await shop.ask('POST', `/quotes/${id}/calculate`, undefined, 200);
    const link = linkOf(await shop.ask('POST', `/quotes/${id}/send`, undefined, 200));
    const { text } = await asCustomer('GET', `${link}/page`);
    expect(text).not.toMatch(/<img src=x|<script>alert/);
    expect(text).toContain('&lt;script&gt;alert(2)');
  });
});

describe('one decision', () => {
  it('of an acceptance and a refusal at the same time one is made, and of many acceptances one order', async () => {
    for (let round = 0; round < 4; round++) {
      const { id, link } = await shop.sent({ quantity: 10 });
      const asks = Array.from({ length: 8 }, (_, n) =>
        n % 2 === round % 2
          ? asCustomer('POST', `${link}/accept`, { name: `Ana ${n}` })
          : asCustomer('POST', `${link}/decline`, { reason: `No ${n}` }),
      );
      const statuses = (await Promise.all(asks)).map(({ status }) => status);
      const state = await stateOf(id);
      expect(['accepted', 'declined']).toContain(state);
      expect(statuses.sort()).toEqual([200, 200, 200, 200, 409, 409, 409, 409]);
      expect(await orders(id)).toBe(state === 'accepted' ? 1 : 0);
    }
  });

  it('of an acceptance and a revision at the same time one is made', async () => {
    const { id, link } = await shop.sent({ quantity: 10 });
    const [accepted, revised] = await Promise.all([
      asCustomer('POST', `${link}/accept`, { name: 'Ana' }),
      shop.call('POST', `/quotes/${id}/revise`),
    ]);
    expect([
      [200, 409],
      [409, 201],
    ]).toContainEqual([accepted.status, revised.status]);
    expect(await orders(id)).toBe(accepted.status === 200 ? 1 : 0);
  });

  it('numbers are without gaps, however many are made at the same time and fail', async () => {
    const fileId = await shop.part();
    const good = {
      recipient: { name: 'A', email: 'a@example.com' },
      items: [{ fileId, process: 'sls', material: 'pa12', quantity: 1 }],
    };
    const bad = { ...good, items: [{ ...good.items[0], material: 'none' }] };
    const made = await Promise.all([good, bad, good, bad, good].map((body) => shop.call('POST', '/quotes', body)));
    expect(made.map(({ status }) => status)).toEqual([201, 404, 201, 404, 201]);
    const numbers = await shop.sql<{ no: number }>(
      `SELECT DISTINCT right(number, 4)::int AS no FROM quote WHERE tenant_id = $1 ORDER BY no`,
      [shop.platform.a.id],
    );
    expect(numbers.map(({ no }) => no)).toEqual(numbers.map((_, n) => n + 1));
  });

  it("another tenant's numbers, files and customers are its own", async () => {
    const fileId = await shop.part();
    const body = {
      recipient: { name: 'A', email: 'a@example.com' },
      items: [{ fileId, process: 'sls', material: 'pa12', quantity: 1 }],
    };
    expect((await shop.call('POST', '/quotes', body, shop.platform.b)).status).toBe(404);
    expect((await shop.call('GET', '/quotes', undefined, shop.platform.b)).body['total']).toBe(0);
  });
});

describe('a file that a quote uses', () => {
  it('is not removed, and loses nothing by the attempt; once no quote uses it, it goes with what was measured', async () => {
    const { token } = shop.platform.a.MANAGER;
    const bytes = boxStl('used');
    const { status, body } = await sendForm(shop.platform, token, fileForm(bytes, { unit: 'mm' }));
    expect(status).toBe(201);
    const path = `/files/${body['id'] as string}`;
    const item = { fileId: body['id'], process: 'sls', material: 'pa12', quantity: 1 };
    const recipient = { name: 'Ana', email: 'ana@example.com' };
    const { id } = await shop.ask('POST', '/quotes', { recipient, items: [item] });
    for (let n = 0; n < 3_000; n++) {
      if ((await shop.ask('GET', path))['analysisStatus'] === 'completed') break;
      await new Promise((later) => setTimeout(later, 10));
    }
    const before = await shop.ask('GET', path);
    expect(before).toMatchObject({ analysisStatus: 'completed' });
    expect(await shop.call('DELETE', path)).toMatchObject({
      status: 409,
      body: { detail: 'The file is used in a quote' },
    });
    expect(await shop.ask('GET', path)).toEqual(before);
    const headers = { authorization: `Bearer ${token}` };
    const file = await shop.platform.app.inject({ method: 'GET', url: `/api/v1${path}/download`, headers });
    expect(file.rawPayload.equals(bytes)).toBe(true);
    for (const view of ['mesh', 'thumbnail']) expect((await shop.call('GET', `${path}/${view}`)).status).toBe(200);

    const items = [{ ...item, fileId: await shop.part() }];
    await shop.ask('PATCH', `/quotes/${id as string}`, { items });
    expect((await shop.call('DELETE', path)).status).toBe(204);
    expect((await shop.call('GET', path)).status).toBe(404);
    expect(await shop.sql('SELECT FROM file_analysis WHERE sha256 = $1', [body['sha256']])).toEqual([]);
    await shop.ask('POST', `/quotes/${id as string}/calculate`, undefined, 200);
  });
});

describe('the last day', () => {
  it('is over at the local end of the day, whether or not the job has run', async () => {
    const { id, link, quote } = await shop.sent();
    const [row] = await shop.sql<{ local: string }>(
      `SELECT to_char(expires_at AT TIME ZONE 'Europe/Vienna', 'YYYY-MM-DD HH24:MI') AS local FROM quote WHERE id = $1`,
      [id],
    );
    const next = new Date(`${quote['validUntil'] as string}T00:00:00Z`);
    next.setUTCDate(next.getUTCDate() + 1);
    expect(row!.local).toBe(`${next.toISOString().slice(0, 10)} 00:00`);
    await shop.sql(`UPDATE quote SET expires_at = now() - interval '1 second' WHERE id = $1`, [id]);
    const over = await asCustomer('POST', `${link}/accept`, { name: 'Ana' });
    expect(over).toMatchObject({ status: 409, body: { detail: expect.stringContaining('valid until') } });
    expect((await shop.call('POST', `/quotes/${id}/accept`, { name: 'Ana' })).status).toBe(409);
    expect((await asCustomer('GET', link)).body).toMatchObject({ state: 'expired', open: false });

    const done = await shop.call('POST', '/jobs/trigger/quote-expiry', {});
    expect(done.body).toMatchObject({ success: true, result: { expired: 1 } });
    expect(await stateOf(id)).toBe('expired');
    const mails = await shop.sql('SELECT FROM mail_message WHERE key = $1', [`quote:${id}:expired`]);
    expect(mails).toHaveLength(1);
    expect((await shop.ask('POST', `/quotes/${id}/revise`))['revision']).toBe(2);
  });

  it('is watched by a schedule in the zone of the shop, which moves with it', async () => {
    const schedule = async () => {
      const { body } = await shop.call('GET', '/schedules?limit=200');
      return (body['schedules'] as { key?: string; name: string; timezone: string; cron: string }[]).find(
        ({ name }) => name === 'quote-expiry' || name === 'Quotes whose last day is over',
      );
    };
    const [row] = await shop.sql(`SELECT timezone, cron FROM schedule WHERE key = 'quote-expiry' AND tenant_id = $1`, [
      shop.platform.a.id,
    ]);
    expect(row).toEqual({ timezone: 'Europe/Vienna', cron: '2 0 * * *' });
    expect(await schedule()).toBeDefined();
    await shop.ask('PUT', '/quoting-settings', {
      currency: 'EUR',
      timezone: 'America/Havana',
      shopName: 'Alpine Parts',
    });
    const [moved] = await shop.sql(`SELECT timezone FROM schedule WHERE key = 'quote-expiry' AND tenant_id = $1`, [
      shop.platform.a.id,
    ]);
    expect(moved).toEqual({ timezone: 'America/Havana' });
  });
});

partViewCases(() => shop);
