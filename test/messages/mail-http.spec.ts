import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Platform } from '../platform/harness.js';

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({ ROLES: 'api,worker', JOBS_WAIT_MS: '20000', JOBS_TICK_MS: '50' });
});
afterAll(() => platform?.stop());

const call = (method: string, path: string, body?: unknown, person = platform.a.ADMIN) =>
  platform.call(method, `/api/v1${path}`, { token: person.token, body });
interface Mail {
  id: string;
  state: string;
  subject: string;
  toAddress: string;
  route: string;
  jobId: string;
  resendOf: string | null;
}
const list = async (query = '') =>
  (await call('GET', `/mail/messages${query}`)).body as { messages: Mail[]; total: number };

/** Resolves with the job once it has ended. */
async function ended(id: string): Promise<Record<string, unknown>> {
  for (;;) {
    const { body } = await call('GET', `/jobs/${id}`);
    if (['completed', 'failed', 'cancelled'].includes(body['status'] as string)) return body;
    await new Promise((again) => setTimeout(again, 30));
  }
}
const notify = async (data: object, route = '/jobs', more: object = {}) => {
  const { status, body } = await call('POST', route, { type: 'email-notification', data, ...more });
  return { status, body, job: status === 201 ? await ended(body['id'] as string) : undefined };
};

describe('without a mail server', () => {
  const EXPIRED = {
    type: 'quote-expired',
    recipientEmail: 'customer@example.com',
    templateData: { quoteNumber: 'Q-123' },
  };

  it("the documents' job puts a mail into the local inbox, now and at a time", async () => {
    const now = await notify(EXPIRED);
    expect(now.job).toMatchObject({ status: 'completed', maxAttempts: 5, result: { state: 'sent', route: 'inbox' } });
    const later = await notify(EXPIRED, '/jobs/schedule', { delay: 50 });
    expect(later.job).toMatchObject({ status: 'completed' });
    const { messages, total } = await list('?address=Customer@Example.com&template=quote-expired&state=sent');
    expect(total).toBe(2);
    expect(messages[0]).toMatchObject({ subject: 'Your quote Q-123 has expired', route: 'inbox', attempt: 1 });
    const { body } = await call('GET', `/mail/messages/${messages[0]!.id}`);
    expect(body).toMatchObject({
      text: expect.stringContaining('Our quote Q-123'),
      html: expect.stringContaining('Our quote Q-123'),
      headers: { To: 'customer@example.com', 'Message-ID': expect.stringMatching(/^<[0-9a-f]{40}@localhost>$/) },
      attachments: [],
    });
    expect((await list('?state=failed')).total).toBe(0);
    expect((await list('?from=2100-01-01T00:00:00Z')).total).toBe(0);
  });

  it('a variable that is missing makes a dead letter at once, which names it, and no mail', async () => {
    const { job } = await notify({ ...EXPIRED, recipientEmail: 'nobody@example.com', templateData: {} });
    expect(job).toMatchObject({ status: 'failed', attempts: 1 });
    expect(JSON.stringify(job!['error'])).toContain('quoteNumber is missing');
    const { body } = await call('GET', '/jobs/dead-letters');
    expect(JSON.stringify(body)).toContain('quoteNumber is missing');
    expect((await list('?address=nobody@example.com')).total).toBe(0);
    // Mended and requeued, it is sent.
    const [letter] = body['deadLetters'] as { id: string }[];
    const requeued = await call('POST', `/jobs/dead-letters/${letter!.id}/requeue`, {
      data: { ...EXPIRED, recipientEmail: 'nobody@example.com' },
    });
    expect(requeued.status).toBeLessThan(300);
    await ended(job!['id'] as string);
    expect((await list('?address=nobody@example.com')).messages).toMatchObject([{ state: 'sent' }]);
  });

  it.each(['a@example.com, evil@example.com', 'Ana <a@example.com>', 'nonsense'])(
    'refuses %j as a recipient before there is a job',
    async (recipientEmail) => {
      const { status, body } = await notify({ ...EXPIRED, recipientEmail });
      expect(status).toBe(400);
      expect(JSON.stringify(body)).toContain('exactly one mail address');
    },
  );

  it('an administrator sends one to himself', async () => {
    const { status, body } = await call('POST', '/mail/test');
    expect(status).toBe(202);
    expect(await ended(body['jobId'] as string)).toMatchObject({ status: 'completed' });
    const detail = await call('GET', `/mail/messages/${String(body['messageId'])}`);
    expect(detail.body).toMatchObject({ state: 'sent', toAddress: platform.a.ADMIN.email, template: 'mail-test' });
    const key = await platform.apiKey(platform.a.ADMIN, platform.a);
    const byKey = await platform.call('POST', '/api/v1/mail/test', { token: key.key });
    expect(byKey.status).toBe(202);
  });

  it('a mail is sent once more as a mail of its own, but never to a suppressed address', async () => {
    const [mail] = (await list('?template=quote-expired')).messages;
    const { status, body } = await call('POST', `/mail/messages/${mail!.id}/resend`);
    expect(status).toBe(202);
    await ended(body['jobId'] as string);
    const repeat = (await call('GET', `/mail/messages/${String(body['messageId'])}`)).body;
    const original = (await call('GET', `/mail/messages/${mail!.id}`)).body;
    expect(repeat).toMatchObject({
      resendOf: mail!.id,
      state: 'sent',
      text: original['text'],
      contentHash: original['contentHash'],
    });
    expect(repeat['headers'] as object).not.toEqual(original['headers']);

    const suppression = { address: mail!.toAddress.toUpperCase(), detail: 'Asked by phone' };
    expect((await call('POST', '/mail/suppressions', suppression)).status).toBe(201);
    expect((await call('POST', `/mail/messages/${mail!.id}/resend`)).status).toBe(409);
    const suppressed = await notify({ ...EXPIRED, recipientEmail: mail!.toAddress });
    expect(suppressed.job).toMatchObject({ status: 'completed', result: { state: 'suppressed', route: null } });

    const { body: all } = await call('GET', '/mail/suppressions');
    expect(all).toMatchObject({ total: 1, suppressions: [{ address: mail!.toAddress, reason: 'added' }] });
    const path = `/mail/suppressions/${encodeURIComponent(mail!.toAddress)}`;
    expect((await call('GET', path)).status).toBe(200);
    expect((await call('DELETE', path, undefined, platform.b.ADMIN)).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('DELETE', path)).status).toBe(404);
    // Its job run again sends it after all.
    expect((await call('POST', `/jobs/${String(suppressed.job!['id'])}/retry`)).status).toBe(409);
  });

  it('templates tell what they need, and show what they would send', async () => {
    const { body } = await call('GET', '/mail/templates');
    const templates = body['templates'] as { name: string; variables: { name: string; required: boolean }[] }[];
    for (const name of ['quote-ready', 'quote-accepted', 'quote-expired', 'order-shipped'])
      expect(templates.map((one) => one.name)).toContain(name);
    const expired = templates.find(({ name }) => name === 'quote-expired')!;
    expect(expired.variables.filter(({ required }) => required).map(({ name }) => name)).toEqual(['quoteNumber']);

    const sample = await call('POST', '/mail/templates/quote-ready/preview');
    expect(sample.status).toBe(200);
    expect(sample.body['subject']).toContain('Q-2028-0042');
    const given = await call('POST', '/mail/templates/quote-expired/preview', { data: { quoteNumber: '<b>7</b>' } });
    expect(given.body['html']).toContain('&lt;b&gt;7&lt;/b&gt;');
    expect(given.headers['content-type']).toContain('application/json');
    const bad = await call('POST', '/mail/templates/quote-expired/preview', { data: { link: 'javascript:alert(1)' } });
    expect(bad.status).toBe(400);
    expect((bad.body['errors'] as { path: string }[]).map(({ path }) => path)).toEqual([
      'data.quoteNumber',
      'data.link',
    ]);
    expect((await call('POST', '/mail/templates/none/preview')).status).toBe(404);
  });

  it('the sender is what the administrator says, within what the server may send for', async () => {
    expect((await call('GET', '/mail/sender')).body).toMatchObject({
      name: null,
      route: 'inbox',
      from: 'aurora <nightshift@localhost>',
    });
    const put = await call('PUT', '/mail/sender', { name: 'Aurora Parts', replyTo: 'office@aurora.test' });
    expect(put.body).toMatchObject({ from: 'Aurora Parts <nightshift@localhost>', replyTo: 'office@aurora.test' });
    const preview = await call('POST', '/mail/templates/quote-expired/preview');
    expect(preview.body['html']).toContain('Aurora Parts');
    for (const bad of [
      { fromAddress: 'ceo@bank.test' },
      { replyTo: 'a@x.test, b@x.test' },
      { name: 'A\r\nBcc: evil@x.test' },
      { name: 'Bank <ceo@bank.test>' },
    ])
      expect((await call('PUT', '/mail/sender', bad)).status).toBe(400);
    // Another tenant has its own.
    expect((await call('GET', '/mail/sender', undefined, platform.b.ADMIN)).body).toMatchObject({ name: null });
  });

  it('belongs to its tenant, and to the ADMIN alone', async () => {
    const [mail] = (await list()).messages;
    expect((await call('GET', `/mail/messages/${mail!.id}`, undefined, platform.b.ADMIN)).status).toBe(404);
    expect((await call('POST', `/mail/messages/${mail!.id}/resend`, undefined, platform.b.ADMIN)).status).toBe(404);
    for (const person of [platform.a.MANAGER, platform.a.STAFF, platform.operator])
      expect((await call('GET', '/mail/messages', undefined, person)).status).toBe(403);
  });
});
