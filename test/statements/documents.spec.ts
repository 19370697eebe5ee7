import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { StatementGeneration } from '../../src/statements/statements/statement-generation.js';
import { StatementStates } from '../../src/statements/statements/statement-states.js';
import { type Answer, Platform, type Tenant } from '../platform/harness.js';
import { MailServer } from '../support/mail-server.js';
import { pdfPages } from '../support/pdf-text.js';

type Body = Record<string, unknown>;

let mail: MailServer;
let platform: Platform;
let ana: number;
let casa: number;
let february: string;
beforeAll(async () => {
  mail = await MailServer.start();
  platform = await Platform.start({
    ROLES: 'api,worker',
    SMTP_URL: mail.url,
    MAIL_FROM: 'Seaside <statements@seaside.test>',
  });
  await ask('PUT', '/statement-settings', { managerName: 'Seaside', timezone: 'Europe/Lisbon' });
  ana = (await ask('POST', '/owners', { name: 'Ana Sousa', currency: 'EUR', email: 'ana@owners.test' }))[
    'id'
  ] as number;
  casa = await listing('CASA', [{ ownerId: ana, shareBp: 10_000 }]);
  await agree(ana, casa);
  await stay(casa, '2026-02-03', '2026-02-08', { guest: '=HYPERLINK("http://evil.test")' });
  february = await final(ana, casa, '2026-02-01', '2026-02-28');
});
afterAll(async () => {
  await platform?.stop();
  await mail?.stop();
});

function call(method: string, path: string, body?: unknown, tenant: Tenant = platform.a): Promise<Answer> {
  return platform.call(method, `/api/v1${path}`, { token: tenant.MANAGER.token, body });
}

async function ask(method: string, path: string, body?: unknown): Promise<Body> {
  const answer = await call(method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

async function listing(code: string, shares: object[]): Promise<number> {
  const body = { name: code, code, currency: 'EUR', timezone: 'Europe/Lisbon' };
  const { id } = await ask('POST', '/listings', body);
  await ask('PUT', `/listings/${String(id)}/ownership`, { from: '2025-01-01', shares });
  return id as number;
}

/** 20 % of the rent, cleaning and tax stay with the manager. */
const agree = (ownerId: number, listingId: number) =>
  ask('POST', '/agreements', {
    ...{ ownerId, listingId, from: '2025-01-01' },
    terms: { feePercent: '20', feeBase: 'rent', cleaningTo: 'manager', taxToOwner: false, recognition: 'checkout' },
  });

/** Rent 1,000.00, cleaning 120.00, channel 168.00. */
const stay = (listingId: number, checkIn: string, checkOut: string, more: object = {}) =>
  ask('POST', '/reservations', {
    ...{ listingId, checkIn, checkOut, channel: 'airbnb', code: `HM${checkIn}` },
    ...{ rent: '1000.00', cleaning: '120.00', channelFee: '168.00', ...more },
  });

const asTenant = <T>(fn: () => Promise<T>) => platform.app.get(RequestContext).asTenant(platform.a.id, fn);

async function draft(ownerId: number, listingId: number, from: string, to: string): Promise<string> {
  const request = { ownerId, listingId, from, to, calculationType: null } as Parameters<
    StatementGeneration['generate']
  >[0];
  const made = await asTenant(() => platform.app.get(StatementGeneration).generate(request));
  if (!('number' in made)) throw new Error(JSON.stringify(made));
  return made.statementId;
}

async function final(ownerId: number, listingId: number, from: string, to: string): Promise<string> {
  const id = await draft(ownerId, listingId, from, to);
  await asTenant(() => platform.app.get(StatementStates).finalize(id, null));
  return id;
}

async function pdf(path: string): Promise<Buffer> {
  const { statusCode, rawPayload } = await platform.app.inject({
    ...{ method: 'GET', url: `/api/v1${path}` },
    headers: { authorization: `Bearer ${platform.a.MANAGER.token}` },
  });
  expect(statusCode).toBe(200);
  return rawPayload;
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((again) => setTimeout(again, 50))) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`never: ${what}`);
}

/** The latest delivery, once it is settled. */
const settled = (id: string) =>
  until('a settled delivery', async () => {
    const { deliveries } = (await ask('GET', `/statements/${id}/deliveries`)) as { deliveries: Body[] };
    return deliveries[0]?.['state'] === 'queued' ? undefined : deliveries[0];
  });
const stateOf = async (id: string) =>
  (await platform.sql.query<{ state: string }>('SELECT state FROM statement WHERE id = $1', [id])).rows[0]!.state;

describe('the PDF of a statement', () => {
  it('keeps its bytes once it is final, whatever fees and settings become', async () => {
    const kept = await until('the bytes that were kept', async () => {
      const sql = 'SELECT sha256 FROM statement_document WHERE statement_id = $1';
      return (await platform.sql.query<{ sha256: string }>(sql, [february])).rows[0];
    });
    const before = await pdf(`/statements/${february}/pdf`);
    expect(createHash('sha256').update(before).digest('hex')).toBe(kept.sha256);
    const text = pdfPages(before).join('\n');
    for (const words of ['Seaside', 'Ana Sousa', 'HM2026-02-03', '1,000.00', '-168.00', '-200.00', '632.00'])
      expect(text).toContain(words);
    expect(text).not.toContain('DRAFT');
    await ask('PUT', '/statement-settings', { managerName: 'Renamed', timezone: 'Europe/Lisbon', paper: 'letter' });
    await ask('PATCH', `/owners/${ana}`, { name: 'Ana Maria Sousa', locale: 'pt-PT' });
    await ask('POST', '/agreements', {
      ...{ ownerId: ana, listingId: casa, from: '2026-03-01' },
      terms: { feePercent: '35', feeBase: 'rent', recognition: 'checkout' },
    });
    expect((await pdf(`/statements/${february}/pdf`)).equals(before)).toBe(true);
  });

  it('is marked while it is a draft, and follows what changes', async () => {
    await stay(casa, '2026-03-03', '2026-03-08');
    const march = await draft(ana, casa, '2026-03-01', '2026-03-31');
    const text = pdfPages(await pdf(`/statements/${march}/pdf`)).join('\n');
    for (const words of ['RASCUNHO', 'Renamed', '-350,00']) expect(text).toContain(words);
    expect((await call('POST', `/statements/${march}/send`, {})).status).toBe(409);
  });

  it('comes with files in which nothing that a guest typed is run', async () => {
    const { status, text } = await call('GET', `/statements/${february}/csv`);
    expect(status).toBe(200);
    expect(text).toContain(`"'=HYPERLINK(""http://evil.test"")"`);
    expect((await call('GET', `/statements/${february}/csv?table=lines`)).text).toContain('-200.00');
    expect((await call('GET', `/statements/${february}/xlsx`)).status).toBe(200);
  });

  it('is not there for another tenant', async () => {
    for (const path of ['pdf', 'csv', 'xlsx', 'deliveries'])
      expect((await call('GET', `/statements/${february}/${path}`, undefined, platform.b)).status).toBe(404);
    expect((await call('POST', `/statements/${february}/send`, {}, platform.b)).status).toBe(404);
    const pay = { date: '2026-03-05', method: 'cash' };
    expect((await call('POST', `/statements/${february}/pay`, pay, platform.b)).status).toBe(404);
  });
});

describe('sending', () => {
  it('flags an owner whose address does not exist, and leaves the statement final with the reason', async () => {
    mail.replies = ['550 5.1.1 No such user here'];
    expect((await call('POST', `/statements/${february}/send`, {})).status).toBe(202);
    expect(await settled(february)).toMatchObject({ state: 'bounced', words: expect.stringContaining('No such user') });
    expect(await stateOf(february)).toBe('final');
    expect(await ask('GET', `/owners/${ana}`)).toMatchObject({ mailTrouble: expect.stringContaining('No such user') });
    await ask('PATCH', `/owners/${ana}`, { email: 'ana.new@owners.test' });
    expect(await ask('GET', `/owners/${ana}`)).toMatchObject({ mailTrouble: null });
  });

  it('sends the kept bytes once, although asked twice and for many', async () => {
    mail.reset();
    const asked = await Promise.all([1, 2].map(() => call('POST', `/statements/${february}/send`, {})));
    expect(asked.map(({ status }) => status)).toEqual([202, 202]);
    expect(new Set(asked.map(({ body }) => body['id'])).size).toBe(1);
    expect(await settled(february)).toMatchObject({ state: 'sent', attempt: 2, toAddress: 'ana.new@owners.test' });
    expect(await stateOf(february)).toBe('sent');
    const { jobId } = await ask('POST', '/statements/send', { statementIds: [february] });
    const job = await until('the job', async () => {
      const one = await ask('GET', `/jobs/${String(jobId)}`);
      return one['status'] === 'completed' ? one : undefined;
    });
    expect(job['result']).toEqual({ queued: 0, already: 1, failed: 0 });
    expect(mail.received).toHaveLength(1);
    const [{ to, text }] = mail.received as [{ to: string[]; text: string }];
    expect(to).toEqual(['ana.new@owners.test']);
    const encoded = /application\/pdf[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(text)![1]!;
    expect(Buffer.from(encoded, 'base64').equals(await pdf(`/statements/${february}/pdf`))).toBe(true);
  });

  it('notes what was paid for it, in parts, and never more than is payable', async () => {
    const pay = (body: object) =>
      call('POST', `/statements/${february}/pay`, { date: '2026-03-05', method: 'cash', ...body });
    expect((await pay({ amount: '632.01' })).status).toBe(400);
    expect((await pay({ amount: '600.00', reference: 'S-1' })).body).toMatchObject({ state: 'sent', left: '32.00' });
    expect((await pay({})).body).toMatchObject({ state: 'paid', left: '0.00', payout: { amount: '32.00' } });
    expect((await pay({})).status).toBe(409);
    expect(await stateOf(february)).toBe('paid');
  });

  it('a transfer that came back: the statement is to be paid again; of one with nothing payable nothing is paid', async () => {
    const { payouts } = (await ask('GET', `/payouts?ownerId=${ana}`)) as { payouts: { id: string; amount: string }[] };
    const back = payouts.find(({ amount }) => amount === '32.00')!;
    expect((await call('POST', `/payouts/${back.id}/void`, { reason: 'The account is closed' })).status).toBe(200);
    expect(await stateOf(february)).toBe('sent');
    const pay = (id: string, body: object = {}) =>
      call('POST', `/statements/${id}/pay`, { date: '2026-03-06', method: 'cash', ...body });
    expect((await pay(february)).body).toMatchObject({ state: 'paid', left: '0.00', payout: { amount: '32.00' } });

    const poor = Number((await ask('POST', '/owners', { name: 'Poor', currency: 'EUR' }))['id']);
    const listing = { name: 'Roof', code: 'ROOF', currency: 'EUR', timezone: 'Europe/Lisbon' };
    const house = Number((await ask('POST', '/listings', listing))['id']);
    const shares = [{ ownerId: poor, shareBp: 10_000 }];
    await ask('PUT', `/listings/${house}/ownership`, { from: '2026-01-01', shares });
    const of = { ownerId: poor, startDate: '2026-02-01', endDate: '2026-02-28' };
    const none = await call('POST', '/statements/generate', of);
    expect([none.status, none.body['detail']]).toEqual([422, expect.stringContaining('agreement with Poor')]);
    await ask('POST', '/agreements', {
      ownerId: poor,
      listingId: house,
      from: '2026-01-01',
      terms: { feePercent: '20' },
    });
    const expense = { listingId: house, category: 'repairs', description: 'Roof', day: '2026-02-03', amount: '486.50' };
    const roof = String((await ask('POST', '/expenses', expense))['id']);
    const made = (await ask('POST', '/statements/generate', of))['statements'] as { statementId: string }[];
    const { statementId } = made[0]!;
    await ask('POST', `/statements/${statementId}/finalize`);
    const refused = await pay(statementId);
    expect([refused.status, refused.body['detail']]).toEqual([409, expect.stringContaining('closing of -486.50')]);
    expect(await stateOf(statementId)).toBe('final');
    const unsent = await call('POST', `/statements/${statementId}/send`, {});
    expect([unsent.status, unsent.body['detail']]).toEqual([409, expect.stringContaining(`email of owner ${poor}`)]);
    await ask('POST', `/statements/${statementId}/void`, { reason: 'It was the roof of another house' });
    await ask('POST', `/expenses/${roof}/void`, { reason: 'It was the roof of another house' });
  });

  it('what went to an old address is sent to the new one, once', async () => {
    await ask('PATCH', `/owners/${ana}`, { email: 'ana.newest@owners.test' });
    expect((await call('POST', `/statements/${february}/send`, {})).body).toMatchObject({
      attempt: 3,
      toAddress: 'ana.newest@owners.test',
    });
    expect(await settled(february)).toMatchObject({ state: 'sent', attempt: 3 });
    expect((await call('POST', `/statements/${february}/send`, {})).body).toMatchObject({ attempt: 3 });
    expect(await stateOf(february)).toBe('paid');
  });
});

describe('the mail of a statement that is voided before the mail server takes it', () => {
  it('is not sent when the server is there again, and flags nobody', async () => {
    const owner = { name: 'Void', currency: 'DKK', email: 'void@owners.test' };
    const ownerId = (await ask('POST', '/owners', owner))['id'] as number;
    const house = await listing('VOID', [{ ownerId, shareBp: 10_000 }]);
    await agree(ownerId, house);
    const waste = { listingId: house, category: 'repairs', description: 'Waste', day: '2026-02-03', amount: '1.00' };
    const spent = await ask('POST', '/expenses', { ...waste, currency: 'DKK' });
    const id = await final(ownerId, house, '2026-02-01', '2026-02-28');
    mail.reset();
    mail.replies = ['451 4.3.0 Try again later'];
    const { mailId } = await ask('POST', `/statements/${id}/send`, {});
    const queued = `SELECT id FROM mail_message WHERE id = $1 AND attempt = 1 AND state = 'queued'`;
    const tried = async () => (await platform.sql.query<{ id: string }>(queued, [mailId])).rows[0];
    await until('the first attempt', tried);
    await ask('POST', `/statements/${id}/void`, { reason: 'Sent too early' });
    await until('the next attempt', async () => {
      await platform.sql.query(
        `UPDATE job_live SET run_at = now(), due = true WHERE name = 'email-notification' AND status = 'PENDING'`,
      );
      const { deliveries } = (await ask('GET', `/statements/${id}/deliveries`)) as { deliveries: Body[] };
      return deliveries[0]!['state'] === 'queued' ? undefined : deliveries[0];
    });
    expect(await settled(id)).toMatchObject({ state: 'failed', words: expect.stringContaining('was voided') });
    expect(mail.received).toEqual([]);
    expect(await ask('GET', `/owners/${ownerId}`)).toMatchObject({ mailTrouble: null });
    await ask('POST', `/expenses/${String(spent['id'])}/void`, { reason: 'Of another house' });
  });

  it('goes once while it waits to be sent again from the log, and not at all when the statement is voided then', async () => {
    const owner = { name: 'Again', currency: 'DKK', email: 'again@owners.test' };
    const ownerId = (await ask('POST', '/owners', owner))['id'] as number;
    const house = await listing('AGAIN', [{ ownerId, shareBp: 10_000 }]);
    await agree(ownerId, house);
    const waste = { listingId: house, category: 'repairs', description: 'Waste', day: '2026-02-03', amount: '1.00' };
    const spent = await ask('POST', '/expenses', { ...waste, currency: 'DKK' });
    const id = await final(ownerId, house, '2026-02-01', '2026-02-28');
    mail.reset();
    mail.replies = ['550 5.7.1 Relaying denied', '550 5.7.1 Relaying denied', '451 4.3.0 Try again later'];
    const stateIs = (mailId: unknown, state: string) =>
      until(`a mail that is ${state}`, async () => {
        const sql = `SELECT id FROM mail_message WHERE id = $1 AND attempt = 1 AND state = $2`;
        return (await platform.sql.query<{ id: string }>(sql, [mailId, state])).rows[0];
      });
    const ended = (mailId: unknown) =>
      until('the end of its job', async () => {
        const sql = `SELECT 1 FROM mail_message m WHERE m.id = $1 AND NOT EXISTS (SELECT FROM job_live l WHERE l.id = m.job_id)`;
        return (await platform.sql.query(sql, [mailId])).rows[0] as object | undefined;
      });
    const { mailId: first } = await ask('POST', `/statements/${id}/send`, {});
    await ended(first);
    expect(await settled(id)).toMatchObject({ state: 'failed' });
    const resend = async (which: unknown) => {
      const { token } = platform.a.ADMIN;
      const again = await platform.call('POST', `/api/v1/mail/messages/${String(which)}/resend`, { token });
      expect([again.status, again.text]).toEqual([202, again.text]);
      return again.body['messageId'];
    };
    const second = await resend(first);
    await ended(second);
    const third = await resend(second);
    await stateIs(third, 'queued');
    expect(await ask('POST', `/statements/${id}/send`, {})).toMatchObject({ mailId: first, attempt: 1 });
    await ask('POST', `/statements/${id}/void`, { reason: 'Sent too early' });
    await platform.sql.query(
      `UPDATE job_live SET run_at = now(), due = true WHERE name = 'email-notification' AND status = 'PENDING'`,
    );
    await ended(third);
    expect(await settled(id)).toMatchObject({ state: 'failed', words: expect.stringContaining('was voided') });
    expect(mail.received).toEqual([]);
    await ask('POST', `/expenses/${String(spent['id'])}/void`, { reason: 'Of another house' });
  });
});

describe("an owner's link", () => {
  const open = (url: string) => platform.call('GET', url.slice(url.indexOf('/api/v1')));

  it('shows final statements and agreements, and gives the PDF', async () => {
    const { url } = (await ask('POST', `/owners/${ana}/links`, { days: 1 })) as { url: string };
    const page = await open(url);
    expect(page.status).toBe(200);
    for (const words of ['Os seus extratos', 'Ana Maria Sousa', '20%', february]) expect(page.text).toContain(words);
    expect((page.text.match(/\/pdf"/g) ?? []).length).toBe(1);
    expect((await open(`${url}/statements/${february}/pdf`)).status).toBe(200);
    const other = '01900000-0000-7000-8000-000000000001';
    expect((await open(`${url}/statements/${other}/pdf`)).status).toBe(404);
    const disable = (since: string) => platform.sql.query(`UPDATE tenant SET disabled_at = ${since}`);
    await disable('now()');
    for (const what of ['', `/statements/${february}/pdf`]) expect((await open(`${url}${what}`)).status).toBe(404);
    await disable('NULL');
  });

  it('opens nothing when it is over, was taken back, or is none', async () => {
    const made = async () => (await ask('POST', `/owners/${ana}/links`, {})) as { id: string; url: string };
    const [over, back] = [await made(), await made()];
    expect((await open(over.url)).status).toBe(200);
    await platform.sql.query(`UPDATE owner_link SET expires_at = now() - interval '1 s' WHERE id = $1`, [over.id]);
    expect((await open(over.url)).status).toBe(404);
    expect((await open(back.url)).status).toBe(200);
    expect((await call('DELETE', `/owners/${ana}/links`)).status).toBe(204);
    for (const url of [back.url, over.url, `${back.url}x`, '/api/v1/owner/nothing']) {
      const answer = await open(url);
      expect([answer.status, String(answer.headers['content-type'])]).toEqual([404, 'text/html; charset=utf-8']);
    }
    expect((await open(`${back.url}/statements/${february}/pdf`)).status).toBe(404);
  });
});

describe('summaries', () => {
  it('sum a year to its statements', async () => {
    const year = await ask('GET', `/owners/${ana}/year-summary?year=2026`);
    expect(year).toMatchObject({
      rows: [
        {
          month: '2026-02',
          nights: 5,
          rent: '1000.00',
          channelFee: '-168.00',
          managementFee: '-200.00',
          net: '632.00',
        },
      ],
      total: { net: '632.00' },
      statements: [{ id: february, net: '632.00' }],
    });
    expect((await call('GET', `/owners/${ana}/year-summary/csv?year=2026`)).text).toContain('2026-02,CASA,5,1000.00');
    expect(pdfPages(await pdf(`/owners/${ana}/year-summary/pdf?year=2026`)).join('\n')).toContain('632,00');
  });

  it('count a transfer that a file tells once, also when the bank’s list tells it too, and owe an opening balance', async () => {
    const zoe = (await ask('POST', '/owners', { name: 'Zoe', currency: 'NOK' }))['id'] as number;
    const at = async (asOf: string) =>
      ((await ask('GET', `/trust-check?asOf=${asOf}`)) as { currencies: Body[] }).currencies.find(
        ({ currency }) => currency === 'NOK',
      );
    // A confirmed import of a file, as far as its transfers go: twice 100.00, and one whose day nobody knows.
    const { rows } = await platform.sql.query<{ id: string }>(
      `INSERT INTO statement_import (id, tenant_id, name, bytes, sha256, survey, options, confirmed_at)
       VALUES (gen_random_uuid(), $1, 'payouts.csv', 1, repeat('0', 64), '{}', '{}', now()) RETURNING id`,
      [platform.a.id],
    );
    await platform.sql.query(
      `INSERT INTO channel_payout (id, tenant_id, import_id, batch, channel, day, currency, amount_minor, rows_minor, rows)
       SELECT gen_random_uuid(), $1, $2, n::text, 'airbnb', CASE n WHEN 3 THEN NULL ELSE '2026-03-02'::date + n END, 'NOK',
         CASE n WHEN 2 THEN NULL ELSE 10000 END, 10000, 1 FROM generate_series(1, 3) n`,
      [platform.a.id, rows[0]!.id],
    );
    expect(await at('2026-03-02')).toBeUndefined();
    expect(await at('2026-03-03')).toMatchObject({
      bank: '100.00',
      channels: [{ channel: 'airbnb', received: '100.00' }],
    });
    expect(await at('2026-03-04')).toMatchObject({ bank: '200.00' });
    const came = { day: '2026-03-04', kind: 'channel_receipt', amount: '100.00', currency: 'NOK', channel: 'airbnb' };
    const tell = (key: string, over: object = {}) =>
      ask('POST', '/trust-movements', { movements: [{ ...came, ...over, key }] });
    await tell('C1');
    await tell('C2', { channel: null });
    expect(await at('2026-03-04')).toMatchObject({ bank: '200.00' });
    await tell('C3');
    await tell('C4', { amount: '7.00' });
    expect(await at('2026-03-04')).toMatchObject({ bank: '307.00', unexplained: '0.00' });
    await ask('POST', `/owners/${zoe}/opening-balances`, { amount: '50.00', date: '2026-02-28', note: 'Before' });
    expect(await at('2026-02-27')).toBeUndefined();
    expect(await at('2026-02-28')).toMatchObject({
      bank: '0.00',
      owners: '50.00',
      deposits: '-50.00',
      unexplained: '0.00',
    });
    await tell('C5', { kind: 'owner_deposit', amount: '50.00', channel: null, day: '2026-03-01' });
    expect(await at('2026-03-04')).toMatchObject({
      bank: '357.00',
      owners: '50.00',
      deposits: '0.00',
      unexplained: '0.00',
    });
    // Of an amount that two channels have sent, a receipt that names neither is one of the two.
    await platform.sql.query(
      `INSERT INTO channel_payout (id, tenant_id, import_id, batch, channel, day, currency, amount_minor, rows_minor, rows)
       SELECT gen_random_uuid(), $1, $2, c, c, '2026-03-04', 'NOK', 7700, 7700, 1 FROM unnest('{airbnb,vrbo}'::text[]) c`,
      [platform.a.id, rows[0]!.id],
    );
    await tell('C6', { amount: '77.00', channel: null });
    expect(await at('2026-03-04')).toMatchObject({ bank: '511.00' });
    await tell('C7', { amount: '77.00' });
    expect(await at('2026-03-04')).toMatchObject({ bank: '511.00' });
  });

  /** By hand: 4 of 7 nights: 400.00 + 40.00 of cleaning + 12.00 of tax - 60.00; the owner gets all but the fee of 40.00 and the tax. */
  it('have the part of a prorated stay that is stated', async () => {
    const rui = (await ask('POST', '/owners', { name: 'Rui', currency: 'SEK' }))['id'] as number;
    const hut = await listing('HUT', [{ ownerId: rui, shareBp: 10_000 }]);
    await ask('POST', '/agreements', {
      ...{ ownerId: rui, listingId: hut, from: '2025-01-01' },
      terms: { feePercent: '10', cleaningTo: 'owner', recognition: 'nightly', prorateStayFees: true },
    });
    await ask('POST', '/reservations', {
      ...{
        listingId: hut,
        channel: 'vrbo',
        code: 'PRO',
        checkIn: '2026-02-25',
        checkOut: '2026-03-04',
        currency: 'SEK',
      },
      ...{ rent: '700.00', cleaning: '70.00', tax: '21.00', taxRemittedBy: 'host', channelFee: '105.00' },
    });
    await final(rui, hut, '2026-02-01', '2026-02-28');
    const { currencies } = (await ask('GET', '/trust-check?asOf=2026-02-28')) as { currencies: Body[] };
    expect(currencies.find(({ currency }) => currency === 'SEK')).toMatchObject({
      ...{ owners: '340.00', unexplained: '0.00', taxes: { collected: '12.00' }, manager: { earned: '40.00' } },
      channels: [{ channel: 'vrbo', stated: '392.00' }],
    });
    const year = await ask('GET', `/owners/${rui}/year-summary?year=2026`);
    expect(year['total']).toMatchObject({
      nights: 4,
      rent: '400.00',
      cleaning: '40.00',
      managementFee: '-40.00',
      net: '340.00',
    });
  });

  const inCurrency = async (asOf: string, wanted: string) =>
    ((await ask('GET', `/trust-check?asOf=${asOf}`)) as { currencies: Body[] }).currencies.find(
      ({ currency }) => currency === wanted,
    );

  /** By hand: 5 nights, 1,000.00 + 120.00; then 6, 1,200.00 + 120.00; then 4, 800.00 + 120.00. Fee 20 %, cleaning kept. */
  it('follow a stay that became longer, and shorter, once its owner is told', async () => {
    const ewa = (await ask('POST', '/owners', { name: 'Ewa', currency: 'PLN' }))['id'] as number;
    const loft = await listing('LONGER', [{ ownerId: ewa, shareBp: 10_000 }]);
    await ask('POST', '/agreements', {
      ...{ ownerId: ewa, listingId: loft, from: '2025-01-01' },
      terms: { feePercent: '20', cleaningTo: 'manager', recognition: 'checkin' },
    });
    const one = { listingId: loft, channel: 'vrbo', code: 'LONGER', checkIn: '2026-03-28', currency: 'PLN' };
    const { id } = await ask('POST', '/reservations', {
      ...one,
      checkOut: '2026-04-02',
      rent: '1000.00',
      cleaning: '120.00',
    });
    await final(ewa, loft, '2026-03-01', '2026-03-31');
    const is = async (asOf: string, stated: string, earned: string) =>
      expect(await inCurrency(asOf, 'PLN')).toMatchObject({
        ...{ manager: { earned }, channels: [{ channel: 'vrbo', stated }], unexplained: '0.00' },
      });
    await ask('PATCH', `/reservations/${String(id)}`, { checkOut: '2026-04-03', rent: '1200.00' });
    await is('2026-04-30', '1120.00', '320.00');
    await final(ewa, loft, '2026-04-01', '2026-04-30');
    await is('2026-04-30', '1320.00', '360.00');
    await ask('PATCH', `/reservations/${String(id)}`, { checkOut: '2026-04-01', rent: '800.00' });
    await final(ewa, loft, '2026-05-01', '2026-05-31');
    await is('2026-04-30', '1320.00', '360.00');
    await is('2026-05-31', '920.00', '280.00');
    const year = await ask('GET', `/owners/${ewa}/year-summary?year=2026`);
    expect(year['total']).toMatchObject({ nights: 5, net: '640.00' });
  });

  /** By hand: 1,000.00 + 120.00 of cleaning - 168.00, by 60/40; over a sale 3 nights of 5. */
  it('count what one of two owners was told, and nothing of the other for the manager', async () => {
    const [ion, ana2] = [
      (await ask('POST', '/owners', { name: 'Ion', currency: 'RON' }))['id'] as number,
      (await ask('POST', '/owners', { name: 'Ana', currency: 'RON' }))['id'] as number,
    ];
    const both = [
      { ownerId: ion, shareBp: 6_000 },
      { ownerId: ana2, shareBp: 4_000 },
    ];
    const flat = await listing('HALF', both);
    await agree(ion, flat);
    await agree(ana2, flat);
    await stay(flat, '2026-04-03', '2026-04-08', { code: 'HALF', currency: 'RON' });
    await final(ion, flat, '2026-04-01', '2026-04-30');
    const april = () => inCurrency('2026-04-30', 'RON');
    const half = {
      owners: '379.20',
      manager: { earned: '192.00' },
      channels: [{ channel: 'airbnb', stated: '571.20' }],
    };
    expect(await april()).toMatchObject({ ...half, unexplained: '0.00' });
    await final(ana2, flat, '2026-04-01', '2026-04-30');
    expect(await april()).toMatchObject({ manager: { earned: '320.00' }, channels: [{ stated: '952.00' }] });

    await ask('PUT', `/listings/${flat}/ownership`, {
      from: '2026-05-01',
      shares: [{ ownerId: ion, shareBp: 10_000 }],
    });
    await ask('PUT', `/listings/${flat}/ownership`, {
      from: '2026-05-23',
      shares: [{ ownerId: ana2, shareBp: 10_000 }],
    });
    await stay(flat, '2026-05-20', '2026-05-25', { code: 'SOLD', currency: 'RON' });
    await final(ion, flat, '2026-05-01', '2026-05-31');
    const may = await inCurrency('2026-05-31', 'RON');
    // 600.00 - 100.80; the cleaning is with the last night, which is the other one's.
    expect(may).toMatchObject({ manager: { earned: '440.00' }, channels: [{ stated: '1451.20' }] });
    const nights = async (owner: number) =>
      ((await ask('GET', `/owners/${owner}/year-summary?year=2026`))['total'] as Body)['nights'];
    expect(await nights(ion)).toBe(5 + 3);
  });

  /** By hand: of the 60 % as above, and nothing of the 40 %, of which the other one was told 252.80 at 2.00. */
  it('count of a co-owner with another currency what it was told, and nothing for the manager', async () => {
    const [som, zeb] = [
      (await ask('POST', '/owners', { name: 'Som', currency: 'THB' }))['id'] as number,
      (await ask('POST', '/owners', { name: 'Zeb', currency: 'ZAR' }))['id'] as number,
    ];
    const flat = await listing('TWO', [
      { ownerId: som, shareBp: 6_000 },
      { ownerId: zeb, shareBp: 4_000 },
    ]);
    for (const one of [som, zeb]) await agree(one, flat);
    const rate = { base: 'THB', quote: 'ZAR', day: '2026-04-02', rate: '2', source: 'bank' };
    await ask('POST', '/exchange-rates', { rates: [rate] });
    await stay(flat, '2026-04-03', '2026-04-08', { code: 'TWO', currency: 'THB' });
    for (const one of [som, zeb]) await final(one, flat, '2026-04-01', '2026-04-30');
    expect(await inCurrency('2026-04-30', 'THB')).toMatchObject({
      ...{ owners: '379.20', manager: { earned: '192.00' }, unexplained: '0.00' },
      channels: [{ channel: 'airbnb', stated: '571.20' }],
    });
    expect(await inCurrency('2026-04-30', 'ZAR')).toMatchObject({
      ...{ owners: '505.60', manager: { earned: '0.00' }, unexplained: '0.00' },
    });
  });

  /** By hand: 1,000.00 + 120.00 - 168.00 = 952.00 came; the owner had 632.00 of it, the manager has 200.00 + 120.00. */
  it('find owners, manager and taxes in the bank, or say what is missing', async () => {
    const check = async () =>
      ((await ask('GET', '/trust-check?asOf=2026-03-31')) as { currencies: Body[] }).currencies[0]!;
    expect(await check()).toMatchObject({
      ...{ bank: '-632.00', owners: '0.00', difference: '-952.00', unexplained: '0.00' },
      channels: [{ channel: 'airbnb', received: '0.00', stated: '952.00', gap: '-952.00' }],
      latestStated: [{ code: 'HM2026-02-03', amount: '952.00' }],
    });
    const came = {
      key: 'B1',
      day: '2026-02-04',
      kind: 'channel_receipt',
      amount: '952.00',
      currency: 'EUR',
      channel: 'airbnb',
    };
    await ask('POST', '/trust-movements', { movements: [came] });
    expect(await check()).toMatchObject({
      ...{ bank: '320.00', owners: '0.00', difference: '0.00', channels: [], notStated: [] },
      manager: { earned: '320.00', total: '320.00' },
      taxes: { unpaid: '0.00' },
    });
    await ask('POST', '/trust-movements', { movements: [{ ...came, key: 'B2', day: '2026-03-04' }] });
    expect(await check()).toMatchObject({
      ...{ difference: '952.00', channels: [{ channel: 'airbnb', gap: '952.00' }] },
      notStated: [{ code: 'HM2026-03-03', amount: '952.00' }],
    });
  });
});

// Last, because a stay that is on no statement any more shows in the trust check.
describe('the PDF of a void statement', () => {
  it('is marked once it is void, though it was final before', async () => {
    const shed = await listing('SHED', [{ ownerId: ana, shareBp: 10_000 }]);
    await agree(ana, shed);
    await stay(shed, '2026-02-10', '2026-02-12');
    const id = await final(ana, shed, '2026-02-01', '2026-02-28');
    expect(pdfPages(await pdf(`/statements/${id}/pdf`)).join('\n')).not.toContain('ANULADO');
    await ask('POST', `/statements/${id}/void`, { reason: 'Wrong listing' });
    for (const page of pdfPages(await pdf(`/statements/${id}/pdf`))) expect(page).toContain('ANULADO');
  });
});
