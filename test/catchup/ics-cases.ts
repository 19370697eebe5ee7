import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Reading, SourceAccount } from '../../src/catchup/sources/calendar-source.js';
import { IcsSource } from '../../src/catchup/sources/ics/ics.source.js';
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
