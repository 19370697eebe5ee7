import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { JobsKit } from '../../src/jobs/testing/index.js';
import { Messages, type MessageRequest, SmsMessages } from '../../src/messages/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { QuotesModule } from '../../src/quoting/quotes/quotes.module.js';
import { createTestDatabase } from '../support/databases.js';
import { newFileFolder, removeFileFolder } from '../support/file-folder.js';
import { MailServer } from '../support/mail-server.js';
import { ServerProcess } from '../support/server.js';
import { StandIn } from '../support/stand-in.js';

const NUMBER = '+351912345678';
const sms = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
  return (await (await fetch(`http://127.0.0.1:${smsServer.port}/control/${path}`, init)).json()) as T;
};

/** Longest wait for something that happens within seconds, ms. */
const PATIENCE_MS = 40_000;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let mailServer: MailServer;
let smsServer: StandIn;
let owner: pg.Pool;
let env: Record<string, string>;
let victim: ServerProcess | undefined;
let locker: pg.PoolClient | undefined;
const folder = newFileFolder();
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Pool({ connectionString: database.url, max: 4 });
  mailServer = await MailServer.start();
  smsServer = await StandIn.start('stand-ins/sms/server.mjs', []);
  env = { REDIS_PREFIX: `mk${Date.now()}`, JOBS_LEASE_MS: '1500', SMTP_URL: mailServer.url, STORAGE_DIR: folder };
  Object.assign(env, { SMS_ACCOUNT_SID: 'ACtest', SMS_AUTH_TOKEN: 'test-token', SMS_FROM: '+15005550006' });
  env['SMS_TIMEOUT_MS'] = '20000';
  env['SMS_BASE_URL'] = `http://127.0.0.1:${smsServer.port}`;
});
afterAll(async () => {
  await victim?.end('SIGKILL');
  locker?.release(true);
  await owner?.end();
  await mailServer?.stop();
  await smsServer?.stop();
  await database?.drop();
  await removeFileFolder(folder);
});

const start = (more: Record<string, string> = {}) =>
  JobsKit.start({
    databaseUrl: database.url,
    redisUrl: process.env['TEST_REDIS_URL']!,
    imports: [QuotesModule],
    env: { ...env, ...more },
  });

async function until(what: string, sql: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while ((await owner.query(sql)).rows.length === 0) {
    if (Date.now() > end)
      throw new Error(
        `waited in vain: ${what}\n${JSON.stringify((await owner.query('SELECT state, attempt, error FROM mail_message')).rows)}\n${JSON.stringify((await owner.query('SELECT status, error, run_at FROM job_live')).rows)}\n${victim?.log.slice(-3_000)}`,
      );
    await new Promise((again) => setTimeout(again, 20));
  }
}

it('killed between "250" and the commit: a transactional mail goes again, under its Message-ID, a digest does not, an SMS is looked up', async () => {
  const writer = await start({ ROLES: 'api' });
  const send = (policy: MessageRequest['policy'], address: string) =>
    writer.as(() =>
      writer
        .get(Messages)
        .send({ key: policy!, template: 'quote-expired', policy, to: { address }, data: { quoteNumber: 'Q-1' } }),
    );
  const messages = [await send('transactional', 'often@example.test'), await send('digest', 'once@example.test')];
  const { tenantId } = writer;
  const [user] = await writer.sql<{ id: string }>(
    `INSERT INTO app_user (id, tenant_id, email, password_hash, role)
     VALUES (gen_random_uuid(), $1, 'her@example.test', '-', 'STAFF') RETURNING id`,
    [tenantId],
  );
  await sms('PUT', 'faults', [{ method: 'POST', hold: true, times: 1 }]);
  const text = { key: 'one', purpose: 'digest', number: NUMBER, body: 'Whom to meet' };
  const message = await writer
    .get(RequestContext)
    .asPerson(tenantId, user!.id, () => writer.get(SmsMessages).send(text));
  await writer.stop();

  // Before the server says "250" the rows are locked, so that the process gets the answer and can not write it down.
  const held = (locker = await owner.connect());
  const locked = owner.query('SELECT 1').then(async () => {
    await until(
      'two mails and an SMS are being sent',
      `SELECT 1 FROM mail_message HAVING count(*) FILTER (WHERE state = 'sending') = 2
         AND EXISTS (SELECT FROM sms_message WHERE state = 'sending')`,
    );
    while ((await sms<object[]>('GET', 'messages')).length === 0) await new Promise((again) => setTimeout(again, 20));
    await held.query('BEGIN');
    await held.query('SELECT 1 FROM mail_message FOR UPDATE');
    await held.query('SELECT 1 FROM sms_message FOR UPDATE');
    await sms('PUT', 'release');
  });
  mailServer.beforeAnswer = () => locked;
  victim = await ServerProcess.start({
    ...env,
    DATABASE_URL: database.url,
    REDIS_URL: process.env['TEST_REDIS_URL']!,
    ROLES: 'worker',
    JOBS_TICK_MS: '100',
  });
  await until(
    'all ends wait to be written',
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
       AND query ~ '^UPDATE (mail|sms)_message SET state' HAVING count(*) = 3`,
  );
  await victim.end('SIGKILL');
  await held.query('ROLLBACK');
  expect(mailServer.received.map(({ to }) => to[0]).sort()).toEqual(['often@example.test', 'once@example.test']);
  mailServer.beforeAnswer = () => Promise.resolve();

  // What the dead process was about to write is gone with its connection.
  await until(
    'its connections end',
    `SELECT 1 FROM mail_message HAVING count(*) FILTER (WHERE state = 'sending') = 2
       AND NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE query ~ '^UPDATE (mail|sms)_message SET state' AND wait_event_type = 'Lock')`,
  );
  const survivor = await start();
  try {
    // It may still be under way as far as anybody knows: nothing is sent before the lease is over.
    for (const { jobId } of [...messages, message]) await survivor.waiting(jobId!);
    expect(mailServer.received).toHaveLength(2);
    for (const table of ['mail_message', 'sms_message'])
      await owner.query(`UPDATE ${table} SET lease_until = now() - interval '1 second'`);
    await survivor.advance(3_600_000);
    const [often, once] = await Promise.all(messages.map(({ jobId }) => survivor.ended(jobId!, tenantId)));
    expect(often).toMatchObject({ status: 'completed', result: { state: 'sent', route: 'smtp' } });
    expect(once).toMatchObject({ status: 'completed', result: { state: 'ambiguous', route: null } });
    const looked = await survivor.ended(message.jobId!, tenantId);
    expect(looked).toMatchObject({ status: 'completed', result: { state: 'sent', route: 'provider' } });
  } finally {
    await survivor.stop();
  }
  const copies = mailServer.received.filter(({ to }) => to[0] === 'often@example.test');
  expect(copies).toHaveLength(2);
  const ids = copies.map(({ text }) => /^Message-ID: (.+)$/m.exec(text)![1]);
  expect(ids[0]).toBe(ids[1]);
  expect(mailServer.received).toHaveLength(3);
  const { rows } = await owner.query('SELECT policy, state, attempt FROM mail_message ORDER BY policy');
  expect(rows).toEqual([
    { policy: 'digest', state: 'ambiguous', attempt: 1 },
    { policy: 'transactional', state: 'sent', attempt: 2 },
  ]);
  const { requests } = await sms<{ requests: { method: string }[] }>('GET', 'log');
  expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  const taken = await sms<{ sid: string }[]>('GET', 'messages');
  expect((await owner.query('SELECT provider_id AS sid, state, attempt FROM sms_message')).rows).toEqual([
    { sid: taken[0]!.sid, state: 'sent', attempt: 2 },
  ]);
  expect(taken).toHaveLength(1);
  for (const secret of [NUMBER.slice(1), text.body]) expect(victim.log).not.toContain(secret);
}, 180_000);
