import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type GenerateKeyPairResult, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { UserRate } from '../../src/jobs/accept/user-rate.js';
import type { JobContract } from '../../src/jobs/contract/define-job.js';
import { JobsService } from '../../src/jobs/index.js';
import { EventStreams, STREAMS_PER_CALLER } from '../../src/jobs/events/event-streams.js';
import { TokensService, UsersService } from '../../src/platform/auth/index.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { type Principal, RequestContext } from '../../src/platform/tenancy/context.js';
import { JWT_SECRET, Platform, testEnv } from './harness.js';

const ISSUER = 'https://login.example.test/';
const key = new TextEncoder().encode(JWT_SECRET);
const now = () => Math.floor(Date.now() / 1000);

let rsa: GenerateKeyPairResult;
let foreign: GenerateKeyPairResult;
let provider: Server;
let asked = 0;
let platform: Platform;
let oidc: Record<string, string>;
beforeAll(async () => {
  rsa = await generateKeyPair('RS256', { extractable: true });
  foreign = await generateKeyPair('RS256', { extractable: true });
  const keys = [{ ...(await exportJWK(rsa.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }];
  provider = createServer((_, answer) => {
    asked++;
    answer.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
  oidc = {
    OIDC_ISSUER: ISSUER,
    OIDC_AUDIENCE: 'nightshift',
    OIDC_JWKS_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks.json`,
  };
  platform = await Platform.start({ ...oidc, OIDC_TENANT_CLAIM: 'org', ROLES: 'api,worker', JOBS_TICK_MS: '50' });
});
afterAll(async () => {
  await platform?.stop();
  provider?.closeAllConnections();
  provider?.close();
});

const me = (token: string) => platform.call('GET', '/api/v1/auth/me', { token });

describe('own tokens', () => {
  const claims = (over: JWTPayload = {}): JWTPayload => ({
    sub: platform.a.ADMIN.id,
    role: 'ADMIN',
    iss: 'nightshift',
    aud: 'nightshift-api',
    iat: now(),
    exp: now() + 60,
    ...over,
  });
  const sign = (payload: JWTPayload, header: object = {}, secret = key) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header }).sign(secret);

  it('a good one works', async () => {
    expect((await me(await sign(claims()))).status).toBe(200);
  });

  it.each<[string, JWTPayload, object]>([
    ['expired', { exp: 1 }, {}],
    ['without an end', { exp: undefined }, {}],
    ['not yet valid', { nbf: now() + 600 }, {}],
    ['of another issuer', { iss: 'somebody' }, {}],
    ['for another audience', { aud: 'other-api' }, {}],
    ['of another type', {}, { typ: 'JWT' }],
    ['with another algorithm', {}, { alg: 'HS512' }],
    ['of nobody', { sub: undefined }, {}],
    ['of an unknown user', { sub: '01900000-0000-7000-8000-000000000000' }, {}],
  ])('one %s does not', async (_, over, header) => {
    expect((await me(await sign(claims(over), header))).status).toBe(401);
  });

  it.each<[string, unknown]>([
    ['no uuid', 'admin'],
    ['empty', ''],
    ['a number', 17],
    ['an object', { id: 1 }],
    ['a list', ['01900000-0000-7000-8000-000000000000']],
    ['null', null],
    ['true', true],
    ['with NUL', '01900000-0000-7000-8000-00000000000\0'],
    ['half a pair', '\ud800'],
    ['SQL', "' OR 1=1 --"],
    ['endless', 'x'.repeat(5_000)],
  ])('one whose subject is %s does not', async (_, sub) => {
    expect((await me(await sign(claims({ sub: sub as string })))).status).toBe(401);
  });

  it('one of an end beyond all calendars is good, and ends a stream in time', async () => {
    expect((await me(await sign(claims({ exp: 1e15 })))).status).toBe(200);
    expect((await me(await sign(claims({ exp: '9' as unknown as number })))).status).toBe(401);
  });

  it('one of an earlier session does not', async () => {
    const { id } = platform.a.MANAGER;
    const token = await sign(claims({ sub: id }));
    expect((await me(token)).status).toBe(200);
    await platform.sql.query('UPDATE app_user SET token_version = token_version + 1 WHERE id = $1', [id]);
    expect((await me(token)).status).toBe(401);
    expect((await me(await sign(claims({ sub: id, ver: 1 })))).status).toBe(200);
    for (const ver of ['1', null, { v: 1 }, 2])
      expect((await me(await sign(claims({ sub: id, ver })))).status).toBe(401);
    await platform.sql.query('UPDATE app_user SET token_version = 0 WHERE id = $1', [id]);
  });

  it('neither does one signed with another key, unsigned, or cut', async () => {
    const good = await sign(claims());
    const unsigned = new UnsecuredJWT(claims()).encode();
    const [head, body] = good.split('.');
    for (const bad of [
      await sign(claims(), {}, new TextEncoder().encode('x'.repeat(32))),
      unsigned,
      `${head}.${body}.`,
      'x',
    ])
      expect((await me(bad)).status).toBe(401);
  });

  it('its role and tenant are the user’s, not the token’s', async () => {
    const token = await sign(claims({ sub: platform.b.STAFF.id, role: 'OPERATOR', tenant: platform.a.id }));
    expect((await me(token)).body).toMatchObject({ role: 'STAFF', tenant: 'boreal' });
  });
});

describe('tokens of the identity provider', () => {
  const claims = (over: JWTPayload = {}): JWTPayload => ({
    sub: 'jane',
    email: 'jane@aurora.test',
    org: 'aurora',
    role: 'MANAGER',
    iss: ISSUER,
    aud: 'nightshift',
    iat: now(),
    exp: now() + 60,
    ...over,
  });
  const sign = (payload: JWTPayload, header: object = {}, secret = rsa.privateKey) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'one', ...header }).sign(secret);

  it('a good one works, with tenant and role from its claims', async () => {
    expect((await me(await sign(claims()))).body).toEqual({
      id: null,
      email: 'jane@aurora.test',
      role: 'MANAGER',
      tenant: 'aurora',
    });
    expect(asked).toBe(1);
  });

  it.each<[string, JWTPayload]>([
    ['expired', { exp: 1 }],
    ['not yet valid', { nbf: now() + 600 }],
    ['of another issuer', { iss: 'https://evil.test/' }],
    ['for another application', { aud: 'wiki' }],
    ['of an unknown tenant', { org: 'nowhere' }],
    ['without a tenant', { org: undefined }],
    ['with an unknown role', { role: 'ROOT' }],
    ['that claims to be an operator', { role: 'OPERATOR' }],
    ['with roles in a list', { role: ['ADMIN'] }],
    ['without a subject', { sub: undefined }],
    ['with an empty subject', { sub: '' }],
    ['with a number for a subject', { sub: 17 as unknown as string }],
    ['with an object for a subject', { sub: {} as unknown as string }],
    ['with an endless subject', { sub: 'x'.repeat(300) }],
    ['of a tenant no database can spell', { org: 'auro\0ra' }],
    ['of half a tenant', { org: '\ud800' }],
  ])('one %s does not', async (_, over) => {
    expect((await me(await sign(claims(over)))).status).toBe(401);
  });

  it('one of a tenant that was disabled does not', async () => {
    const token = await sign(claims({ org: 'boreal' }));
    expect((await me(token)).status).toBe(200);
    await platform.sql.query('UPDATE tenant SET disabled_at = now() WHERE id = $1', [platform.b.id]);
    expect((await me(token)).status).toBe(401);
    await platform.sql.query('UPDATE tenant SET disabled_at = NULL WHERE id = $1', [platform.b.id]);
  });

  it('neither does one signed by another key, nor does it say where its key is', async () => {
    const elsewhere = { jku: 'http://127.0.0.1:1/keys', jwk: await exportJWK(foreign.publicKey) };
    expect((await me(await sign(claims(), {}, foreign.privateKey))).status).toBe(401);
    expect((await me(await sign(claims(), elsewhere, foreign.privateKey))).status).toBe(401);
  });

  it('the public key is not a shared secret', async () => {
    const pem = new TextEncoder().encode(JSON.stringify(await exportJWK(rsa.publicKey)));
    const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(pem);
    expect((await me(token)).status).toBe(401);
  });

  it('nobody without an account here makes API keys', async () => {
    const token = await sign(claims({ role: 'ADMIN' }));
    expect((await platform.call('POST', '/api/v1/api-keys', { token, body: { name: 'x' } })).status).toBe(403);
  });

  it('nobody without an account here invites: nobody could tell later whether she still may', async () => {
    const token = await sign(claims({ role: 'ADMIN' }));
    const body = { email: 'new@aurora.test', role: 'STAFF' };
    expect((await platform.call('POST', '/api/v1/users/invitations', { token, body })).status).toBe(403);
  });

  it('its person is known by her subject: in the trail, in rates and in numbers of streams', async () => {
    const trail = async (over: JWTPayload) => {
      const token = await sign(claims({ role: 'ADMIN', ...over }));
      const done = await platform.call('POST', '/api/v1/jobs/queues/all/resume', { token, body: {} });
      expect(done.status).toBe(200);
      const { body } = await platform.call('GET', '/api/v1/audit?limit=1', { token: platform.a.ADMIN.token });
      const [{ actorName, actorSubject }] = body['entries'] as [{ actorName: unknown; actorSubject: unknown }];
      return [actorName, actorSubject];
    };
    const subject = expect.stringMatching(/^oidc:[0-9a-f]{8}:jane$/);
    expect(await trail({ email: undefined })).toEqual([null, subject]);
    expect(await trail({})).toEqual(['jane@aurora.test', subject]);
    expect(await trail({ email_verified: false })).toEqual([null, subject]);

    const person = async (sub: string) =>
      (await platform.app.get(TokensService).verify(await sign(claims({ sub, email: undefined }))))!;
    const [jane, joe] = [await person('jane'), await person('joe')];
    const streams = platform.app.get(EventStreams, { strict: false });
    const open = Array.from({ length: STREAMS_PER_CALLER }, () => streams.open(jane, 60_000));
    expect(() => streams.open(jane, 60_000)).toThrow(/At most/);
    open.push(streams.open(joe, 60_000));
    for (const one of open) one.end();

    const admit = (principal: Principal) =>
      platform.app.get(RequestContext).with({ principal }, async () => {
        const rated = { name: 'rated', limits: { userRate: { jobs: 1, perSeconds: 3_600 } } };
        await platform.app.get(UserRate, { strict: false }).admit(rated as unknown as JobContract, 1);
      });
    await admit(jane);
    await admit(joe);
    await expect(admit(jane)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  });

  it('its person is named by what a job of hers does to many', async () => {
    const { a, sql } = platform;
    const { rows } = await sql.query<{ id: string }>(
      `INSERT INTO dead_letter (id, tenant_id, job_id, name, data, error, reason, attempts)
       VALUES (gen_random_uuid(), $1, gen_random_uuid(), 'room-generation', '{}', '{"code":"X","message":"Hers"}', 'exhausted', 1)
       RETURNING id`,
      [a.id],
    );
    const token = await sign(claims({ role: 'ADMIN', email: undefined }));
    const asked = await platform.call('POST', '/api/v1/jobs/dead-letters/discard', { token, body: { error: 'Hers' } });
    expect(asked.status).toBe(202);
    const jobs = platform.app.get(JobsService, { strict: false });
    await platform.app.get(RequestContext).asTenant(a.id, () => jobs.waitFor(String(asked.body['jobId']), 20_000));
    const path = `/api/v1/audit/targets?target=dead-letters/${rows[0]!.id}`;
    const { entries } = (await platform.call('GET', path, { token: a.ADMIN.token })).body;
    const actorSubject = expect.stringMatching(/^oidc:[0-9a-f]{8}:jane$/);
    expect(entries).toMatchObject([{ actorKind: 'job', actorName: null, actorSubject }]);
  });

  it('half a configuration does not boot', () => {
    const config = loadConfig(testEnv({ ...oidc, OIDC_AUDIENCE: '' }));
    expect(() => new TokensService(config, platform.app.get(UsersService))).toThrow(/OIDC_AUDIENCE/);
  });
});
