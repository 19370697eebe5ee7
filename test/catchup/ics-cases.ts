import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CalendarSyncWork } from '../../src/catchup/calendars/calendar-sync.work.js';
import { CatchupPreferences } from '../../src/catchup/preferences/catchup-preferences.js';
import type { Reading, SourceAccount } from '../../src/catchup/sources/calendar-source.js';
import { IcsSource } from '../../src/catchup/sources/ics/ics.source.js';
import { handlerContext } from '../../src/jobs/testing/index.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { Platform } from '../platform/harness.js';
import { gathered, Her, Scripted } from './caldav-world.js';

const WINDOW = { start: new Date('2026-03-01T00:00:00Z'), end: new Date('2026-05-01T00:00:00Z') };
const feed = (...begins: string[]) =>
  [
    ...['BEGIN:VCALENDAR', 'X-WR-TIMEZONE:America/New_York'],
    ...begins.flatMap((begin, n) => ['BEGIN:VEVENT', `UID:${n}`, 'DTSTAMP:NOW', begin, 'DURATION:P1D', 'END:VEVENT']),
    ...['END:VCALENDAR', ''],
  ].join('\r\n');

/** Subscribed feeds, served by a server on 127.0.0.1. */
export function icsCases(world: () => Platform): void {
  describe('subscribed calendars', () => {
    let server: Scripted;
    let her: Her;
    let source: IcsSource;
    let account: SourceAccount;
    let text = feed('DTSTART;VALUE=DATE:20260308', 'DTSTART:20260310T100000Z');
    let etag: string | undefined = '"1"';
    const signal = new AbortController().signal;
    const read = (reading: Reading) => her.as(() => gathered(source.events(account, 'feed', reading, signal)));
    const changes = (syncToken: string) => read({ mode: 'changes', window: WINDOW, syncToken });
    const full = () => read({ mode: 'full', window: WINDOW });
    const trouble = (work: Promise<unknown>) =>
      work.then(
        () => 'nothing',
        (error: { trouble?: string }) => error.trouble,
      );

    beforeAll(async () => {
      server = await Scripted.start();
      her = new Her(world(), world().a.MANAGER);
      source = world().app.get(IcsSource, { strict: false });
      server.answer = (request, _body, response) => {
        if (request.url === '/nothing') return response.writeHead(404).end();
        if (request.url === '/moved') return response.writeHead(302, { location: '/secret-feed.ics' }).end();
        if (etag && request.headers['if-none-match'] === etag) return response.writeHead(304).end();
        return response.writeHead(200, { ...(etag && { etag }) }).end(text.replaceAll('NOW', new Date().toISOString()));
      };
    });
    afterAll(() => server.stop());

    it('is read before it is kept, and its address is sealed', async () => {
      const subscribe = (url: string, name = 'Feed') => her.call('POST', '/catchup/accounts/ics', { url, name });
      const page = await subscribe('http://10.1.2.3/feed.ics');
      expect([page.status, (page.body['errors'] as { path: string }[])[0]?.path]).toEqual([400, 'url']);
      // An address at which nothing is stays wrong: to try again later is no advice.
      const nothing = await subscribe(`${server.url}/nothing`);
      expect([nothing.status, (nothing.body['errors'] as { path: string }[])[0]?.path]).toEqual([400, 'url']);
      const before = text;
      text = '<p>Log in';
      expect((await subscribe(`${server.url}/x`)).status).toBe(400);
      text = before;
      const made = await subscribe(`${server.url}/moved`);
      expect([made.status, made.body]).toMatchObject([201, { source: 'ics', name: 'Feed', calendars: 1 }]);
      account = await her.account(made.body['id'] as string);
      const { rows } = await world().sql.query('SELECT * FROM calendar_account WHERE id = $1', [account.id]);
      expect(JSON.stringify(rows)).not.toContain('127.0.0.1');
      expect(await her.as(() => source.calendars(account))).toMatchObject([
        { externalId: 'feed', name: 'Feed', accessRole: 'reader' },
      ]);
    });

    it('webcal means https, and plain http is for addresses the operator allows', async () => {
      const refused = async (url: string) => (await her.call('POST', '/catchup/accounts/ics', { url, name: 'x' })).body;
      expect(await refused('http://calendar.example.test/x.ics')).toMatchObject({ errors: [{ path: 'url' }] });
      // A server that does not speak TLS.
      expect(await refused(`${server.url.replace('http:', 'webcal:')}/x.ics`)).toMatchObject({ status: 422 });
    });

    it('is read in full in its own zone, and is not read again while it is the same', async () => {
      const { begins, token } = await full();
      expect(begins).toEqual(['2026-03-08T05:00Z', '2026-03-10T10:00Z']);
      expect(await changes(token!)).toMatchObject({ events: [], gone: [], token });
      expect(server.seen.at(-1)!.headers['if-none-match']).toBe('"1"');
      etag = undefined;
      // Without a tag the content tells, but for the instants at which it says that it was written.
      expect(await changes(token!)).toMatchObject({ events: [], gone: [], token });
      text = feed('DTSTART;VALUE=DATE:20260308');
      expect(await trouble(changes(token!))).toBe('token_void');
      expect((await full()).begins).toEqual(['2026-03-08T05:00Z']);
    });

    it('one that is cut off or too large is refused, with a reason', async () => {
      const whole = text;
      text = whole.slice(0, -20);
      expect(await trouble(full())).toBe('refused');
      text = 'x'.repeat(10 * 1024 * 1024 + 1);
      expect(await trouble(full())).toBe('refused');
      text = whole;
      expect((await full()).events).toHaveLength(1);
    });

    it('her answer to an invitation is found by her addresses, and what is broken is counted', async () => {
      const before = text;
      const event = (uid: string, ...lines: string[]) => [
        ...['BEGIN:VEVENT', `UID:${uid}`, 'DTSTART:20260310T100000Z', 'DURATION:PT1H', ...lines, 'END:VEVENT'],
      ];
      const invited = (partstat: string) => [
        'ORGANIZER:mailto:bo@x.test',
        `ATTENDEE;PARTSTAT=${partstat}:mailto:${her.person.email}`,
        'ATTENDEE:mailto:c@x.test',
      ];
      text = [
        'BEGIN:VCALENDAR',
        ...event('a-declined', ...invited('DECLINED')),
        ...event('b-accepted', ...invited('ACCEPTED')),
        ...event('c-own', `ORGANIZER:mailto:${her.person.email}`, 'ATTENDEE:mailto:c@x.test'),
        ...event('d-others', 'ORGANIZER:mailto:bo@x.test', 'ATTENDEE:mailto:c@x.test'),
        ...event('e-broken', 'RRULE:FREQ=SECONDLY'),
        ...['END:VCALENDAR', ''],
      ].join('\r\n');
      const { events } = await full();
      expect(events.map(({ response, attendees }) => [response, attendees])).toEqual([
        ['declined', ['c@x.test', 'bo@x.test']],
        ['accepted', ['c@x.test', 'bo@x.test']],
        ['accepted', ['c@x.test']],
        [null, ['c@x.test', 'bo@x.test']],
      ]);
      text = before;
    });

    describe('as the job reads them', () => {
      const sync = () => {
        const { app, a } = world();
        const ctx = handlerContext(app.get(TenantDatabase), a.id, { jobId: randomUUID(), scheduledFor: new Date() });
        const run = () => app.get(CalendarSyncWork, { strict: false }).run({ userId: her.person.id }, ctx);
        return app.get(RequestContext).asTenant(a.id, run);
      };
      const begins = async () =>
        (
          await world().sql.query<{ at: Date }>(
            `SELECT e.starts_at AS at FROM calendar_event e JOIN calendar c ON c.id = e.calendar_id
             WHERE c.account_id = $1 ORDER BY 1`,
            [account.id],
          )
        ).rows.map(({ at }) => at.toISOString());
      const shown = async () =>
        ((await her.call('GET', '/catchup/calendars')).body['calendars'] as Record<string, unknown>[]).find(
          ({ accountId }) => accountId === account.id,
        )!;
      const soon = new Date(Math.ceil(Date.now() / 86_400_000 + 3) * 86_400_000).toISOString();
      const day = soon.slice(0, 10).replaceAll('-', '');
      const file = (...lines: string[]) =>
        ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');

      it('one that has another address is the feed that is there, whatever its server says of the one before', async () => {
        const [first, other] = [file(`DTSTART:${day}T100000Z`), file(`DTSTART:${day}T150000Z`)];
        // Two servers whose tags are numbers.
        server.answer = (request, _body, response) =>
          request.headers['if-none-match'] === '"7"'
            ? response.writeHead(304).end()
            : response.writeHead(200, { etag: '"7"' }).end(request.url === '/other' ? other : first);
        const subscribe = (path: string) =>
          her.call('POST', '/catchup/accounts/ics', { url: `${server.url}${path}`, name: 'Feed' });
        expect((await subscribe('/first')).body['id']).toBe(account.id);
        await sync();
        expect(await begins()).toEqual([soon.replace('T00', 'T10')]);
        await subscribe('/other');
        await sync();
        expect(await begins()).toEqual([soon.replace('T00', 'T15')]);
        // Unchanged for a day: then all of it is asked for.
        await sync();
        expect(server.seen.at(-1)!.headers['if-none-match']).toBe('"7"');
        await world().sql.query(
          `UPDATE calendar SET last_full_at = now() - interval '25 hours' WHERE account_id = $1`,
          [account.id],
        );
        await sync();
        expect(server.seen.at(-1)!.headers).not.toHaveProperty('if-none-match');
      });

      it('days and times without a zone go with her when she changes hers', async () => {
        const move = (timeZone: string) =>
          her.as(async () => {
            const preferences = world().app.get(CatchupPreferences, { strict: false });
            const { updatedAt: _, ...mine } = await preferences.mine();
            await preferences.put({ ...mine, timeZone });
          });
        await move('Asia/Kathmandu');
        server.answer = (request, _body, response) =>
          request.headers['if-none-match'] === '"8"'
            ? response.writeHead(304).end()
            : response.writeHead(200, { etag: '"8"' }).end(file(`DTSTART;VALUE=DATE:${day}`));
        await sync();
        const at = (hours: number) => new Date(Date.parse(soon) - hours * 3_600_000).toISOString();
        expect(await begins()).toEqual([at(5.75)]);
        await move('Asia/Tokyo');
        const { rows } = await world().sql.query(
          'SELECT 1 FROM calendar WHERE account_id = $1 AND wanted_at IS NOT NULL',
          [account.id],
        );
        expect(rows).toHaveLength(1);
        await sync();
        expect(await begins()).toEqual([at(9)]);
      });

      it('what could not be read of one is shown with it, until it can', async () => {
        let broken = true;
        server.answer = (_request, _body, response) =>
          response
            .writeHead(200)
            .end(
              file(
                `DTSTART:${day}T100000Z`,
                ...(broken ? ['END:VEVENT', 'BEGIN:VEVENT', 'UID:2', 'DTSTART:never'] : []),
              ),
            );
        await sync();
        expect(await shown()).toMatchObject({ trouble: 'incomplete', leftOut: 1, troubleAt: expect.any(String) });
        expect(await begins()).toHaveLength(1);
        broken = false;
        await sync();
        expect(await shown()).toMatchObject({ trouble: null, leftOut: 0, troubleAt: null });
      });
    });

    it.each([
      [401, 'needs_reauth'],
      [404, 'away'],
      [410, 'needs_reauth'],
      [429, 'busy'],
      [500, 'away'],
    ])('a server that answers %i', async (status, expected) => {
      const before = server.answer;
      server.answer = (_request, _body, response) => response.writeHead(status).end();
      expect(await trouble(full())).toBe(expected);
      server.answer = before;
    });
  });
}
