import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createEmulator } from '@emulators/core';
import { googlePlugin, seedFromConfig } from '@emulators/google';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountSecrets } from '../../src/catchup/sources/accounts/account-secrets.js';
import { CalendarAccounts } from '../../src/catchup/sources/accounts/calendar-accounts.js';
import type { EventPage, SourceAccount } from '../../src/catchup/sources/calendar-source.js';
import { CalendarSources } from '../../src/catchup/sources/calendar-sources.js';
import { GoogleConnections } from '../../src/catchup/sources/google/google-connections.js';
import { EndedPermissions } from '../../src/catchup/sources/google/ended-permissions.js';
import { GoogleHttp } from '../../src/catchup/sources/google/google-http.js';
import { GoogleOAuth } from '../../src/catchup/sources/google/google-oauth.js';
import { GoogleTokens } from '../../src/catchup/sources/google/google-tokens.js';
import { GoogleSource } from '../../src/catchup/sources/google/google.source.js';
import { SharedRates } from '../../src/jobs/index.js';
import { Config } from '../../src/platform/config/config.js';
import { PersonalDatabase } from '../../src/platform/database/personal-database.js';
import { OutboundClient } from '../../src/platform/outbound/outbound.client.js';
import { SealedColumns } from '../../src/platform/secrets/sealed-columns.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { Person } from '../platform/harness.js';
import type { CatchupWorld } from './harness.js';

const EMAIL = 'emulated@example.test';
const CLIENT = { client_id: 'emulated-client', client_secret: 'emulated-secret' };
const signal = new AbortController().signal;
const WINDOW = { start: new Date('2026-03-01T00:00:00Z'), end: new Date('2026-05-01T00:00:00Z') };

/** Google's emulator that others wrote, on a socket. It is asked for pages of two events, whatever the page size. */
async function emulator(redirectUri: string): Promise<{ url: string; server: Server; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const { app, store } = createEmulator(googlePlugin, { port, baseUrl: url });
  const event = (n: number) => ({
    id: `evt_${n}`,
    user_email: EMAIL,
    calendar_id: 'primary',
    summary: `Event ${n}`,
    start_date_time: `2026-03-0${n}T09:00:00.000Z`,
    end_date_time: `2026-03-0${n}T10:00:00.000Z`,
  });
  seedFromConfig(store, url, {
    users: [{ email: EMAIL, name: 'Emulated' }],
    oauth_clients: [{ ...CLIENT, name: 'Nightshift', redirect_uris: [redirectUri] }],
    calendars: [{ id: 'primary', user_email: EMAIL, summary: EMAIL, primary: true, time_zone: 'Europe/Lisbon' }],
    calendar_events: [1, 2, 3, 4, 5].map(event),
  });
  const answer = async (request: IncomingMessage) => {
    const target = new URL(request.url!, url);
    if (target.searchParams.has('maxResults') && target.pathname.endsWith('/events'))
      target.searchParams.set('maxResults', '2');
    asked.push(`${request.method} ${target.pathname}`);
    const body = Buffer.concat(await request.toArray());
    return app.fetch(
      new Request(target, {
        method: request.method!,
        headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
        ...(body.length > 0 && { body }),
      }),
    );
  };
  server.on('request', (request, response) => {
    void answer(request)
      .then(async (reply) => {
        response.writeHead(reply.status, Object.fromEntries(reply.headers));
        response.end(Buffer.from(await reply.arrayBuffer()));
      })
      .catch(() => response.destroy());
  });
  return { url, server, asked };
}

export function emulatorCases(world: () => CatchupWorld): void {
  describe('@emulators/google', () => {
    let google: Awaited<ReturnType<typeof emulator>>;
    let person: Person;
    let source: GoogleSource;
    let tokens: GoogleTokens;
    let connections: GoogleConnections;

    beforeAll(async () => {
      const own = world().get(Config);
      google = await emulator(`${own.publicUrl}/api/v1/catchup/google/callback`);
      const { url } = google;
      const config = Object.assign(Object.create(Config.prototype) as object, own, {
        GOOGLE_CLIENT_ID: CLIENT.client_id,
        GOOGLE_CLIENT_SECRET: CLIENT.client_secret,
        GOOGLE_AUTH_URL: `${url}/o/oauth2/v2/auth`,
        GOOGLE_TOKEN_URL: `${url}/oauth2/token`,
        GOOGLE_REVOKE_URL: `${url}/oauth2/revoke`,
        GOOGLE_CALENDAR_URL: `${url}/calendar/v3`,
      }) as Config;
      const [db, accounts, secrets] = [
        world().get(PersonalDatabase),
        world().get(CalendarAccounts),
        world().get(AccountSecrets),
      ];
      const outbound = world().get(OutboundClient);
      const oauth = new GoogleOAuth(config, outbound);
      tokens = new GoogleTokens(db, secrets, accounts, oauth);
      const http = new GoogleHttp(outbound, config, tokens, world().get(SharedRates), accounts);
      const ended = world().get(EndedPermissions);
      source = new GoogleSource(http, oauth, accounts, ended, new CalendarSources());
      const [context, box, columns] = [world().get(RequestContext), world().get(SecretBox), world().get(SealedColumns)];
      connections = new GoogleConnections(db, context, accounts, oauth, box, ended, columns, config);
      person = await world().person('emulated');
    });
    afterAll(async () => {
      google?.server.closeAllConnections();
      await new Promise((done) => google?.server.close(done));
    });

    /** What a user does on the emulator's page: she chooses herself. */
    const consent = async (url: URL): Promise<URL> => {
      expect((await fetch(url)).status).toBe(200);
      const fields = ['redirect_uri', 'scope', 'state', 'client_id', 'code_challenge', 'code_challenge_method'];
      const form = new URLSearchParams(Object.fromEntries(fields.map((name) => [name, url.searchParams.get(name)!])));
      form.set('email', EMAIL);
      const answer = await fetch(`${google.url}/o/oauth2/v2/auth/callback`, {
        method: 'POST',
        body: form,
        redirect: 'manual',
      });
      return new URL(answer.headers.get('location')!);
    };
    const connect = async (change: (back: URL) => void = () => undefined) => {
      const { authorizationUrl } = await world().as(person, () => connections.begin());
      const back = await consent(new URL(authorizationUrl));
      change(back);
      const { state, code } = Object.fromEntries(back.searchParams) as Record<string, string>;
      return connections.finish({ state: state!, code: code! });
    };
    const account = () =>
      world().as(person, async (): Promise<SourceAccount> => {
        const accounts = world().get(CalendarAccounts);
        return accounts.sourceAccount((await accounts.list())[0]!);
      });

    it('the code is redeemed with PKCE, and not with the verifier of another attempt', async () => {
      const { authorizationUrl } = await world().as(person, () => connections.begin());
      const other = await consent(new URL(authorizationUrl));
      const swapped = await connect((back) => back.searchParams.set('code', other.searchParams.get('code')!));
      expect(swapped).toEqual({ kind: 'code' });
      expect(await connect()).toMatchObject({ kind: 'connected', account: EMAIL, mayWrite: true });
    });

    it('calendars, events in pages, free and busy times, a new event', async () => {
      const one = await account();
      await world().as(person, async () => {
        expect(await source.calendars(one, signal)).toEqual([
          { externalId: 'primary', name: EMAIL, timeZone: 'Europe/Lisbon', accessRole: 'owner', primary: true },
        ]);
        const pages: EventPage[] = [];
        for await (const page of source.events(one, 'primary', { mode: 'full', window: WINDOW }, signal))
          pages.push(page);
        expect(pages.map(({ items }) => items.length)).toEqual([2, 2, 1]);
        expect(pages[0]!.items[0]).toMatchObject({
          externalId: 'evt_1',
          start: new Date('2026-03-01T09:00:00Z'),
          end: new Date('2026-03-01T10:00:00Z'),
          summary: 'Event 1',
          allDay: false,
        });
        const event = { ...WINDOW, end: new Date('2026-03-01T01:00:00Z'), timeZone: 'Europe/Lisbon' };
        const made = { ...event, id: 'catchup00001', summary: 'Coffee', description: '' };
        expect((await source.insert(one, 'primary', made, signal)).externalId).not.toBe('');
        const busy = await source.busy(one, ['primary'], { ...WINDOW, end: new Date('2026-03-02T00:00:00Z') }, signal);
        expect(busy.get('primary')).toEqual([
          { start: WINDOW.start, end: new Date('2026-03-01T01:00:00Z') },
          { start: new Date('2026-03-01T09:00:00Z'), end: new Date('2026-03-01T10:00:00Z') },
        ]);
        const missing = source.events(one, 'nobody', { mode: 'full', window: WINDOW }, signal);
        await expect(missing[Symbol.asyncIterator]().next()).rejects.toMatchObject({ trouble: 'calendar_lost' });
      });
    });

    it('an old token is refreshed; after revocation the account needs its user', async () => {
      const one = await account();
      const before = await world().as(person, () => tokens.access(one, signal));
      const renew = () =>
        world().sql('UPDATE calendar_account SET access_token_expires_at = now() WHERE id = $1', [one.id]);
      await renew();
      expect(await world().as(person, () => tokens.access(one, signal))).not.toBe(before);
      expect(await world().as(person, () => source.revoke(one, signal))).toBe(true);
      await renew();
      await expect(world().as(person, () => tokens.access(one, signal))).rejects.toMatchObject({
        trouble: 'needs_reauth',
      });
      expect(google.asked.filter((one) => one === 'POST /oauth2/token')).toHaveLength(4);
    });
  });
}
