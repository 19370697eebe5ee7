import { describe, expect, it } from '@jest/globals';
import { READ_SCOPE, WRITE_SCOPE } from '../../src/catchup/sources/google/google-scopes.js';
import { Config } from '../../src/platform/config/config.js';
import { PASSWORD } from '../platform/harness.js';
import type { CatchupWorld } from './harness.js';

/** How a user allows us to read her calendars. */
export function googleOAuthCases(world: () => CatchupWorld): void {
  const accountsOf = async (person: Parameters<CatchupWorld['call']>[0]) =>
    (await world().ask(person, 'GET', '/catchup/accounts'))['accounts'] as Record<string, unknown>[];

  describe('connecting an account at Google', () => {
    it('asks for lasting access with a state and PKCE, and keeps what was allowed', async () => {
      const { tenant, google } = world();
      const url = await world().authorizationUrl(tenant.STAFF);
      expect(Object.fromEntries(url.searchParams)).toMatchObject({
        client_id: 'client-1',
        response_type: 'code',
        redirect_uri: 'http://127.0.0.1:3000/api/v1/catchup/google/callback',
        access_type: 'offline',
        prompt: 'consent',
        code_challenge: expect.stringMatching(/^[\w-]{43}$/),
        code_challenge_method: 'S256',
        state: expect.stringMatching(/^[\w.-]{100,}$/),
        scope: `openid email ${READ_SCOPE} ${WRITE_SCOPE}`,
      });
      const page = await world().comeBack(await world().consent(url, 'ana.one@example.test'));
      expect(page).toMatchObject({ status: 200 });
      expect(page.text).toContain('ana.one@example.test');
      expect(page.text).toContain(tenant.STAFF.email);
      expect(await accountsOf(tenant.STAFF)).toMatchObject([
        {
          source: 'google',
          name: 'ana.one@example.test',
          state: 'active',
          scopes: ['openid', 'email', READ_SCOPE, WRITE_SCOPE],
          mayWrite: true,
          trouble: null,
        },
      ]);
      expect((await google.log('/token')).map(({ grant, status }) => [grant, status])).toEqual([
        ['authorization_code', 200],
      ]);
    });

    it('needs no body', async () => {
      const answer = await world().call(await world().person('bodiless'), 'POST', '/catchup/google/connect');
      expect([answer.status, answer.text.slice(0, 30)]).toEqual([201, expect.stringContaining('authorizationUrl')]);
    });

    it('a user has several; one that is connected again stays the same and gets new tokens', async () => {
      const person = await world().person('several');
      const first = await world().connect(person, 'first@example.test');
      const second = await world().connect(person, 'second@example.test');
      const sealed = () =>
        world().sql(`SELECT refresh_token_sealed AS sealed FROM calendar_account WHERE id = $1`, [first.id]);
      const before = await sealed();
      expect(await world().connect(person, 'first@example.test')).toEqual({ ...first, connection: 2 });
      expect((await accountsOf(person)).map(({ id }) => id)).toEqual([first.id, second.id]);
      expect(await sealed()).not.toEqual(before);
      const again = await world().ask(person, 'POST', '/catchup/google/connect', { accountId: second.id });
      const hint = new URL(String(again['authorizationUrl'])).searchParams.get('login_hint');
      expect(hint).toBe('second@example.test');
    });

    it('a state works once, for a while, and as it was made', async () => {
      const person = await world().person('states');
      const begin = async () => world().consent(await world().authorizationUrl(person), 'states@example.test');
      const refused = async (url: URL) => {
        const page = await world().comeBack(url);
        expect([page.status, page.text.includes('This link does not work')]).toEqual([400, true]);
      };
      const used = await begin();
      expect((await world().comeBack(used)).status).toBe(200);
      await world().google.forget();
      await refused(used);
      const old = await begin();
      await world().sql(`UPDATE calendar_authorization SET expires_at = now() - interval '1 second'`);
      await refused(old);
      const changed = await begin();
      const state = changed.searchParams.get('state')!;
      for (const other of ['', 'x', `${state}x`, state.replace(/^./, (a) => (a === 'A' ? 'B' : 'A')), state.slice(1)]) {
        changed.searchParams.set('state', other);
        await refused(changed);
      }
      // The signed part of one user with the rest of another's.
      const stranger = await world().person('stranger');
      const theirs = (await world().authorizationUrl(stranger)).searchParams.get('state')!;
      changed.searchParams.set('state', state.split('.')[0] + '.' + theirs.split('.')[1]);
      await refused(changed);
      const disabled = await begin();
      await world().sql('UPDATE app_user SET disabled_at = now() WHERE id = $1', [person.id]);
      await refused(disabled);
      await world().sql('UPDATE app_user SET disabled_at = NULL WHERE id = $1', [person.id]);
      const shut = await begin();
      await world().sql('UPDATE tenant SET disabled_at = now()');
      await refused(shut);
      await world().sql('UPDATE tenant SET disabled_at = NULL');
      // Nobody asked Google for anything.
      expect(await world().google.log('/token')).toEqual([]);
    });

    it('begun in a browser it is finished in that browser, and in no other', async () => {
      const { platform } = world();
      const begin = async (email: string) => {
        const answer = await platform.call('POST', '/api/v1/auth/session', { body: { email, password: PASSWORD } });
        const cookies = [answer.headers['set-cookie']].flat().map((one) => String(one).split(';')[0]!);
        const csrf = cookies.find((one) => one.startsWith('ns_csrf='))!.slice('ns_csrf='.length);
        const { host } = new URL(world().get(Config).publicUrl);
        const headers = { cookie: cookies.join('; '), 'x-csrf-token': csrf, 'sec-fetch-site': 'same-origin', host };
        const made = await platform.call('POST', '/api/v1/catchup/google/connect', { headers, body: {} });
        const kept = String([made.headers['set-cookie']].flat().find((one) => String(one).startsWith('ns_google=')));
        return { url: new URL(String(made.body['authorizationUrl'])), kept };
      };
      const attacker = await world().person('attacker');
      const { url, kept } = await begin(attacker.email);
      expect(kept).toMatch(
        /^ns_google=[\w-]{43}; Max-Age=600; Path=\/api\/v1\/catchup\/google; HttpOnly; SameSite=Lax$/,
      );
      const back = await world().consent(url, 'victim@example.test');
      const finish = (cookie?: string) =>
        platform.call('GET', back.pathname + back.search, cookie === undefined ? {} : { headers: { cookie } });
      // Who is sent the attacker's address has no such cookie, or another one.
      for (const cookie of [undefined, `ns_google=${'x'.repeat(43)}`]) {
        const page = await finish(cookie);
        expect([page.status, page.text.includes('This link does not work')]).toEqual([400, true]);
      }
      expect(await accountsOf(attacker)).toEqual([]);
      expect((await finish(kept.split(';')[0])).status).toBe(200);
    });

    it('PKCE: a code of one attempt is worth nothing with the state of another', async () => {
      const person = await world().person('pkce');
      const mine = await world().consent(await world().authorizationUrl(person), 'pkce@example.test');
      const other = await world().consent(await world().authorizationUrl(person), 'attacker@example.test');
      mine.searchParams.set('code', other.searchParams.get('code')!);
      const page = await world().comeBack(mine);
      expect([page.status, page.text.includes('does not take the code')]).toEqual([400, true]);
      expect(await accountsOf(person)).toEqual([]);
      expect((await world().google.log('/token')).map(({ status }) => status)).toEqual([400]);
    });

    it('a user who says no is told that nothing was connected', async () => {
      const person = await world().person('denies');
      await world().google.settings({ deny: true });
      const page = await world().comeBack(await world().consent(await world().authorizationUrl(person)));
      expect([page.status, page.text.includes('You have not allowed it')]).toEqual([400, true]);
      expect(await accountsOf(person)).toEqual([]);
      expect(await world().google.log('/token')).toEqual([]);
    });

    it('unticked boxes: without reading nothing is kept, without writing all but that works', async () => {
      const person = await world().person('unticks');
      await world().google.settings({ untick: [READ_SCOPE] });
      const url = await world().consent(await world().authorizationUrl(person), 'unticks@example.test');
      const page = await world().comeBack(url);
      expect([page.status, page.text.includes('was not ticked')]).toEqual([400, true]);
      expect(await accountsOf(person)).toEqual([]);
      expect((await world().google.log('/revoke')).map(({ status }) => status)).toEqual([200]);

      await world().google.settings({ untick: [WRITE_SCOPE] });
      await world().connect(person, 'unticks@example.test');
      expect(await accountsOf(person)).toMatchObject([{ mayWrite: false, state: 'active' }]);
    });

    it('without a refresh token an account that is there keeps its own; a new one is not connected', async () => {
      const person = await world().person('lasting');
      const { id } = await world().connect(person, 'lasting@example.test');
      const sealed = () => world().sql('SELECT refresh_token_sealed FROM calendar_account WHERE id = $1', [id]);
      const before = await sealed();
      await world().google.settings({ noRefreshToken: true });
      await world().connect(person, 'lasting@example.test');
      expect(await sealed()).toEqual(before);
      const page = await world().comeBack(
        await world().consent(await world().authorizationUrl(person), 'short@example.test'),
      );
      expect([page.status, page.text.includes('one hour only')]).toEqual([400, true]);
      expect(await accountsOf(person)).toHaveLength(1);
    });

    it.each([
      [{ status: 401, error: 'invalid_client' }, 502, 'does not know this server'],
      [{ status: 503, html: true }, 502, 'Google does not answer'],
    ])('when the token endpoint answers %j the page says so', async (fault, status, words) => {
      const person = await world().person(`away-${words.length}`);
      const url = await world().consent(await world().authorizationUrl(person), 'away@example.test');
      await world().google.faults({ path: '/token', times: 1, ...fault });
      const page = await world().comeBack(url);
      expect([page.status, page.text.includes(words)]).toEqual([status, true]);
    });
  });
}
