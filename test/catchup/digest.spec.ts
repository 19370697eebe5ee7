import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { EndDigestsWithoutAccounts1764826094000 } from '../../migrations/1764826094000-end-digests-without-accounts.js';
import { EventNotices } from '../../src/catchup/digest/notices/event-notices.service.js';
import { Phones } from '../../src/catchup/digest/phone/phones.service.js';
import { addDays, today } from '../../src/platform/dates/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { daytimeZone, DigestWorld, SENDER, smsOf, thisHour } from './digest-world.js';
import { noticesCases } from './notices-cases.js';
import { phoneCases } from './phone-cases.js';
import { callbacksCases } from './sms-callbacks-cases.js';

let world: DigestWorld;
beforeAll(async () => {
  world = await DigestWorld.start();
}, 60_000);
afterAll(() => world?.stop());
afterEach(() => world.reset());

const mails = () => Promise.all(world.mail.received.map(({ text }) => simpleParser(text)));
const rows = async <T>(sql: string, values: unknown[] = []) =>
  (await world.platform.sql.query<T & Record<string, unknown>>(sql, values)).rows;

phoneCases(() => world);

describe('the digest', () => {
  it('is one SMS to her own number with all suggestions; taken by the provider is not delivered (E16)', async () => {
    const ana = await world.person();
    await world.suggest(ana, ['Rui Costa', 'Maria Silva', 'João Pinto']);
    await world.digest(ana);
    await world.done();
    const sent = await world.messages();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ to: ana.number, from: SENDER });
    expect(sent[0]!.body.split('\n')).toEqual([
      'CatchUp, 3 ideas:',
      expect.stringMatching(/^Rui Costa, /),
      expect.stringMatching(/^Maria Silva, /),
      expect.stringMatching(/^João Pinto, /),
      'STOP to end',
    ]);
    // Only her number was named to the provider, and nobody was mailed.
    expect((await world.requests()).map(({ method, to }) => [method, to])).toEqual([['POST', ana.number]]);
    expect(world.mail.received).toEqual([]);
    expect(await world.newest(ana)).toMatchObject({ kind: 'digest', state: 'pending', settledAt: null });
    expect(smsOf((await world.newest(ana)).channels)).toMatchObject({ state: 'sent', fallback: false });

    const { sid } = sent[0]!;
    expect(await world.callBack(sid, ['delivered', 'sent', 'delivered'])).toEqual([204, 204, 204]);
    const told = await world.newest(ana);
    expect(told).toMatchObject({ state: 'success', messages: [{ channel: 'sms', text: sent[0]!.body }] });
    expect(smsOf(told.channels)).toMatchObject({ state: 'success' });
    expect(await rows(`SELECT status, counted FROM sms_receipt WHERE user_id = $1 ORDER BY id`, [ana.id])).toEqual([
      { status: 'delivered', counted: true },
      { status: 'sent', counted: false },
      { status: 'delivered', counted: false },
    ]);
  });

  it('comes once for a local day, however often and by however many it is started', async () => {
    const ana = await world.person({ channels: ['sms', 'email'] });
    await world.suggest(ana, ['Rui Costa']);
    await Promise.all([world.digest(ana), world.digest(ana), world.digest(ana)]);
    await world.done();
    await world.digest(ana);
    await world.done();
    expect(await world.messages()).toHaveLength(1);
    expect(world.mail.received).toHaveLength(1);
    const { body } = await world.call(ana, 'GET', '/catchup/notifications');
    expect(body['notifications']).toHaveLength(1);
  });

  it('that was not delivered is failed, and comes by e-mail, once, to herself, with one-click unsubscribe', async () => {
    const ana = await world.person();
    await world.suggest(ana, ['Rui Costa', 'Maria Silva']);
    await world.provider('PUT', 'numbers', { [ana.number]: 'landline' });
    await world.provider('PUT', 'callbacks', { statuses: 'auto' });
    await world.digest(ana);
    await world.until('the undelivered one is known', `SELECT 1 FROM sms_message WHERE state = 'undelivered'`);
    const { sid } = (await world.messages())[0]!;
    await world.callBack(sid, ['undelivered', 'failed'], 30006);
    // One that gives no reason does not take the known one away (chatwoot #14149).
    await world.callBack(sid, ['undelivered']);
    await world.done();
    const told = await world.newest(ana);
    expect(told).toMatchObject({ state: 'partial' });
    expect(smsOf(told.channels)).toMatchObject({ state: 'failed', reason: expect.stringContaining('landline') });
    expect(told.channels).toHaveLength(2);
    const [mail, ...more] = await mails();
    expect(more).toEqual([]);
    expect(world.mail.received[0]!.to).toEqual([ana.email]);
    expect(mail!.subject).toBe('2 people you could meet');
    for (const text of [mail!.text!, String(mail!.html)]) expect(text).toMatch(/Rui Costa[^]*Maria Silva/);
    const raw = world.mail.received[0]!.text;
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(raw.match(/^List-Unsubscribe:/gm)).toHaveLength(1);
  });

  it('whose SMS nobody can answer for is looked up before it is sent again: one message', async () => {
    const ana = await world.person();
    await world.suggest(ana, ['Rui Costa']);
    await world.provider('PUT', 'faults', [{ method: 'POST', cut: 'after', times: 1 }]);
    await world.digest(ana);
    await world.until('nobody knows', `SELECT 1 FROM sms_message WHERE state = 'ambiguous'`);
    expect(smsOf((await world.newest(ana)).channels)).toMatchObject({ state: 'pending' });
    await world.finish();
    expect((await world.requests()).map(({ method, status }) => [method, status])).toEqual([
      ['POST', -1],
      ['GET', 200],
    ]);
    expect(await world.messages()).toHaveLength(1);
    expect(smsOf((await world.newest(ana)).channels)).toMatchObject({ state: 'sent' });
    // The look-up took the message's own id: a callback finds it.
    await world.callBack((await world.messages())[0]!.sid, ['delivered']);
    expect(await world.newest(ana)).toMatchObject({ state: 'success' });
  });

  it('that the provider never had is sent again; 429, 500 and a page of a proxy are tried later', async () => {
    const ana = await world.person();
    await world.suggest(ana, ['Rui Costa']);
    await world.provider('PUT', 'faults', [
      { method: 'POST', cut: 'before', times: 1 },
      { method: 'GET', status: 500, times: 1 },
      { method: 'POST', status: 429, code: 20429, times: 1 },
      { method: 'POST', status: 503, times: 1 },
    ]);
    await world.digest(ana);
    await world.done();
    await world.finish();
    expect((await world.requests()).map(({ method, status }) => [method, status])).toEqual([
      ['POST', 0],
      ['GET', 500],
      ['GET', 200],
      ['POST', 429],
      ['POST', 503],
      ['POST', 201],
    ]);
    expect(await world.messages()).toHaveLength(1);
  });

  it('goes by e-mail when she has stopped SMS at the provider, and later SMS are not even tried', async () => {
    const ana = await world.person();
    await world.suggest(ana, ['Rui Costa']);
    await world.provider('PUT', 'numbers', { [ana.number]: 'stopped' });
    await world.digest(ana);
    await world.done();
    const told = await world.newest(ana);
    expect(smsOf(told.channels)).toMatchObject({ state: 'skipped', reason: expect.stringContaining('STOP') });
    expect(told).toMatchObject({ state: 'success' });
    expect(world.mail.received).toHaveLength(1);
    expect((await world.call(ana, 'GET', '/catchup/phone')).body).toMatchObject({ optedOut: true });
    expect((await world.call(ana, 'POST', '/catchup/digest/test')).status).toBe(202);
    await world.done();
    expect(await world.requests()).toHaveLength(1);
    expect(world.mail.received).toHaveLength(2);
  });

  it('is skipped, and says why: nothing to say, too late, switched off, no channel', async () => {
    const ana = await world.person();
    const day = today(daytimeZone(), new Date());
    const run = async (localDate = day) => {
      await world.digest(ana, localDate);
      await world.done();
      const { state, reason, settledAt } = await world.newest(ana);
      expect([state, typeof settledAt]).toEqual(['skipped', 'string']);
      return reason;
    };
    expect(await run()).toBe('nothing_to_say');
    await world.suggest(ana, ['Rui Costa']);
    expect(await run(addDays(day, -2))).toBe('skipped_late');
    await world.prefer(ana, { digest: { enabled: false, weekday: 7, time: thisHour(daytimeZone()), items: 5 } });
    await rows(`DELETE FROM notification WHERE user_id = $1`, [ana.id]);
    expect(await run()).toBe('switched_off');
    await rows(`DELETE FROM notification WHERE user_id = $1`, [ana.id]);
    await world.prefer(ana, { channels: [] });
    expect(await run()).toBe('no_channel');
    expect(await world.requests()).toEqual([]);
    expect(world.mail.received).toEqual([]);
  });

  it('waits for the end of her quiet hours', async () => {
    const ana = await world.person({ quiet: { from: '00:00', to: '23:59' } });
    await world.suggest(ana, ['Rui Costa']);
    const jobId = await world.digest(ana);
    await world.until('it waits', `SELECT 1 FROM job_live WHERE id = $1 AND status = 'PENDING' AND run_at > now()`, [
      jobId,
    ]);
    const [waits] = await rows<{ until: string }>(
      `SELECT to_char(run_at AT TIME ZONE $2, 'HH24:MI') AS until FROM job_live WHERE id = $1`,
      [jobId, daytimeZone()],
    );
    expect(waits!.until).toBe('23:59');
    expect(await world.messages()).toEqual([]);
    await world.prefer(ana);
    await world.finish();
    expect(await world.messages()).toHaveLength(1);
  });

  /** Both messages of a digest are written, and neither is taken at the first attempt. */
  const writtenUnsent = async () => {
    const ana = await world.person({ channels: ['sms', 'email'] });
    await world.suggest(ana, ['Rui Costa']);
    await world.provider('PUT', 'faults', [{ method: 'POST', status: 503, times: 1 }]);
    world.mail.replies = [451];
    await world.digest(ana);
    await world.done();
    expect([await world.messages(), world.mail.received]).toEqual([[], []]);
    return ana;
  };
  /** Their next attempts are over. */
  const triedAgain = async () => {
    await rows(
      `UPDATE job_live SET run_at = now() WHERE status = 'PENDING' AND name IN ('sms-notification', 'email-notification')`,
    );
    await world.done();
  };

  it('that is tried again in her quiet hours waits for their end, by SMS and by mail', async () => {
    const ana = await writtenUnsent();
    const channels = ['sms', 'email'] as const;
    await world.prefer(ana, { channels, quiet: { from: '00:00', to: '23:59' } });
    await triedAgain();
    expect([await world.messages(), world.mail.received]).toEqual([[], []]);
    const until = await rows(
      `SELECT name, to_char(run_at AT TIME ZONE $1, 'HH24:MI') AS until FROM job_live WHERE name LIKE '%-notification' ORDER BY 1`,
      [daytimeZone()],
    );
    expect(until).toEqual(['email', 'sms'].map((name) => ({ name: `${name}-notification`, until: '23:59' })));
    await world.prefer(ana, { channels });
    await world.finish();
    expect([(await world.messages()).length, world.mail.received.length]).toEqual([1, 1]);
  });

  it('reaches nobody who is disabled, whatever is written by then; nor does a notice', async () => {
    const ana = await writtenUnsent();
    await rows('UPDATE app_user SET disabled_at = now() WHERE id = $1', [ana.id]);
    try {
      await triedAgain();
      const channels = 'SELECT channel, state, reason FROM notification_channel WHERE user_id = $1 ORDER BY channel';
      expect(await rows(channels, [ana.id])).toEqual([
        { channel: 'email', state: 'skipped', reason: 'The account is closed' },
        { channel: 'sms', state: 'failed', reason: 'the account is closed' },
      ]);
      await world.suggest(ana, ['Maria Silva'], 'shared_event');
      await world.announce(ana.id);
      await world.done();
      const notices = `SELECT state, reason FROM notification WHERE user_id = $1 AND kind = 'event'`;
      expect(await rows(notices, [ana.id])).toEqual([{ state: 'skipped', reason: 'account_closed' }]);
      expect([await world.messages(), world.mail.received]).toEqual([[], []]);
    } finally {
      await rows('UPDATE app_user SET disabled_at = NULL WHERE id = $1', [ana.id]);
    }
  });

  it('is planned as she wants it, and moves with her preferences', async () => {
    const ana = await world.person();
    const key = `catchup:digest:${ana.id}`;
    const plan = () => rows(`SELECT cron, timezone, data, grace_seconds, misfire FROM schedule WHERE key = $1`, [key]);
    await world.prefer(ana, {
      timeZone: 'America/New_York',
      digest: { enabled: true, weekday: 7, time: '09:00', items: 5 },
    });
    expect(await plan()).toEqual([
      {
        cron: '0 9 * * 0',
        timezone: 'America/New_York',
        data: { userId: ana.id },
        grace_seconds: 43_200,
        misfire: 'once',
      },
    ]);
    await world.prefer(ana, {
      timeZone: 'Asia/Kathmandu',
      digest: { enabled: true, weekday: 3, time: '18:30', items: 5 },
    });
    expect(await plan()).toMatchObject([{ cron: '30 18 * * 3', timezone: 'Asia/Kathmandu' }]);
    const { body } = await world.call(ana, 'GET', '/catchup/digest');
    const [planned] = await rows<{ next: Date }>('SELECT next_run_at AS next FROM schedule WHERE key = $1', [key]);
    expect(body).toMatchObject({ enabled: true, nextAt: planned!.next.toISOString(), items: 0, noSms: null });
    await world.prefer(ana, { digest: { enabled: false, weekday: 3, time: '18:30', items: 5 } });
    expect(await plan()).toEqual([]);
  });

  it('comes when she asks for it, three times an hour', async () => {
    const ana = await world.person();
    await world.suggest(ana, ['Rui Costa']);
    const asked = await Promise.all([1, 2, 3, 4].map(() => world.call(ana, 'POST', '/catchup/digest/test')));
    expect(asked.map(({ status }) => status).sort()).toEqual([202, 202, 202, 429]);
    await world.done();
    expect(await world.messages()).toHaveLength(3);
    // Those that had nothing to say were asked for all the same.
    const rita = await world.person({}, 1);
    const ask = async () => (await world.call(rita, 'POST', '/catchup/digest/test')).status;
    for (const _ of [1, 2, 3]) {
      expect(await ask()).toBe(202);
      await world.done();
    }
    expect(await rows(`SELECT DISTINCT reason FROM notification WHERE user_id = $1`, [rita.id])).toEqual([
      { reason: 'nothing_to_say' },
    ]);
    expect(await ask()).toBe(429);
  });

  it('is ended by the link of the mail, by a click and not by looking; notices go on', async () => {
    const ana = await world.person({ channels: ['email'] });
    await world.suggest(ana, ['Rui Costa']);
    await world.digest(ana);
    await world.done();
    const [mail] = await mails();
    const url = /https?:\/\/\S+unsubscribe\/[\w-]+/.exec(mail!.text!)![0];
    expect(world.mail.received[0]!.text.replace(/\r?\n\s+/g, ' ')).toContain(`<${url}>`);
    const enabled = async () =>
      ((await world.call(ana, 'GET', '/catchup/preferences')).body['digest'] as { enabled: boolean }).enabled;
    expect(await (await fetch(url)).text()).toContain('<form method="post">');
    expect(await enabled()).toBe(true);
    const post = (contentType: string, body: string) =>
      fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body });
    const form = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
    expect((await post('multipart/form-data; boundary=b', form)).status).toBe(200);
    expect(await enabled()).toBe(false);
    expect((await post('application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click')).status).toBe(200);
    // Some mail programs send no body at all (thunderbird-list-unsubscribe-addon #8).
    expect((await fetch(url, { method: 'POST' })).status).toBe(200);
    expect((await fetch(`${url}x`, { method: 'POST' })).status).toBe(404);
    await world.suggest(ana, ['Maria Silva'], 'shared_event');
    await world.announce(ana.id);
    await world.done();
    expect((await mails()).map(({ subject }) => subject)).toEqual([
      'Somebody you could meet',
      'Maria Silva and you could both be there',
    ]);
    // A notice ends notices, and nothing else.
    await world.prefer(ana, { channels: ['email'] });
    const [, notice] = await mails();
    const end = /https?:\/\/\S+unsubscribe\/[\w-]+/.exec(notice!.text!)![0];
    const raw = world.mail.received[1]!.text.replace(/\r?\n\s+/g, ' ');
    expect(raw).toContain(`List-Unsubscribe: <${end}>`);
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const prefers = async () => (await world.call(ana, 'GET', '/catchup/preferences')).body;
    expect(await (await fetch(end)).text()).toContain('notices of events');
    expect(await prefers()).toMatchObject({ notices: { enabled: true } });
    const [waiting] = await world.suggest(ana, ['Inês'], 'shared_event');
    await rows('DELETE FROM schedule WHERE key = $1', [`catchup:digest:${ana.id}`]);
    expect((await fetch(end, { method: 'POST' })).status).toBe(200);
    expect(await prefers()).toMatchObject({ notices: { enabled: false }, digest: { enabled: true } });
    // That says nothing of a digest that has ended with her last account.
    const planned = () => rows('SELECT key FROM schedule WHERE key = $1', [`catchup:digest:${ana.id}`]);
    expect(await planned()).toEqual([]);
    // Neither what is announced from now on, nor what was before.
    expect(await world.announce(ana.id)).toBe(0);
    const { app, a } = world.platform;
    const context = app.get(RequestContext);
    const send = () => context.asPerson(a.id, ana.id, () => app.get(EventNotices, { strict: false }).send(waiting!));
    expect(await send()).toMatchObject({ state: 'skipped', reason: 'switched_off' });
    // A program that does not know of notices leaves them as they are.
    const { updatedAt: _, notices: __, ...rest } = await prefers();
    expect((await world.call(ana, 'PUT', '/catchup/preferences', rest)).body).toMatchObject({
      notices: { enabled: false },
    });
    expect(world.mail.received).toHaveLength(2);
    // Who ends notices and begins the digest at once, in her preferences, gets the digest.
    const set = async (notices: boolean, digest: boolean) => {
      const { updatedAt: _, ...all } = await prefers();
      const body = { ...all, notices: { enabled: notices }, digest: { ...(all['digest'] as object), enabled: digest } };
      expect((await world.call(ana, 'PUT', '/catchup/preferences', body)).status).toBe(200);
    };
    await set(true, false);
    expect(await planned()).toEqual([]);
    await set(false, true);
    expect(await planned()).toHaveLength(1);
  });

  it('ended for those who had no account any more before it ended with the last of them', async () => {
    const [gone, here] = [await world.person({}), await world.person({}, 1)];
    const client = await world.platform.sql.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, enabled)
         SELECT gen_random_uuid(), tenant_id, 'catchup:digest:' || id, 'batch-notifications', '{}', '0 9 * * 0', 'UTC', false
         FROM app_user WHERE id = ANY($1) ON CONFLICT DO NOTHING`,
        [[gone.id, here.id]],
      );
      await client.query(
        `INSERT INTO calendar_account (tenant_id, user_id, id, source, name)
         SELECT tenant_id, id, gen_random_uuid(), 'ics', 'Feed' FROM app_user WHERE id = $1`,
        [here.id],
      );
      const run = new EndDigestsWithoutAccounts1764826094000();
      await run.up({ query: (sql: string) => client.query(sql) } as never);
      const left = 'SELECT key FROM schedule WHERE key = ANY($1)';
      const keys = [gone, here].map(({ id }) => `catchup:digest:${id}`);
      expect((await client.query(left, [keys])).rows).toEqual([{ key: keys[1] }]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });
});

noticesCases(() => world);
callbacksCases(() => world);

it('nobody else finds any of it: not the ADMIN, not in a dump', async () => {
  const ana = await world.person({ channels: ['sms', 'email'] });
  await world.suggest(ana, ['Unmistakable Friend']);
  await world.digest(ana);
  await world.done();
  const { id } = await world.newest(ana);
  const { a, b } = world.platform;
  for (const other of [a.ADMIN, b.ADMIN])
    expect((await world.call(other, 'GET', `/catchup/notifications/${id}`)).status).toBe(404);
  expect((await world.call(a.ADMIN, 'GET', `/mail/messages?address=${ana.email}`)).body).toMatchObject({ total: 0 });
  const jobs = await world.call(a.ADMIN, 'GET', '/jobs?limit=200');
  expect(jobs.text).toContain('batch-notifications');
  for (const secret of ['Unmistakable', ana.number]) expect(jobs.text).not.toContain(secret);
  // Numbers and texts of SMS are encrypted; no other table repeats them.
  const tables = await rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace`,
  );
  for (const { name } of tables) {
    const found = await rows(`SELECT 1 FROM "${name}" t WHERE t::text LIKE '%' || $1 || '%' LIMIT 1`, [
      ana.number.slice(1),
    ]);
    expect([name, found]).toEqual([name, []]);
  }
  // What is encrypted for one user opens for no other.
  const rita = await world.person({}, 1);
  await rows(
    `UPDATE catchup_phone SET number_sealed = (SELECT number_sealed FROM catchup_phone WHERE user_id = $2) WHERE user_id = $1`,
    [rita.id, ana.id],
  );
  const { app } = world.platform;
  const swapped = app.get(RequestContext).asPerson(a.id, rita.id, () => app.get(Phones, { strict: false }).get());
  await expect(swapped).rejects.toMatchObject({ trouble: 'DAMAGED' });
});
