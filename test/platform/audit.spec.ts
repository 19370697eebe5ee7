import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openApiDocument } from '../../src/openapi.js';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import { CRON_SECRET, PASSWORD, Platform } from './harness.js';
import { KIND_AFTER, NOTHING, SHARED_AFTER } from './isolation-fixtures.js';
import { ProbeModule } from './probe.module.js';

interface Entry {
  id: string;
  action: string;
  status: number;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  apiKeyId: string | null;
  target: Record<string, string>;
  detail: Record<string, unknown> | null;
}

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({}, [ProbeModule]);
});
afterAll(() => platform?.stop());

async function trail(token: string, query = ''): Promise<Entry[]> {
  const answer = await platform.call('GET', `/api/v1/audit?${query}`, { token });
  expect(answer.status).toBe(200);
  return answer.body['entries'] as Entry[];
}

/** Rows of the trail that a plan has read, from what EXPLAIN says. */
function rowsRead(plan: unknown): number {
  if (Array.isArray(plan)) return plan.reduce((sum: number, one) => sum + rowsRead(one), 0);
  if (typeof plan !== 'object' || plan === null) return 0;
  const node = plan as Record<string, unknown>;
  const count = (name: string) => Number(node[name] ?? 0);
  const own =
    'Relation Name' in node ? count('Actual Loops') * (count('Actual Rows') + count('Rows Removed by Filter')) : 0;
  return own + rowsRead(Object.values(node).filter((value) => typeof value === 'object'));
}

describe('the audit trail', () => {
  it('notes what was done and what was refused, by whom, without secrets', async () => {
    const { ADMIN, STAFF } = platform.a;
    const pause = { token: ADMIN.token, body: { reason: 'audit' } };
    expect((await platform.call('POST', '/api/jobs/queues/room-generation/pause', pause)).status).toBe(200);
    expect(
      (await platform.call('POST', '/api/v1/jobs/queues/room-generation/resume', { token: STAFF.token })).status,
    ).toBe(403);
    const odd = { token: ADMIN.token, body: { name: 'x', password: 'hunter2' } };
    expect((await platform.call('POST', '/api/v1/api-keys', odd)).status).toBe(400);
    await platform.call('GET', '/api/v1/jobs', { token: ADMIN.token });

    const entries = await trail(ADMIN.token);
    expect(entries.slice(0, 3)).toMatchObject([
      { action: 'POST /api-keys', status: 400, detail: { name: 'x', password: '[redacted]' } },
      { action: 'POST /jobs/queues/:name/resume', status: 403, actorName: expect.stringContaining('staff') },
      {
        action: 'POST /jobs/queues/:name/pause',
        status: 200,
        target: { name: 'room-generation' },
        detail: { reason: 'audit' },
      },
    ]);
    expect(entries.some(({ action }) => action.startsWith('GET'))).toBe(false);
    expect(await trail(ADMIN.token, 'action=RESUME')).toMatchObject([{ status: 403 }]);
    await platform.call('POST', '/api/v1/jobs/queues/room-generation/resume', { token: ADMIN.token });
  });

  it('shows nobody the bodies of what belongs to one user alone', async () => {
    const body = { page: 'jobs', name: 'Mine', search: 'q=secret' };
    const { status } = await platform.call('POST', '/api/v1/views', { token: platform.a.STAFF.token, body });
    expect(status).toBe(201);
    const [entry] = await trail(platform.a.ADMIN.token);
    expect(entry).toMatchObject({ action: 'POST /views', detail: null });
  });

  it('is its own tenant’s, an operator’s is apart', async () => {
    const before = (await trail(platform.a.ADMIN.token)).length;
    await platform.call('POST', '/api/v1/jobs/queues/all/resume', { token: platform.b.ADMIN.token });
    await platform.call('POST', '/api/v1/jobs/queues/all/resume', { token: platform.operator.token });
    expect((await trail(platform.a.ADMIN.token)).length).toBe(before);
    expect((await trail(platform.b.ADMIN.token)).length).toBe(1);
    expect((await trail(platform.operator.token)).length).toBe(1);
  });

  it('is counted so far only, and read on by cursors however long it is', async () => {
    const { id, ADMIN } = await platform.tenant('long');
    await platform.sql.query(
      `INSERT INTO audit_entry (id, tenant_id, at, actor_kind, role, action, target, status)
       SELECT ledger_id(at), $1, at, 'user', 'ADMIN', CASE WHEN n = 9001 THEN 'POST /unique' WHEN n % 100 = 0 THEN 'POST /rare' ELSE 'POST /jobs' END, '{}', 201
       FROM generate_series(1, 10050) n, LATERAL (SELECT now() - n * interval '1 minute' AS at) t`,
      [id],
    );
    const read = async (query: string) =>
      (await platform.call('GET', `/api/v1/audit?limit=60&${query}`, { token: ADMIN.token })).body as {
        entries: { id: string; at: string; action: string }[];
        total: number;
        nextCursor: string | null;
      };
    const first = await read('');
    expect([first.total, first.entries.length, first.nextCursor]).toEqual([10_000, 60, first.entries[59]!.id]);
    const second = await read(`cursor=${first.nextCursor}`);
    expect(second.entries).toEqual((await read('offset=60')).entries);
    expect(second.total).toBe(10_000);
    expect((await read('offset=10000')).entries).toHaveLength(50);

    const rare = await read('action=rare');
    expect([rare.total, rare.entries.length]).toEqual([100, 60]);
    const rest = await read(`action=rare&cursor=${rare.nextCursor}`);
    expect([rest.total, rest.entries.length, rest.nextCursor]).toEqual([100, 40, null]);
    // Two actions in one order.
    expect((await read('action=POST')).entries).toEqual(first.entries);
    expect((await read('action=nothing')).entries).toEqual([]);
    // What is rare is not looked for in all of the trail.
    await platform.sql.query('ANALYZE audit_entry');
    const asked = jest.spyOn(platform.app.get(SystemDatabase), 'rows');
    expect([(await read('action=UNIQUE')).total, (await read('action=POST')).total]).toEqual([1, 10_000]);
    // What is counted is read, up to the most that is.
    const calls = asked.mock.calls.filter(([text]) => text.includes('audit_entry') && !text.includes('count(*)'));
    asked.mockRestore();
    expect(calls).toHaveLength(4);
    for (const [text, values] of calls) {
      const { rows } = await platform.sql.query<Record<string, unknown>>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        values,
      );
      expect(rowsRead(rows[0]!['QUERY PLAN'])).toBeLessThan(1_000);
    }
    // Days are exact, whatever the ids say of the time.
    const [from, to] = [first.entries[20]!.at, first.entries[10]!.at];
    const day = await read(`from=${from}&to=${to}`);
    expect(day).toEqual({ entries: first.entries.slice(11, 21), total: 10, nextCursor: null });
  });

  it('is read by what it is about, by those who work with it', async () => {
    const { ADMIN, MANAGER, STAFF } = platform.a;
    const call = (method: string, path: string, body?: object, token = ADMIN.token) =>
      platform.call(method, `/api/v1${path}`, { token, body });
    const { body: hotel } = await call('POST', '/hotels', { name: 'Here', timeZone: 'UTC', currency: 'EUR' });
    const { body: other } = await call('POST', '/hotels', { name: 'There', timeZone: 'UTC', currency: 'EUR' });
    await call('PATCH', `/hotels/${String(hotel['id'])}`, { name: 'Here again' }, MANAGER.token);
    await call('PATCH', `/hotels/${String(hotel['id'])}`, { name: 'Nowhere' }, STAFF.token);
    const target = `hotels/${String(hotel['id'])}`;
    const about = async (query: string, token = MANAGER.token) => {
      const { status, body } = await call('GET', `/audit/targets?target=${query}`, undefined, token);
      return { status, total: body['total'], entries: body['entries'] as Entry[] };
    };
    expect((await about(target)).entries).toMatchObject([
      { action: 'PATCH /hotels/:id', status: 403, actorName: STAFF.email },
      { action: 'PATCH /hotels/:id', status: 200, actorName: MANAGER.email, detail: { name: 'Here again' } },
      { action: 'POST /hotels', status: 201, actorName: ADMIN.email },
    ]);
    expect(await about(`${target},hotels/${String(other['id'])}&limit=2`)).toMatchObject({ status: 200, total: 4 });
    // Nothing of it is another tenant's to see, not even that there is something.
    expect(await about(target, platform.b.MANAGER.token)).toMatchObject({ status: 200, total: 0, entries: [] });
    // Accounts are an ADMIN's: what was done to them is too.
    expect((await about(`users/${STAFF.id}`)).status).toBe(403);
    expect((await about(`users/${STAFF.id}`, ADMIN.token)).status).toBe(200);
    expect((await about(target, STAFF.token)).status).toBe(403);
    for (const odd of ['', 'hotels', 'hotels/', '../1', `${'hotels/1,'.repeat(11)}hotels/1`])
      expect([odd, (await about(odd)).status]).toEqual([odd, 400]);
    const filtered = await trail(ADMIN.token, `target=${target}&actorId=${MANAGER.id}`);
    expect(filtered.map(({ action }) => action)).toEqual(['PATCH /hotels/:id']);
  });

  it('finds what a thing is about by an index', async () => {
    const answers = (await platform.sql.query(
      `SET LOCAL enable_seqscan = off; EXPLAIN SELECT * FROM audit_entry WHERE about && ARRAY['jobs/x'] OFFSET 0`,
    )) as unknown as { rows: Record<string, string>[] }[];
    expect(JSON.stringify(answers.at(-1)!.rows)).toContain('audit_entry_about_idx');
  });

  it('has an entry for every way to change something there is', async () => {
    const { ADMIN } = platform.a;
    const changes = Object.entries(openApiDocument(platform.app).paths)
      .filter(([path]) => !path.includes('/probe/'))
      .flatMap(([path, item]) =>
        Object.entries(item as Record<string, { 'x-roles'?: string[] }>)
          .filter(([verb, { 'x-roles': roles }]) => !['get', 'head'].includes(verb) && roles)
          .map(([verb]) => ({ method: verb.toUpperCase(), path })),
      );
    expect(changes.length).toBeGreaterThan(30);
    const missing: string[] = [];
    for (const { method, path } of changes) {
      const url = path.replace(
        /([^/]+)\/\{\w+\}/g,
        (_, before: string) => `${before}/${SHARED_AFTER[before] ?? String(NOTHING[KIND_AFTER[before]!])}`,
      );
      const { status } = await platform.call(method, url, { token: ADMIN.token, body: { odd: true } });
      const action = `${method} ${path.slice('/api/v1'.length).replace(/\{(\w+)\}/g, ':$1')}`;
      const [newest] = await trail(ADMIN.token, 'limit=1');
      if (newest?.action !== action || newest.status !== status || newest.actorId !== ADMIN.id) missing.push(action);
    }
    expect(missing).toEqual([]);
  });

  it('notes log-ins, good and bad, with the account they were for and never the password', async () => {
    const { ADMIN } = platform.b;
    const login = (email: string, password: string) =>
      platform.call('POST', '/api/v1/auth/login', { body: { email, password } });
    expect((await login(ADMIN.email.toUpperCase(), PASSWORD)).status).toBe(200);
    expect((await login(ADMIN.email, 'hunter2')).status).toBe(401);
    expect((await login('stranger@example.test', 'hunter3')).status).toBe(401);
    const tried = {
      action: 'POST /auth/login',
      actorId: ADMIN.id,
      actorKind: 'user',
      detail: { password: '[redacted]' },
    };
    expect(await trail(ADMIN.token, 'action=login')).toMatchObject([
      { ...tried, status: 401 },
      { ...tried, status: 200 },
    ]);
    expect(await trail(platform.operator.token, 'action=login')).toMatchObject([
      { status: 401, actorId: null, actorKind: 'unknown', actorName: 'stranger@example.test' },
    ]);
    const { rows } = await platform.sql.query<{ text: string }>('SELECT e::text AS text FROM audit_entry e');
    expect(rows.filter(({ text }) => text.includes(PASSWORD) || text.includes('hunter'))).toEqual([]);
  });

  it.each([
    ['NUL', { name: 'a\0b', 'k\0': '\0' }],
    ['half a character', { name: '\ud83d' }],
    ['a character cut in half', { name: 'x' + '😀'.repeat(5_000) }],
    ['a cut character, shifted by one', { name: '😀'.repeat(5_000) }],
    // Deeper ones end in the parser, like what is no JSON: before anybody is known who could have done anything.
    ['nests as deep as may be', '{"name":' + '['.repeat(63) + ']'.repeat(63) + '}'],
  ])('cannot be slipped by a body that has %s', async (_, body) => {
    const { ADMIN } = platform.a;
    const before = await trail(ADMIN.token, 'limit=1');
    const { status } = await platform.call('PATCH', `/api/v1/webhooks/${NOTHING.webhook}`, {
      token: ADMIN.token,
      body,
    });
    const after = await trail(ADMIN.token, 'limit=1');
    expect(after).toMatchObject([{ action: 'PATCH /webhooks/:id', status }]);
    expect(after[0]!.id).not.toBe(before[0]!.id);
  });

  it('cannot be slipped by a path that the database would not take', async () => {
    const { ADMIN } = platform.a;
    const { status } = await platform.call('POST', '/api/v1/jobs/queues/a%00b/pause', { token: ADMIN.token, body: {} });
    expect(await trail(ADMIN.token, 'limit=1')).toMatchObject([{ action: 'POST /jobs/queues/:name/pause', status }]);
  });

  it('notes the cron caller for the operators', async () => {
    await platform.call('POST', '/api/v1/probe/nightly', { token: CRON_SECRET });
    expect(await trail(platform.operator.token, 'limit=1')).toMatchObject([
      { actorKind: 'cron', actorId: null, action: 'POST /probe/nightly', status: 201 },
    ]);
  });

  it('cannot be changed, not even by the roles at work', async () => {
    for (const role of ['nightshift_app', 'nightshift_system'])
      for (const sql of ['UPDATE audit_entry SET status = 200', 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])
        await expect(platform.sql.query(`SET ROLE ${role}; ${sql}`)).rejects.toMatchObject({ code: '42501' });
    await platform.sql.query('RESET ROLE');
  });
});

describe('what a key did', () => {
  it('is noted with the key, also when the process leaves at once', async () => {
    const leaving = await Platform.start();
    const { id, key } = await leaving.apiKey(leaving.a.ADMIN, leaving.a);
    const resume = () => leaving.call('POST', '/api/v1/jobs/queues/room-generation/resume', { token: key, body: {} });
    // A few at a time: all change one row, and a slow machine would let the last ones wait too long.
    for (let round = 0; round < 4; round++) {
      const answers = await Promise.all(Array.from({ length: 5 }, resume));
      expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    }
    await leaving.leave();
    const { rows } = await leaving.sql.query(
      `SELECT count(*)::int AS n FROM audit_entry WHERE api_key_id = $1 AND actor_kind = 'api-key'`,
      [id],
    );
    await leaving.stop();
    expect(rows).toEqual([{ n: 20 }]);
  });
});
