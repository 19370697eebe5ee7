import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CalendarSyncWork } from '../../src/catchup/calendars/calendar-sync.work.js';
import { CalDavSource } from '../../src/catchup/sources/caldav/caldav.source.js';
import { idOf } from '../../src/catchup/sources/ics/ics-events.js';
import { digestAnswer } from '../../src/catchup/sources/caldav/digest-auth.js';
import type { Reading, SourceAccount } from '../../src/catchup/sources/calendar-source.js';
import { handlerContext } from '../../src/jobs/testing/index.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { Platform } from '../platform/harness.js';
import { Radicale, radicalePath } from '../support/radicale.js';
import { gathered, Her, Scripted } from './caldav-world.js';

const PASSWORD = 'correct-horse-caldav';
const WINDOW = { start: new Date('2026-03-01T00:00:00Z'), end: new Date('2026-05-01T00:00:00Z') };
const FULL: Reading = { mode: 'full', window: WINDOW };
const program = await radicalePath();

/** Against Debian's radicale; skipped only where it cannot be had. */
export function caldavCases(world: () => Platform): void {
  (program ? describe : describe.skip)('CalDAV', () => {
    let radicale: Radicale;
    let proxy: Scripted;
    let her: Her;
    let source: CalDavSource;
    let account: SourceAccount;
    let work: string;
    const signal = new AbortController().signal;
    const read = (reading: Reading, of = account, calendar = work) =>
      her.as(() => gathered(source.events(of, calendar, reading, signal)));
    const changes = (syncToken: string, of = account, calendar = work) =>
      read({ mode: 'changes', window: WINDOW, syncToken }, of, calendar);
    const connect = (serverUrl: string, username = 'anna', password = PASSWORD) =>
      her.call('POST', '/catchup/accounts/caldav', { serverUrl, username, password });
    const calendarIds = async () =>
      ((await her.call('GET', '/catchup/calendars')).body['calendars'] as { id: string }[]).map(({ id }) => id);
    /** What the job does. */
    const sync = () => {
      const { app, a } = world();
      const ctx = handlerContext(app.get(TenantDatabase), a.id, { jobId: randomUUID(), scheduledFor: new Date() });
      const run = () => app.get(CalendarSyncWork, { strict: false }).run({ userId: her.person.id }, ctx);
      return app.get(RequestContext).asTenant(a.id, run);
    };
    const fails = (work_: Promise<unknown>) =>
      work_.then(
        () => 'nothing',
        (error: { trouble?: string }) => error.trouble ?? error,
      );

    beforeAll(async () => {
      [radicale, proxy] = await Promise.all([
        Radicale.start(program!, { anna: PASSWORD, bo: PASSWORD }),
        Scripted.start(),
      ]);
      her = new Her(world(), world().a.STAFF);
      source = world().app.get(CalDavSource, { strict: false });
      await radicale.makeCalendar('anna', 'work', 'America/New_York');
      await radicale.makeCalendar('anna', 'home');
      await radicale.put('anna', 'work', 'single', [
        'DTSTART:20260310T100000Z',
        'DTEND:20260310T110000Z',
        'SUMMARY:Single',
      ]);
      await radicale.put('anna', 'work', 'holiday', ['DTSTART;VALUE=DATE:20260308', 'SUMMARY:Holiday']);
      await radicale.put(
        ...(['anna', 'work', 'weekly'] as const),
        ['DTSTART;TZID=America/New_York:20260303T090000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=3'],
        [
          'RECURRENCE-ID;TZID=America/New_York:20260310T090000',
          'DTSTART;TZID=America/New_York:20260312T150000',
          'DURATION:PT1H',
        ],
      );
    }, 60_000);
    afterAll(() => Promise.all([radicale?.stop(), proxy?.stop()]));

    it('an account is tried before it is kept, and its secrets are sealed', async () => {
      const path = async (answer: ReturnType<typeof connect>) => {
        const { status, body } = await answer;
        return [status, (body['errors'] as { path: string }[] | undefined)?.[0]?.path];
      };
      expect(await path(connect(radicale.url, 'anna', 'wrong'))).toEqual([400, 'password']);
      expect(await path(connect('http://10.1.2.3'))).toEqual([400, 'serverUrl']);
      expect(await path(connect('ftp://example.test'))).toEqual([400, 'serverUrl']);
      expect(await path(connect('http://127.0.0.1:1'))).toEqual([422, undefined]);
      proxy.answer = (_request, _body, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello');
      expect(await path(connect(proxy.url))).toEqual([400, 'serverUrl']);
      expect((await her.call('GET', '/catchup/accounts')).body['total']).toBe(0);

      const made = await connect(radicale.url);
      expect([made.status, made.body]).toMatchObject([201, { source: 'caldav', calendars: 2 }]);
      account = await her.account(made.body['id'] as string);
      const { rows } = await world().sql.query('SELECT * FROM calendar_account WHERE id = $1', [account.id]);
      expect(JSON.stringify(rows)).not.toContain(PASSWORD);
      expect(JSON.stringify(rows[0])).toContain('"server_url_sealed":"v1.');
      expect((await connect(radicale.url)).body['id']).toBe(account.id);
    });

    it('where it leads to private addresses it is not followed, and other servers do not get the password', async () => {
      const other = await Scripted.start();
      proxy.answer = (_request, _body, response) => response.writeHead(302, { location: 'http://10.1.2.3/dav/' }).end();
      expect((await connect(proxy.url)).status).toBe(400);
      proxy.answer = (_request, _body, response) => response.writeHead(302, { location: `${other.url}/dav/` }).end();
      expect((await connect(proxy.url)).status).toBe(400);
      expect(other.seen.length).toBeGreaterThan(0);
      expect(other.seen.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
      await other.stop();
    });

    it('its calendars are listed with their names and zones', async () => {
      const calendars = await her.as(() => source.calendars(account, signal));
      const told = calendars.map(({ name, timeZone, accessRole }) => ({ name, timeZone, accessRole }));
      expect(told.sort((a, b) => a.name.localeCompare(b.name))).toEqual([
        { name: 'The home', timeZone: null, accessRole: 'writer' },
        { name: 'The work', timeZone: 'America/New_York', accessRole: 'writer' },
      ]);
      expect(calendars.filter(({ primary }) => primary)).toHaveLength(1);
      work = calendars.find(({ name }) => name === 'The work')!.externalId;
    });

    it('everything is read, a series with an instance that was moved and a day of the calendar’s zone included', async () => {
      const { begins, events } = await read(FULL);
      const series = ['2026-03-03T14:00Z', '2026-03-12T19:00Z', '2026-03-17T13:00Z'];
      expect(begins).toEqual([series[0], '2026-03-08T05:00Z', '2026-03-10T10:00Z', ...series.slice(1)]);
      expect(events.find(({ summary }) => summary === 'Holiday')).toMatchObject({
        allDay: true,
        end: new Date('2026-03-09T04:00Z'),
      });
    });

    it('a slice has what lies in it, and no token', async () => {
      const window = { start: new Date('2026-03-12T00:00Z'), end: new Date('2026-03-13T00:00Z') };
      const { begins, token } = await read({ mode: 'slice', window });
      expect([begins, token]).toEqual([['2026-03-12T19:00Z'], undefined]);
    });

    it('changes are told once: new, changed and deleted objects', async () => {
      const { token } = await read(FULL);
      expect(await changes(token!)).toMatchObject({ events: [], gone: [] });
      await radicale.put('anna', 'work', 'new', ['DTSTART:20260401T100000Z', 'DTEND:20260401T110000Z']);
      await radicale.put('anna', 'work', 'weekly', [
        'DTSTART:20260304T080000Z',
        'DURATION:PT1H',
        'RRULE:FREQ=WEEKLY;COUNT=2',
      ]);
      await radicale.remove('anna', 'work', 'single');
      const told = await changes(token!);
      expect(told.begins).toEqual(['2026-03-04T08:00Z', '2026-03-11T08:00Z', '2026-04-01T10:00Z']);
      // Of each object all instances that were known are replaced.
      expect(told.gone.sort()).toEqual(
        ['new', 'single', 'weekly'].map((name) => idOf(`/anna/work/${name}.ics`)).sort(),
      );
      expect(told.events.every(({ externalId }) => told.gone.some((id) => externalId.startsWith(id)))).toBe(true);
      expect(await changes(told.token!)).toMatchObject({ events: [], gone: [] });
    });

    it('a token that the server does not know is void', async () => {
      expect(await fails(changes(`http://radicale.org/ns/sync/${'0'.repeat(64)}`))).toBe('token_void');
      expect(await fails(changes('nonsense'))).toBe('token_void');
    });

    it('her answer is found by all of her addresses, not by those that the server names alone', async () => {
      const { token } = await read(FULL);
      const lines = ['DTSTART:20260402T100000Z', 'DURATION:PT1H', 'ORGANIZER:mailto:bo@x.test'];
      const invited = `ATTENDEE;PARTSTAT=DECLINED:mailto:${her.person.email}`;
      await radicale.put('anna', 'work', 'invited', [...lines, invited]);
      // One of the objects cannot be read: it is counted.
      await radicale.put('anna', 'work', 'endless', ['DTSTART:20260402T100000Z', 'RRULE:FREQ=SECONDLY']);
      const { events, leftOut } = await changes(token!);
      expect(events.map(({ response, attendees }) => [response, attendees])).toEqual([['declined', ['bo@x.test']]]);
      expect(leftOut).toBe(1);
      for (const name of ['invited', 'endless']) await radicale.remove('anna', 'work', name);
    });

    it('an event is written once, however often, and found again by its id', async () => {
      const { token } = await read(FULL);
      const event = {
        ...{ id: 'catchup0123456789abcdef', summary: 'Coffee with Bo', description: 'It has been a month' },
        ...{
          start: new Date('2026-04-10T09:00:00Z'),
          end: new Date('2026-04-10T10:00:00Z'),
          timeZone: 'Europe/Madrid',
        },
      };
      expect(await her.as(() => source.find(account, work, event.id, signal))).toBe(false);
      const first = await her.as(() => source.insert(account, work, event, signal));
      expect(await her.as(() => source.insert(account, work, event, signal))).toEqual(first);
      expect(await her.as(() => source.find(account, work, event.id, signal))).toBe(true);
      const { events } = await changes(token!);
      expect(events.map(({ externalId, summary }) => [externalId, summary])).toEqual([
        [first.externalId, event.summary],
      ]);
    });

    it('the sync reads it, and its hours are busy; an instance that is taken away is free again', async () => {
      const calendars = (await her.call('GET', '/catchup/calendars')).body['calendars'] as { id: string }[] | undefined;
      expect(calendars).toEqual([]);
      const noon = Math.floor(Date.now() / 86_400_000 + 2) * 86_400_000 + 12 * 3_600_000;
      const stamp = (ms: number) => new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');
      const lines = [`DTSTART:${stamp(noon)}`, 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=2'];
      await radicale.put('anna', 'work', 'soon', lines);
      await sync();
      await her.call('PUT', '/catchup/calendars', { selected: await calendarIds() });
      await sync();
      const busy = async () => {
        const range = `from=${new Date(noon).toISOString()}&to=${new Date(noon + 2 * 86_400_000).toISOString()}`;
        const { body } = await her.call('GET', `/catchup/availability?${range}`);
        return (body['busy'] as { start: string }[]).map(({ start }) => Date.parse(start) - noon);
      };
      expect(await busy()).toEqual([0, 86_400_000]);
      await radicale.put('anna', 'work', 'soon', [...lines, `EXDATE:${stamp(noon)}`]);
      await sync();
      expect(await busy()).toEqual([86_400_000]);
    });

    it('a server that cannot tell changes, and wants Digest, is compared by tags', async () => {
      const seen = viaProxy(proxy, radicale);
      const made = await connect(proxy.url);
      expect(made.status).toBe(201);
      const other = await her.account(made.body['id'] as string);
      const [calendar] = (await her.as(() => source.calendars(other, signal))).filter(
        ({ name }) => name === 'The home',
      );
      await radicale.put('anna', 'home', 'a', ['DTSTART:20260401T100000Z', 'DURATION:PT1H']);
      await radicale.put('anna', 'home', 'b', ['DTSTART:20260402T100000Z', 'DURATION:PT1H']);
      const { token, begins } = await read(FULL, other, calendar!.externalId);
      expect([begins, token!.startsWith('tags:')]).toEqual([['2026-04-01T10:00Z', '2026-04-02T10:00Z'], true]);
      expect(await changes(token!, other, calendar!.externalId)).toMatchObject({ events: [], gone: [], token });
      await radicale.remove('anna', 'home', 'a');
      await radicale.put('anna', 'home', 'b', ['DTSTART:20260403T100000Z', 'DURATION:PT1H']);
      const told = await changes(token!, other, calendar!.externalId);
      expect(told.begins).toEqual(['2026-04-03T10:00Z']);
      expect(told.gone.sort()).toEqual(['a', 'b'].map((name) => idOf(`/anna/home/${name}.ics`)).sort());
      // The password itself goes over once at most, in the try that is made before the server has asked for Digest.
      expect(seen.digest).toBeGreaterThan(seen.basic);
    });

    it('a calendar that is gone is lost, and a password that is not valid any more asks for a new one', async () => {
      await radicale.send('anna', 'DELETE', '/anna/home/');
      expect(await fails(read(FULL, account, work.replace('/work/', '/home/')))).toBe('calendar_lost');
      radicale.setPassword('anna', 'another');
      expect(await fails(read(FULL))).toBe('needs_reauth');
      expect(await fails(changes('x'))).toBe('needs_reauth');
      await radicale.stop();
      expect(await fails(read(FULL))).toBe('away');
    });
  });
}

/** Radicale as a server that has no sync tokens and takes Digest only. */
function viaProxy(proxy: Scripted, radicale: Radicale): { digest: number; basic: number } {
  const seen = { digest: 0, basic: 0 };
  const challenge = {
    realm: 'dav',
    nonce: createHash('md5').update('n').digest('hex'),
    algorithm: 'MD5',
    qop: true,
    stale: false,
  } as const;
  const asked = `Digest realm="dav", nonce="${challenge.nonce}", qop="auth", algorithm=MD5`;
  proxy.answer = async (request, body, response) => {
    const given = request.headers.authorization ?? '';
    const value = (name: string) => new RegExp(`\\b${name}="?([^",]+)`).exec(given)?.[1] ?? '';
    if (given.startsWith('Basic')) seen.basic++;
    const expected = digestAnswer(challenge, {
      ...{ method: request.method!, uri: request.url!, username: 'anna', password: PASSWORD },
      ...{ count: Number.parseInt(value('nc'), 16) || 0, cnonce: value('cnonce') },
    });
    if (given !== expected) return response.writeHead(401, { 'www-authenticate': asked }).end();
    seen.digest++;
    const login = `Basic ${Buffer.from(`anna:${PASSWORD}`).toString('base64')}`;
    const headers = {
      authorization: login,
      'content-type': request.headers['content-type'] ?? '',
      depth: String(request.headers['depth'] ?? ''),
    };
    const answer = await fetch(radicale.url + request.url!, {
      method: request.method,
      headers,
      body: body.length ? body : undefined,
      redirect: 'manual',
    });
    const text = (await answer.text()).replaceAll(/<sync-token>.*?<\/sync-token>|<sync-collection ?\/>/g, '');
    const location = answer.headers.get('location');
    return response
      .writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? '',
        ...(location && { location }),
      })
      .end(text);
  };
  return seen;
}
