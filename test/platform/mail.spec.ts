import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/platform/config/config.js';
import { MailClient } from '../../src/platform/mail/mail.client.js';
import { MailTransport } from '../../src/platform/mail/mail.transport.js';
import { MailError } from '../../src/platform/mail/mail.error.js';
import { MailServer } from '../support/mail-server.js';

const SECRETS = { CRON_SECRET: 'c'.repeat(32), JWT_SECRET: 'j'.repeat(32), SECRET_KEYS: `test:${'k'.repeat(43)}` };
const pools: MailTransport[] = [];
const client = (url: string | undefined, env: Record<string, string> = {}) => {
  const config = loadConfig({ ...SECRETS, ...(url && { SMTP_URL: url }), MAIL_FROM: 'Night <night@inn.test>', ...env });
  const transport = new MailTransport(config);
  pools.push(transport);
  return new MailClient(transport, config);
};
afterAll(() => pools.forEach((pool) => pool.onApplicationShutdown()));
const mail = (idempotencyKey = 'one') => ({ to: 'a@b.test', subject: 'Zimmer – frei', text: 'Grüße', idempotencyKey });

/** What send() throws. */
async function failure(sending: Promise<unknown>): Promise<MailError> {
  const error = await sending.then(
    () => new Error('it was sent'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(MailError);
  return error as MailError;
}

describe('mail', () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await MailServer.start();
  });
  afterEach(() => {
    server.replies = [];
    server.received.length = 0;
  });
  afterAll(() => server.stop());
  const here = () => client(`smtp://127.0.0.1:${server.port}`);

  it('arrives with sender, subject, text and html', async () => {
    const { messageId, response } = await here().send({ ...mail(), html: '<p>Grüße</p>' });
    expect(response).toMatch(/^250/);
    expect(server.received).toHaveLength(1);
    const [{ to, text }] = server.received as [(typeof server.received)[0]];
    expect(to).toEqual(['a@b.test']);
    expect(text).toContain('From: Night <night@inn.test>');
    expect(text).toContain(`Message-ID: ${messageId}`);
    expect(text).toMatch(/text\/plain[^]*text\/html/);
  });

  it('has one Message-ID for all tries of a mail, and another for another', async () => {
    const first = await here().send(mail('k1'));
    const again = await here().send(mail('k1'));
    const other = await here().send(mail('k2'));
    expect(first.messageId).toMatch(/^<[0-9a-f]{40}@inn\.test>$/);
    expect(again.messageId).toBe(first.messageId);
    expect(other.messageId).not.toBe(first.messageId);
  });

  it('may be tried again after a 450, and is then taken', async () => {
    server.replies = [450];
    expect(await failure(here().send(mail()))).toMatchObject({ permanent: false, unsent: true });
    await here().send(mail());
    expect(server.received).toHaveLength(1);
  });

  it('is refused for good by a 550', async () => {
    server.replies = [550];
    const error = await failure(here().send(mail()));
    expect(error).toMatchObject({ permanent: true, unsent: true });
    expect(error.message).toContain('told to say 550');
  });

  it('may be tried again when nobody listens', async () => {
    const gone = await MailServer.start();
    const { port } = gone;
    await gone.stop();
    expect(await failure(client(`smtp://127.0.0.1:${port}`).send(mail()))).toMatchObject({
      permanent: false,
      unsent: true,
    });
  });

  it('gives up on a server that never greets: nothing was sent', async () => {
    const silent = await listen(() => undefined);
    const error = await failure(client(silent.url, { SMTP_TIMEOUT_MS: '100' }).send(mail()));
    expect(error).toMatchObject({ permanent: false, unsent: true });
    await silent.stop();
  });

  it('gives up on a server that takes the mail and says nothing: nobody knows', async () => {
    const mute = await listen((socket) => {
      socket.write('220 mute\r\n');
      let data = false;
      socket.on('data', (chunk) => {
        const text = chunk.toString();
        if (data) return;
        data = text.startsWith('DATA');
        socket.write(data ? '354 go on\r\n' : '250 ok\r\n');
      });
    });
    const error = await failure(client(mute.url, { SMTP_TIMEOUT_MS: '200' }).send(mail()));
    expect(error).toMatchObject({ permanent: false, unsent: false });
    await mute.stop();
  });

  it('ends with its signal', async () => {
    const silent = await listen(() => undefined);
    const sending = client(silent.url).send(mail(), AbortSignal.timeout(50));
    expect(await failure(sending)).toMatchObject({ permanent: false });
    await silent.stop();
  });

  it('finishes what is under way at shutdown, then ends its connections, and takes no more', async () => {
    const own = await MailServer.start();
    const config = loadConfig({
      ...SECRETS,
      SMTP_URL: own.url,
      MAIL_FROM: 'night@inn.test',
      SMTP_MAX_CONNECTIONS: '2',
    });
    const transport = new MailTransport(config);
    const mails = new MailClient(transport, config);
    let [arrived, answer] = [() => {}, () => {}];
    const underWay = new Promise<void>((here) => (arrived = here));
    own.beforeAnswer = ({ to }) => {
      if (to[0] !== 'slow@b.test') return Promise.resolve();
      arrived();
      return new Promise((go) => (answer = go));
    };
    const slow = mails.send({ ...mail('slow'), to: 'slow@b.test' });
    await underWay;
    await mails.send(mail('idle'));
    expect(own.connections.open).toBe(2);
    transport.onApplicationShutdown();
    expect(await failure(mails.send(mail('late')))).toMatchObject({ unsent: true });
    answer();
    expect((await slow).response).toMatch(/^250/);
    await own.quiet();
    expect(own.received.map(({ to }) => to[0])).toEqual(['slow@b.test', 'a@b.test']);
    await own.stop();
  });

  it('is refused while no server is configured', async () => {
    expect(client(undefined).configured).toBe(false);
    expect(here().configured).toBe(true);
    expect(await failure(client(undefined).send(mail()))).toMatchObject({ permanent: true, unsent: true });
  });
});

describe('a mail server with a password', () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await MailServer.start('s3cret/ü');
  });
  afterAll(() => server.stop());

  it('is logged in to', async () => {
    const password = encodeURIComponent('s3cret/ü');
    await client(`smtp://night:${password}@127.0.0.1:${server.port}`).send(mail());
    expect(server.logins).toEqual(['night']);
    expect(server.received).toHaveLength(1);
  });

  it('is not told about in errors, even if it repeats the password itself', async () => {
    const error = await failure(client(`smtp://night:hunter2-canary@127.0.0.1:${server.port}`).send(mail()));
    expect(error).toMatchObject({ permanent: true, unsent: true });
    expect(error.message).toContain('Not with the password ***');
    expect(JSON.stringify(error) + String(error.stack) + String(error.cause)).not.toContain('canary');
  });

  it('gets no password over a line that anybody can read', async () => {
    const tapped = await listen((socket) => {
      socket.write('220 tapped\r\n');
      const reply = (text: string) => (text.startsWith('STARTTLS') ? '454 not today' : '250 AUTH PLAIN LOGIN');
      socket.on('data', (chunk) => socket.write(`${reply(chunk.toString())}\r\n`));
    });
    const away = client(`smtp://night:canary@[::ffff:127.0.0.1]:${tapped.port}`, { SMTP_TIMEOUT_MS: '500' });
    expect((await failure(away.send(mail()))).unsent).toBe(true);
    expect(tapped.heard()).toMatch(/EHLO[^]*STARTTLS/);
    expect(tapped.heard()).not.toMatch(/AUTH/);
    await tapped.stop();
  });
});

/** A bare socket that behaves as told. */
async function listen(on: (socket: Socket) => void) {
  const heard: Buffer[] = [];
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => heard.push(chunk));
    on(socket);
    sockets.push(socket);
  });
  const sockets: Socket[] = [];
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    heard: () => Buffer.concat(heard).toString(),
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((done) => server.close(() => done()));
    },
  };
}
