import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { JobsService } from '../../src/jobs/index.js';
import type { JobsKit } from '../../src/jobs/testing/index.js';
import {
  defineMailTemplate,
  MailOutcomes,
  MailWithdrawals,
  Messages,
  MessagesModule,
  type MessageRequest,
} from '../../src/messages/index.js';
import { JobControl } from '../../src/jobs/control/job-control.js';
import { MailLog } from '../../src/messages/routes/mail-log.service.js';
import { EmailNotification } from '../../src/messages/sending/email-notification.job.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { MailSenders } from '../../src/platform/mail/mail-senders.js';
import { MailTransport } from '../../src/platform/mail/mail.transport.js';
import { FileStorage } from '../../src/platform/storage/index.js';
import { startKit } from '../support/jobs-kit.js';
import { MailServer } from '../support/mail-server.js';

const Note = defineMailTemplate({
  name: 'note',
  summary: 'To try mail',
  variables: { name: { kind: 'text', required: true, about: 'Who' } },
  sample: { name: 'Ana' },
  subject: 'News for {{name}}',
  html: '<p>Hello {{name}}</p>',
  text: 'Hello {{name}}',
});

interface Row {
  state: string;
  attempt: number;
  error: string | null;
  route: string | null;
  message_id: string;
  sent_from: string | null;
}

let server: MailServer;
let kit: JobsKit;
let stop: () => Promise<void>;
beforeAll(async () => {
  server = await MailServer.start();
  ({ kit, stop } = await startKit([MessagesModule.forFeature(Note)], {
    SMTP_URL: server.url,
    MAIL_FROM: 'Night <night@inn.test>',
    MAIL_SENDER_DOMAINS: 'alpine.test',
    SMTP_MAX_CONNECTIONS: '3',
    JOBS_LEASE_MS: '2000',
  }));
});
afterAll(async () => {
  await stop?.();
  await server?.stop();
});
afterEach(() => server.reset());

let count = 0;
const fresh = () => `reader${++count}@example.test`;
const send = (over: Partial<MessageRequest> = {}) =>
  kit.as(() =>
    kit
      .get(Messages)
      .send({ key: `k${++count}`, template: Note, to: { address: fresh() }, data: { name: 'Ana' }, ...over }),
  );
const row = async (id: string) => (await kit.sql<Row>('SELECT * FROM mail_message WHERE id = $1', [id]))[0]!;
/** Sends a mail and waits for its job, bringing back-offs nearer. */
async function sent(over: Partial<MessageRequest> = {}, retries = 0) {
  const message = await send(over);
  for (let n = 0; n < retries; n++) {
    await kit.waiting(message.jobId!);
    await kit.advance(3_600_000);
  }
  const job = await kit.ended(message.jobId!);
  return { ...message, job, row: await row(message.id) };
}
const suppressed = async (address: string) =>
  (await kit.sql<{ reason: string }>('SELECT reason FROM mail_suppression WHERE address = $1', [address]))[0];

describe('a mail of the outbox', () => {
  it('arrives as text and html, with one Message-ID, from the tenant', async () => {
    const to = fresh();
    const { row, job } = await sent({ to: { address: to, name: 'Ana Sousa' } });
    expect(job).toMatchObject({ status: 'completed', result: { state: 'sent', route: 'smtp' } });
    expect(row).toMatchObject({
      state: 'sent',
      route: 'smtp',
      attempt: 1,
      sent_from: expect.stringMatching(/^t-.* <night@inn\.test>$/),
    });
    expect(server.received).toHaveLength(1);
    const [{ to: envelope, text }] = server.received as [(typeof server.received)[0]];
    expect(envelope).toEqual([to]);
    const mail = await simpleParser(text);
    expect(mail.messageId).toBe(row.message_id);
    expect(mail.subject).toBe('News for Ana');
    expect(mail.text).toContain('Hello Ana');
    expect(mail.html).toContain('<p>Hello Ana</p>');
    expect(text).toMatch(/multipart\/alternative[^]*text\/plain[^]*text\/html/);
    expect(text).toContain('Auto-Submitted: auto-generated');
  });

  it('is written once for a key, however often and by however many at once it is asked for', async () => {
    const request = { key: 'once', to: { address: fresh() } };
    const answers = await Promise.all([send(request), send(request), send(request)]);
    const later = await send({ ...request, data: { name: 'Rui' } });
    expect(new Set([...answers, later].map(({ id }) => id)).size).toBe(1);
    expect([...answers, later].filter(({ created }) => created)).toHaveLength(1);
    await kit.drain();
    expect(server.received).toHaveLength(1);
  });

  it('is there if its transaction commits, and not if it does not', async () => {
    const db = kit.get(TenantDatabase);
    const broken = kit.as(() =>
      db.transaction(async () => {
        await kit
          .get(Messages)
          .send({ key: 'broken', template: 'note', to: { address: fresh() }, data: { name: 'x' } });
        throw new Error('the rest failed');
      }),
    );
    await expect(broken).rejects.toThrow('the rest failed');
    expect(await kit.sql(`SELECT 1 FROM mail_message WHERE key = 'broken'`)).toEqual([]);
    await kit.drain();
    expect(server.received).toEqual([]);
  });

  it('waits for its time', async () => {
    const { id, jobId } = await send({ notBefore: new Date(Date.now() + 3_600_000) });
    expect(await kit.as(() => kit.get(JobsService).get(jobId!))).toMatchObject({ status: 'delayed' });
    expect((await row(id)).state).toBe('queued');
    await kit.advance(3_600_001);
    await kit.ended(jobId!);
    expect((await row(id)).state).toBe('sent');
  });

  it.each([
    'a@x.test, evil@x.test',
    'a@x.test evil@x.test',
    'Ana <a@x.test>',
    'a@x.test\r\nBcc: evil@x.test',
    '"a,b"@x.test',
    '',
  ])('is refused for %j, which is not exactly one address', async (address) => {
    await expect(send({ to: { address } })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('has no header that a name or a subject could bring in, and shows a name escaped', async () => {
    await sent({
      to: { address: fresh(), name: 'Ana"\r\nBcc: evil@x.test, <other@x.test>' },
      data: { name: '<b>Ana</b>\r\nBcc: evil@x.test' },
    });
    const [{ to, text }] = server.received as [(typeof server.received)[0]];
    expect(to).toHaveLength(1);
    const head = text.split('\r\n\r\n', 1)[0]!;
    expect(head).not.toMatch(/^bcc:|=0[da]/im);
    const mail = await simpleParser(text);
    expect(mail.subject).toBe('News for <b>Ana</b> Bcc: evil@x.test');
    expect(mail.html).toContain('&lt;b&gt;Ana&lt;/b&gt;');
    expect(mail.html).not.toContain('<b>');
    expect(
      [mail.to]
        .flat()
        .flatMap((one) => one!.value)
        .filter(({ address }) => address),
    ).toHaveLength(1);
  });

  it('says how to unsubscribe in one header, however long, and by one click', async () => {
    const url = `https://nightshift.test/unsubscribe/${'a'.repeat(300)}?t=${'b'.repeat(200)}`;
    await sent({ unsubscribe: { url, mailto: 'stop@alpine.test' } });
    const [head] = server.received[0]!.text.split('\r\n\r\n', 1);
    expect(head!.match(/^List-Unsubscribe:/gim)).toHaveLength(1);
    expect(head!.match(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/gim)).toHaveLength(1);
    const value = /^List-Unsubscribe:((?:.*\r\n[ \t])*.*)/im.exec(head!)![1]!.replaceAll('\r\n', '').trim();
    // Unfolded as RFC 5322 says, by taking out the line breaks alone: a fold within an address would leave a space in it.
    expect(value.replace(/\s+</, ' <')).toBe(`<${url}>, <mailto:stop@alpine.test>`);
  });

  it('comes from the tenant as it has set itself up', async () => {
    const senders = kit.get(MailSenders);
    await kit.as(() =>
      senders.put({ name: 'Alpine Wörkshop', replyTo: 'office@alpine.test', fromAddress: 'shop@alpine.test' }),
    );
    await sent();
    const mail = await simpleParser(server.received[0]!.text);
    expect(mail.from!.value).toEqual([{ name: 'Alpine Wörkshop', address: 'shop@alpine.test' }]);
    expect(mail.replyTo!.value).toEqual([{ name: '', address: 'office@alpine.test' }]);
    expect(mail.html).toContain('Alpine Wörkshop');
    const foreign = kit.as(() => senders.put({ name: null, replyTo: null, fromAddress: 'ceo@bank.test' }));
    await expect(foreign).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await kit.as(() => senders.put({ name: null, replyTo: null, fromAddress: null }));
  });
});

describe('attachments', () => {
  const save = (bytes: Buffer, name = 'a.pdf') =>
    kit.as(() =>
      kit
        .get(FileStorage)
        .save({ body: Readable.from([bytes]), name, contentType: 'application/pdf', purpose: 'test', limitBytes: 1e9 }),
    );

  it('arrive byte for byte, under the name they were given', async () => {
    const bytes = randomBytes(700_000);
    const { id: fileId } = await save(bytes);
    await sent({ attachments: [{ fileId, name: 'Angebot Nr. 7 – ü/../x.pdf' }] });
    const { attachments } = await simpleParser(server.received[0]!.text);
    expect(attachments).toHaveLength(1);
    expect(attachments[0]).toMatchObject({ filename: 'Angebot Nr. 7 – ü_.._x.pdf', contentType: 'application/pdf' });
    expect(attachments[0]!.content.equals(bytes)).toBe(true);
  });

  it('must be there, when the mail is written and when it is sent', async () => {
    const nothing = [{ fileId: '01900000-0000-7000-8000-000000000001', name: 'x' }];
    await expect(send({ attachments: nothing })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { id: fileId } = await save(Buffer.from('x'));
    const message = await send({ attachments: [{ fileId, name: 'x' }], notBefore: new Date(Date.now() + 3_600_000) });
    await kit.as(() => kit.get(FileStorage).remove(fileId));
    await kit.advance(3_600_001);
    expect(await kit.ended(message.jobId!)).toMatchObject({ attempts: 1, error: { code: 'MAIL_REFUSED' } });
    expect(await row(message.id)).toMatchObject({ state: 'failed', error: 'An attached file is not there any more' });
  });

  it('are 18 MB together at most', async () => {
    const { id: fileId } = await save(Buffer.alloc(9_500_000));
    const twice = [1, 2].map((n) => ({ fileId, name: `${n}.pdf` }));
    await expect(send({ attachments: twice })).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });
});

describe('a mail server', () => {
  it('that says 451 gets the mail again, under the same Message-ID', async () => {
    server.replies = [451, 451];
    const { id: fileId } = await kit.as(() =>
      kit
        .get(FileStorage)
        .save({ body: Readable.from(['again']), name: 'a', contentType: 'text/plain', purpose: 'test' }),
    );
    const { job, row } = await sent({ attachments: [{ fileId, name: 'a.txt' }] }, 2);
    expect(job).toMatchObject({ status: 'completed', attempts: 3 });
    expect(row).toMatchObject({ state: 'sent', attempt: 3, error: null });
    expect(server.received).toHaveLength(1);
    expect((await simpleParser(server.received[0]!.text)).attachments[0]!.content.toString()).toBe('again');
  });

  it('that says 451 to the end leaves a failed mail and a dead letter', async () => {
    server.replies = [451, 451, 451, 451, 451];
    const { job, row } = await sent({}, 4);
    expect(job).toMatchObject({ status: 'failed', attempts: 5 });
    expect(row).toMatchObject({ state: 'failed', attempt: 5, error: expect.stringContaining('told to say 451') });
    expect(server.received).toEqual([]);
  });

  it('that says 550 is asked once; the address gets no more mail, and mail for it is no failure', async () => {
    server.replies = [550];
    const to = { address: `Gone${++count}@Example.test` };
    const { job, row } = await sent({ to });
    expect(job).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'MAIL_REFUSED' } });
    expect(row).toMatchObject({ state: 'failed', attempt: 1 });
    expect(await suppressed(to.address.toLowerCase())).toEqual({ reason: 'refused' });
    const next = await sent({ to: { address: to.address.toUpperCase().replace('EXAMPLE.TEST', 'example.test') } });
    expect(next.job).toMatchObject({ status: 'completed', result: { state: 'suppressed', route: null } });
    expect(next.row).toMatchObject({ state: 'suppressed', attempt: 0 });
    expect(server.received).toEqual([]);
  });

  it.each([
    ['550 5.1.1 No such user', true],
    ['550 5.2.1 Mailbox disabled', true],
    ['553 Mailbox name not allowed', true],
    ['552 5.2.2 Mailbox full', false],
    ['550 5.7.1 Relaying denied', false],
    ['554 5.7.1 Client host blocked using zen.example', false],
    ['550 5.4.1 Access denied', false],
  ])('that says "%s" is asked once; suppressed: %s', async (reply, isGone) => {
    server.replies = [reply];
    const to = fresh();
    const { job } = await sent({ to: { address: to } });
    expect(job).toMatchObject({ status: 'failed', attempts: 1 });
    expect((await suppressed(to)) !== undefined).toBe(isGone);
  });

  it('that refuses the text of a mail does not make its reader a bad address', async () => {
    server.verdicts = ['554 5.6.0 Message looks like spam'];
    const to = fresh();
    const { job, row } = await sent({ to: { address: to } });
    expect(job).toMatchObject({ status: 'failed', attempts: 1 });
    expect(row).toMatchObject({ state: 'failed', attempt: 1 });
    expect(await suppressed(to)).toBeUndefined();
  });

  it('whose connection dies before "250": nobody knows, a transactional mail goes again', async () => {
    server.verdicts = [0];
    const message = await send();
    await kit.waiting(message.jobId!);
    expect(await row(message.id)).toMatchObject({ state: 'ambiguous', attempt: 1 });
    await kit.advance(3_600_000);
    await kit.ended(message.jobId!);
    expect(await row(message.id)).toMatchObject({ state: 'sent', attempt: 2 });
    expect(server.received).toHaveLength(2);
    const ids = await Promise.all(server.received.map(async ({ text }) => (await simpleParser(text)).messageId));
    expect(new Set(ids).size).toBe(1);
  });

  it('whose connection dies before "250": a digest does not go again', async () => {
    server.verdicts = [0];
    const { job, row } = await sent({ policy: 'digest' });
    expect(job).toMatchObject({ status: 'completed', attempts: 1, result: { state: 'ambiguous', route: null } });
    expect(row).toMatchObject({ state: 'ambiguous', attempt: 1 });
    expect(server.received).toHaveLength(1);
  });

  it('gets no mail whose job was cancelled; whoever asked for it is told, and of the repeat that somebody sends', async () => {
    const told: string[] = [];
    kit.get(MailOutcomes).listen('note', async ({ messageId, state }) => void told.push(`${messageId} ${state}`));
    const later = { notBefore: new Date(Date.now() + 3_600_000) };
    const [waiting, handedOver] = [await send(later), await send(later)];
    const resend = () => kit.as(() => kit.get(MailLog).resend(waiting.id));
    // Its job will send it, whatever the last attempt has come to.
    await kit.sql(`UPDATE mail_message SET state = 'ambiguous' WHERE id = $1`, [waiting.id]);
    await expect(resend()).rejects.toMatchObject({ code: 'CONFLICT' });
    await kit.sql(`UPDATE mail_message SET state = 'queued' WHERE id = $1`, [waiting.id]);
    await kit.sql(
      `UPDATE mail_message SET state = 'sending', claim = gen_random_uuid(), lease_until = now() + interval '30 s' WHERE id = $1`,
      [handedOver.id],
    );
    for (const { jobId } of [waiting, handedOver]) await kit.as(() => kit.get(JobControl).cancel(jobId!));
    await kit.drain();
    expect(await row(waiting.id)).toMatchObject({ state: 'failed', error: 'Its job was cancelled' });
    expect(await row(handedOver.id)).toMatchObject({ state: 'ambiguous' });
    expect(told.splice(0).sort()).toEqual([`${waiting.id} failed`, `${handedOver.id} ambiguous`].sort());
    await kit.ended((await resend()).jobId!);
    // Told under the mail that was asked for.
    expect(told).toEqual([`${waiting.id} sent`]);
    expect(server.received).toHaveLength(1);
  });

  it('a repeat of a repeat is one of the first mail: it waits for it, tells of it, and is taken back with it', async () => {
    const key = `chain${++count}`;
    const resend = async (id: string) => (await kit.as(() => kit.get(MailLog).resend(id))).id;
    const jobOf = async (id: string) =>
      (await kit.sql<{ job_id: string }>('SELECT job_id FROM mail_message WHERE id = $1', [id]))[0]!.job_id;
    const standing = () => kit.as(() => kit.get(Messages).standing(key));
    const underWay = (id: string) => kit.as(() => kit.get(Messages).underWay(id));
    server.replies = ['550 5.7.1 Relaying denied'];
    const { id, row: first } = await sent({ key });
    expect([first.state, await underWay(id)]).toEqual(['failed', false]);
    server.replies = ['550 5.7.1 Relaying denied'];
    const second = await resend(id);
    await kit.ended(await jobOf(second));
    server.replies = [451];
    const third = await resend(second);
    await kit.waiting(await jobOf(third));
    expect(await kit.sql('SELECT resend_of FROM mail_message WHERE id = $1', [third])).toEqual([{ resend_of: id }]);
    expect([await underWay(id), (await standing())?.state]).toEqual([true, 'queued']);
    for (const one of [id, second, third]) await expect(resend(one)).rejects.toMatchObject({ code: 'CONFLICT' });
    await kit.advance(3_600_000);
    await kit.ended(await jobOf(third));
    expect([await underWay(id), (await standing())?.state]).toEqual([false, 'sent']);

    // A repeat that was written by an earlier release names the repeat before it.
    server.replies = [451];
    const fourth = await resend(third);
    await kit.waiting(await jobOf(fourth));
    await kit.sql('UPDATE mail_message SET resend_of = $2 WHERE id = $1', [fourth, third]);
    expect(await underWay(id)).toBe(true);
    const asked: string[] = [];
    kit.get(MailWithdrawals).add(Note.name, async (which) => {
      asked.push(which);
      return which === id ? 'It was taken back' : null;
    });
    await kit.advance(3_600_000);
    await kit.ended(await jobOf(fourth));
    expect([new Set(asked), (await row(fourth)).error]).toEqual([new Set([id]), 'It was taken back']);
    expect((await standing())?.state).toBe('sent');
    expect(server.received).toHaveLength(1);
  });

  it('that drops idle connections gets the next mail over a new one, in the same attempt', async () => {
    await sent();
    await server.dropAll();
    const { row } = await sent();
    expect(row).toMatchObject({ state: 'sent', attempt: 1 });
    expect(server.received).toHaveLength(2);
  });
});

describe('two jobs for one mail', () => {
  it('send one copy', async () => {
    const { id, jobId } = await send({ notBefore: new Date(Date.now() + 3_600_000) });
    const others = await Promise.all([1, 2, 3].map(() => kit.enqueue(EmailNotification, { messageId: id })));
    // One that finds the mail being sent comes back later.
    for (const job of [jobId!, ...others])
      while ((await kit.sql('SELECT 1 FROM job_live WHERE id = $1', [job])).length > 0) await kit.advance(3_600_001);
    expect(server.received).toHaveLength(1);
    expect(await row(id)).toMatchObject({ state: 'sent', attempt: 1 });
  });
});

describe('the pool', () => {
  it('goes on after mails that were given up', async () => {
    const transport = kit.get(MailTransport);
    const mail = (content?: Readable) => ({
      from: { address: 'night@inn.test' },
      to: { address: fresh() },
      subject: 'x',
      text: 'x',
      messageId: `<${++count}@inn.test>`,
      ...(content && { attachments: [{ filename: 'x', content }] }),
    });
    server.replies = [0, 0, 0];
    const mute = [1, 2, 3].map(() => transport.send(mail(), AbortSignal.timeout(300)));
    for (const one of await Promise.allSettled(mute))
      expect(one).toMatchObject({ status: 'rejected', reason: { unsent: true, permanent: false } });
    // A file that breaks off in the middle leaves no shorter mail behind.
    const broken = Readable.from(
      (function* () {
        yield Buffer.alloc(200_000);
        throw new Error('the disk is gone');
      })(),
    );
    await expect(transport.send(mail(broken), AbortSignal.timeout(5_000))).rejects.toMatchObject({ name: 'MailError' });
    expect(server.received).toEqual([]);
    await transport.send(mail(), AbortSignal.timeout(5_000));
    expect(server.received).toHaveLength(1);
  });

  it('sends many mails over few connections', async () => {
    await server.dropAll();
    server.reset();
    const jobs = await Promise.all(Array.from({ length: 30 }, () => send()));
    await kit.drain();
    expect(server.received).toHaveLength(jobs.length);
    expect(server.connections.most).toBeLessThanOrEqual(3);
    expect(server.connections.most).toBeGreaterThan(1);
  });
});

describe('the job email-notification', () => {
  it('takes the data of the documents, and is dead at once when a variable is missing, which it names', async () => {
    const run = await kit.run(EmailNotification, { type: 'note', recipientEmail: fresh(), templateData: {} });
    expect(run).toMatchObject({ status: 'failed', attempts: 1 });
    expect(JSON.stringify(run.error)).toContain('name is missing');
    const unknown = await kit.run(EmailNotification, { type: 'nothing', recipientEmail: fresh(), templateData: {} });
    expect(unknown).toMatchObject({ status: 'failed', attempts: 1 });
    expect(JSON.stringify(unknown.error)).toContain('note');
    expect(server.received).toEqual([]);
    const good = await kit.run(EmailNotification, {
      type: 'note',
      recipientEmail: fresh(),
      templateData: { name: 'Ana' },
    });
    expect(good).toMatchObject({ status: 'completed', result: { state: 'sent' } });
    expect(server.received).toHaveLength(1);
  });

  it('takes a messageId of null as none', async () => {
    const to = fresh();
    const data = {
      messageId: null as unknown as undefined,
      type: 'note',
      recipientEmail: to,
      templateData: { name: 'Ana' },
    };
    const run = await kit.run(EmailNotification, data);
    expect(run).toMatchObject({ status: 'completed', result: { state: 'sent' } });
    expect(server.received.map((mail) => mail.to)).toEqual([[to]]);
    const nothing = kit.enqueue(EmailNotification, { messageId: null as unknown as undefined });
    await expect(nothing).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('has 2,000 an hour for a tenant: more wait, and are sent as the hour goes on; other tenants go on at once', async () => {
    await kit.drain();
    // A tenant without a row has all of its hour before it.
    const spent = (tokens: number) =>
      kit.sql(
        `INSERT INTO job_rate (name, tenant_id, tokens, at) VALUES ('email-notification', $1, $2, clock_timestamp())
         ON CONFLICT (name, tenant_id, user_id) DO UPDATE SET tokens = excluded.tokens, at = excluded.at`,
        [kit.tenantId, tokens],
      );
    const [limit] = await kit.sql(`SELECT rate_jobs, rate_seconds FROM job_kind WHERE name = 'email-notification'`);
    expect(limit).toEqual({ rate_jobs: 2_000, rate_seconds: 3_600 });
    // What grows again in the meantime is less than one.
    await spent(-1_000);
    const waiting = await send();
    const other = await kit.addTenant();
    const elsewhere = await kit.as(
      () => kit.get(Messages).send({ key: 'other', template: Note, to: { address: fresh() }, data: { name: 'Ana' } }),
      other,
    );
    await kit.ended(elsewhere.jobId!, other);
    expect(await row(waiting.id)).toMatchObject({ state: 'queued', attempt: 0 });
    expect(server.received).toHaveLength(1);
    await spent(1);
    expect(await kit.ended(waiting.jobId!)).toMatchObject({ status: 'completed', attempts: 1 });
    await kit.sql('DELETE FROM job_rate');
  });
});

describe('the end of the process', () => {
  it('ends the connections to the mail server', async () => {
    await sent();
    expect(server.connections.open).toBeGreaterThan(0);
    const ending = stop();
    stop = () => ending;
    await ending;
    await server.quiet();
  });
});
