import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Platform } from '../platform/harness.js';
import { KindsModule } from './kinds.js';

interface Row {
  key: string;
  /** Seconds that it took; undefined: never started. */
  took?: number;
  status?: string;
  at?: string;
  hotel?: number;
  error?: { code: string; message: string };
  data?: object;
  due?: boolean;
}

const DAY = '2026-03-10';

describe('search over the ledger', () => {
  let platform: Platform;

  beforeAll(async () => {
    platform = await Platform.start({}, [KindsModule]);
    await platform.sql.query(`SELECT ledger_partitions('2026-03-01')`);
    await platform.sql.query('INSERT INTO queue_pause (name) VALUES (NULL)');
    // The same rows for both tenants: whatever is found, only half of it may be told.
    for (const tenant of [platform.a, platform.b]) for (const row of ROWS) await insert(tenant.id, row);
  });
  afterAll(() => platform.stop());

  const ROWS: Row[] = [
    { key: 'before', at: '2026-03-09T23:59:59.999Z', hotel: 1, took: 30 },
    { key: 'first moment', at: `${DAY}T00:00:00.000Z`, hotel: 2, took: 3 },
    { key: 'last moment', at: `${DAY}T23:59:59.999Z`, took: 300 },
    { key: 'after', at: '2026-03-11T00:00:00.000Z' },
    { key: 'percent', status: 'DEAD', error: { code: 'DISCOUNT', message: 'only 50% of the rooms' }, took: 7 },
    { key: 'number', status: 'DEAD', error: { code: 'DISCOUNT', message: 'only 500 of the rooms' } },
    { key: 'underscore', status: 'FAILED', error: { code: 'A_CODE', message: 'back\\slash and "quotes"' } },
    { key: 'letter', status: 'FAILED', error: { code: 'AXCODE', message: 'ZIMMER fehlt' } },
    { key: 'nested', data: { room: { category: 3, tags: ['sea', 'quiet'] }, n: null } },
    { key: 'flat', data: { category: 3 } },
    { key: 'cancelled', status: 'CANCELLED' },
    { key: 'pending', status: 'PENDING' },
    { key: 'delayed', status: 'PENDING', due: false },
    { key: 'queued', status: 'QUEUED' },
    { key: 'running', status: 'RUNNING' },
  ];

  async function insert(tenantId: string, row: Row): Promise<void> {
    const { key, status = 'COMPLETED', at = '2026-05-01T12:00:00Z', hotel = null, error = null, data = {} } = row;
    const live = ['PENDING', 'QUEUED', 'RUNNING'].includes(status);
    await platform.sql.query(
      `INSERT INTO ${live ? 'job_live' : 'job_history'}
         (id, tenant_id, name, status, data, max_attempts, created_at, completed_at, hotel_id, error, due, run_at, started_at)
       VALUES (ledger_id($1), $2, 'test-lined', $3, $4, 3, $1, $5, $6, $7, $8, $9, $10)`,
      [
        at,
        tenantId,
        status,
        JSON.stringify({ key, ...data }),
        live ? null : at,
        hotel,
        error && JSON.stringify(error),
        row.due ?? true,
        row.due === false ? '2099-01-01' : at,
        row.took === undefined ? null : new Date(Date.parse(at) - row.took * 1_000),
      ],
    );
  }

  const get = (query: Record<string, string>, token = platform.a.STAFF.token) =>
    platform.call('GET', `/api/v1/jobs?${new URLSearchParams(query).toString()}`, { token });
  const found = async (query: Record<string, string>) => {
    const keys = [];
    for (const tenant of [platform.a, platform.b]) {
      const answer = await get({ limit: '200', ...query }, tenant.STAFF.token);
      const { jobs, total } = answer.body as { jobs: { tenantId: string; data: { key: string } }[]; total: number };
      expect(jobs.every(({ tenantId }) => tenantId === tenant.id)).toBe(true);
      expect(jobs).toHaveLength(total);
      keys.push(jobs.map(({ data }) => data.key).sort());
    }
    expect(keys[0]).toEqual(keys[1]);
    return keys[0];
  };

  it.each([
    ['%', '50%', ['percent']],
    ['% alone does not stand for anything', '5%0', []],
    ['_', 'a_code', ['underscore']],
    ['_ does not stand for any letter', '50_ of', []],
    ['a backslash', 'back\\slash', ['underscore']],
    ['quotes', '"quotes"', ['underscore']],
    ['code and message', 'discount only', ['number', 'percent']],
    ['small and capital letters', 'zimmer FEHLT', ['letter']],
    ['SQL', "' OR true --", []],
    ['a parameter', '$1$2', []],
  ])('error text, taken literally: %s', async (_, error, keys) => {
    expect(await found({ error })).toEqual(keys);
  });

  it.each([
    ['a member', { category: 3 }, ['flat']],
    ['a nested one', { room: { category: 3 } }, ['nested']],
    ['an element', { room: { tags: ['sea'] } }, ['nested']],
    ['null', { n: null }, ['nested']],
    ['another type of the same look', { category: '3' }, []],
    ['two at once', { key: 'flat', category: 3 }, ['flat']],
    ['a name with a question mark', { 'what?': 1 }, []],
  ])('data that contains %s', async (_, data, keys) => {
    expect(await found({ data: JSON.stringify(data) })).toEqual(keys);
  });

  it.each([
    ['PENDING', ['delayed', 'pending']],
    ['QUEUED', ['queued']],
    ['RUNNING', ['running']],
    ['FAILED', ['letter', 'number', 'percent', 'underscore']],
    ['DEAD', ['number', 'percent']],
    ['CANCELLED', ['cancelled']],
    ['waiting', ['pending', 'queued']],
    ['delayed', ['delayed']],
    ['active', ['running']],
    ['failed', ['letter', 'number', 'percent', 'underscore']],
    ['cancelled', ['cancelled']],
    ['RUNNING,CANCELLED', ['cancelled', 'running']],
    ['waiting,DEAD', ['number', 'pending', 'percent', 'queued']],
    ['delayed,active', ['delayed', 'running']],
    ['DEAD,failed,DEAD', ['letter', 'number', 'percent', 'underscore']],
  ])('status %s', async (status, keys) => {
    expect(await found({ status })).toEqual(keys);
  });

  it.each([
    ['a day', { startDate: DAY, endDate: DAY }, ['first moment', 'last moment']],
    ['from a day on', { startDate: '2026-03-11', endDate: '2026-03-31' }, ['after']],
    ['until a day', { endDate: '2026-03-09' }, ['before']],
    [
      'instants: the start counts, the end does not',
      range('09T23:59:59.999', '10T23:59:59.999'),
      ['before', 'first moment'],
    ],
    [
      'another zone',
      { startDate: '2026-03-10T02:00:00+02:00', endDate: '2026-03-10T02:00:00.001+02:00' },
      ['first moment'],
    ],
    ['a day and a hotel', { startDate: DAY, endDate: DAY, hotelId: '2' }, ['first moment']],
    ["a hotel that is another day's", { startDate: DAY, endDate: DAY, hotelId: '1' }, []],
    ['the wrong way round', { startDate: '2026-03-11', endDate: '2026-03-01' }, []],
  ])('dates: %s', async (_, query, keys) => {
    expect(await found(query)).toEqual(keys);
  });

  it('hotel, type, and what is no filter', async () => {
    expect(await found({ hotelId: '1' })).toEqual(['before']);
    expect(await found({ jobName: 'test-once' })).toEqual([]);
    expect(await found({ jobName: 'test-lined', status: 'DEAD', error: '50%' })).toEqual(['percent']);
    for (const query of [
      { error: 'ab' },
      { status: 'Waiting' },
      { status: 'DEAD,' },
      { status: '' },
      { sort: 'id' },
      { sort: '--createdAt' },
      { search: 'ab' },
      { finishedFrom: '2026-03-10' },
      { cursor: 'x' },
      { cursor: Buffer.from('[1]').toString('base64url') },
      { jobName: Array.from({ length: 51 }, (_, n) => `kind-${n}`).join(',') },
      { data: '[1]' },
      { data: 'x' },
      { startDate: '2026-02-30' },
      { batchId: 'x' },
      { hotelId: '1.5' },
      { tenantId: platform.b.id },
      { limit: '201' },
      { offset: '-1' },
    ] as Record<string, string>[])
      expect([query, (await get(query)).status]).toEqual([query, 400]);
  });

  it('pages do not overlap, newest first', async () => {
    const page = async (offset: number) =>
      ((await get({ limit: '4', offset: String(offset) })).body['jobs'] as { id: string; createdAt: string }[]) ?? [];
    const all = [...(await page(0)), ...(await page(4)), ...(await page(8)), ...(await page(12))];
    expect(new Set(all.map(({ id }) => id)).size).toBe(ROWS.length);
    const times = all.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  /** All keys of a list, page after page by its cursors, and then all the way back. */
  async function walk(query: Record<string, string>): Promise<{ there: string[]; back: string[] }> {
    const go = async (cursor: string | null, way: 'nextCursor' | 'previousCursor'): Promise<string[][]> => {
      const answer = await get({ ...query, limit: '4', ...(cursor && { cursor }) });
      expect(answer.status).toBe(200);
      const keys = (answer.body['jobs'] as { data: { key: string } }[]).map(({ data }) => data.key);
      const next = answer.body[way] as string | null;
      last = answer.body['previousCursor'] as string | null;
      return next ? [keys, ...(await go(next, way))] : [keys];
    };
    let last: string | null = null;
    const there = await go(null, 'nextCursor');
    const back = await go(last, 'previousCursor');
    return { there: there.flat(), back: [...back].reverse().flat().concat(there.at(-1)!) };
  }

  it.each(['createdAt', '-createdAt', 'runAt', '-runAt', 'finishedAt', '-finishedAt', 'duration', '-duration'])(
    'cursors go through all of it, each once, there and back, by %s',
    async (sort) => {
      const { there, back } = await walk({ sort });
      expect([...there].sort()).toEqual(ROWS.map(({ key }) => key).sort());
      expect(back).toEqual(there);
      // The same by pages, also where a page holds the end of one part and the beginning of the other.
      const pages = [];
      for (let offset = 0; offset < ROWS.length; offset += 7) {
        const { body } = await get({ sort, limit: '7', offset: String(offset) });
        pages.push(...(body['jobs'] as { data: { key: string } }[]).map(({ data }) => data.key));
      }
      expect(pages).toEqual(there);
      // And with a filter that an index over texts or data answers.
      const few = await walk({ sort, data: '{}' });
      expect(few.there).toEqual(there);
      expect(few.back).toEqual(there);
    },
  );

  it('orders by what it says: the slowest, the last to end; what has no such value comes last', async () => {
    const keys = async (query: Record<string, string>) =>
      ((await get({ limit: '4', ...query })).body['jobs'] as { data: { key: string } }[]).map(({ data }) => data.key);
    expect(await keys({ sort: '-duration' })).toEqual(['last moment', 'before', 'percent', 'first moment']);
    expect(await keys({ sort: 'duration' })).toEqual(['first moment', 'percent', 'before', 'last moment']);
    expect(await keys({ sort: 'finishedAt' })).toEqual(['before', 'first moment', 'last moment', 'after']);
    expect(await keys({ sort: '-runAt', status: 'PENDING,QUEUED' })).toEqual(
      expect.arrayContaining(['delayed', 'pending', 'queued']),
    );
    expect((await keys({ sort: '-runAt' }))[0]).toBe('delayed');
    expect(await keys({ sort: '-finishedAt', status: 'RUNNING' })).toEqual(['running']);
  });

  it('a cursor is for its order, and for its tenant it says no more than an id', async () => {
    const { body } = await get({ limit: '4', sort: '-duration' });
    const cursor = body['nextCursor'] as string;
    expect((await get({ limit: '4', sort: 'duration', cursor })).status).toBe(400);
    expect((await get({ limit: '4', sort: '-duration', cursor, offset: '4' })).status).toBe(400);
    const other = await get({ limit: '200', sort: '-duration', cursor }, platform.b.STAFF.token);
    expect((other.body['jobs'] as { tenantId: string }[]).every(({ tenantId }) => tenantId === platform.b.id)).toBe(
      true,
    );
  });

  it('ended in a time: from an instant on, and before another', async () => {
    expect(await found({ finishedFrom: `${DAY}T00:00:00Z`, finishedTo: `${DAY}T23:59:59.999Z` })).toEqual([
      'first moment',
    ]);
    expect(await found({ finishedFrom: '2027-01-01T00:00:00Z' })).toEqual([]);
  });

  it('search finds an id or its beginning, hotels by name, else errors', async () => {
    const { body } = await get({ limit: '1', status: 'RUNNING' });
    const [job] = body['jobs'] as { id: string }[];
    const ids = async (search: string, token?: string) =>
      ((await get({ search }, token)).body['jobs'] as { id: string }[]).map(({ id }) => id);
    expect(await ids(job!.id)).toEqual([job!.id]);
    expect(await ids(job!.id.slice(0, 14).toUpperCase())).toContain(job!.id);
    expect(await ids(job!.id, platform.b.STAFF.token)).toEqual([]);
    expect(await found({ search: 'zimmer' })).toEqual(['letter']);
    const { rows } = await platform.sql.query<{ id: number }>(
      `INSERT INTO hotel (id, tenant_id, name, time_zone, currency)
       OVERRIDING SYSTEM VALUE VALUES (901, $1, 'Zimmerhof 100%', 'Europe/Vienna', 'EUR') RETURNING id`,
      [platform.a.id],
    );
    const hotel = rows[0]!.id;
    await insert(platform.a.id, { key: 'of the hotel', hotel });
    const keys = async (search: string, token?: string) =>
      ((await get({ search }, token)).body['jobs'] as { data: { key: string } }[]).map(({ data }) => data.key).sort();
    expect(await keys('zimmer')).toEqual(['letter', 'of the hotel']);
    expect(await keys('100%')).toEqual(['of the hotel']);
    expect(await keys('zimmer', platform.b.STAFF.token)).toEqual(['letter']);
    await platform.sql.query('DELETE FROM job_history WHERE hotel_id = $1 AND tenant_id = $2', [hotel, platform.a.id]);
  });

  interface Counts {
    states: { value: string; count: number; more: boolean }[];
    kinds: { value: string; count: number }[];
    hotels: { value: number; count: number }[];
  }
  const facets = async (query: Record<string, string>, token = platform.a.STAFF.token) => {
    const answer = await platform.call('GET', `/api/v1/jobs/facets?${new URLSearchParams(query).toString()}`, {
      token,
    });
    expect(answer.status).toBe(200);
    return answer.body as unknown as Counts;
  };

  it.each<Record<string, string>>([
    {},
    { status: 'DEAD' },
    { status: 'RUNNING,CANCELLED', jobName: 'test-once' },
    { hotelId: '1' },
    { search: 'disc' },
  ])('counts beside the filter %j are the totals of the lists they lead to', async (query) => {
    const counts = await facets(query);
    const total = async (changed: Record<string, string>) => (await get({ ...query, ...changed })).body['total'];
    for (const { value, count, more } of counts.states) {
      expect([value, count]).toEqual([value, await total({ status: value })]);
      expect(more).toBe(false);
    }
    expect(counts.states).toHaveLength(7);
    for (const { value, count } of counts.kinds)
      expect([value, count]).toEqual([value, await total({ jobName: value })]);
    for (const { value, count } of counts.hotels)
      expect([value, count]).toEqual([value, await total({ hotelId: String(value) })]);
    if (Object.keys(query).length === 0)
      expect([counts.kinds, counts.hotels]).toEqual([
        [{ value: 'test-lined', count: ROWS.length, more: false }],
        [
          { value: 1, count: 1, more: false },
          { value: 2, count: 1, more: false },
        ],
      ]);
  });

  it('kinds are those the role may start, each with the whole schema of its data', async () => {
    const kinds = async (token: string) =>
      (await platform.call('GET', '/api/v1/jobs/kinds', { token })).body['kinds'] as {
        name: string;
        schema: { properties: object; required: string[] };
      }[];
    const [admin, staff] = [await kinds(platform.a.ADMIN.token), await kinds(platform.a.STAFF.token)];
    const generation = admin.find(({ name }) => name === 'room-generation')!;
    expect(Object.keys(generation.schema.properties)).toEqual(expect.arrayContaining(['roomCategoryId', 'startDate']));
    expect(generation.schema.required).toContain('roomCategoryId');
    expect(JSON.stringify(admin)).not.toContain('$ref');
    expect(admin.map(({ name }) => name)).not.toContain('webhook-delivery');
    expect(admin.map(({ name }) => name)).not.toContain('cancel-jobs');
    for (const { name } of staff) expect(admin.map((kind) => kind.name)).toContain(name);
    expect(staff.map(({ name }) => name)).not.toContain('room-generation');
    const { status } = await platform.call('POST', '/api/v1/jobs', {
      token: platform.a.ADMIN.token,
      body: { type: 'cancel-jobs', data: {} },
    });
    expect(status).toBe(403);
  });

  it('each kind has a title of its own, also those that nobody starts by hand; an operator reads them too', async () => {
    const { body } = await platform.call('GET', '/api/v1/jobs/kinds/titles', { token: platform.operator.token });
    const titles = body['titles'] as { name: string; title: string }[];
    const byName = new Map(titles.map(({ name, title }) => [name, title]));
    expect(byName.size).toBe(body['total']);
    expect(new Set(byName.values()).size).toBe(byName.size);
    expect(byName.get('daily-housekeeping-round')).toBe('Housekeeping round');
    expect(byName.get('webhook-delivery')).toBe('Webhook delivery');
    expect(byName.get('batch')).toBe('Batch of jobs');
    // One that declares none is called by the words of its name.
    expect(byName.get('test-lined')).toBe('Test lined');
    expect(titles.filter(({ title }) => title.length > 40)).toEqual([]);
  });

  it('counts out to ten thousand and stops there', async () => {
    const { token } = platform.a.STAFF;
    await platform.sql.query(
      `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, completed_at)
       SELECT ledger_id(), $1, 'test-flaky', 'COMPLETED', '{}', 1, now() FROM generate_series(1, 9999)`,
      [platform.a.id],
    );
    const total = async () => (await get({ jobName: 'test-flaky', limit: '1' }, token)).body['total'];
    expect(await total()).toBe(9_999);
    await platform.sql.query(
      `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, completed_at)
       SELECT ledger_id(), $1, 'test-flaky', 'COMPLETED', '{}', 1, now() FROM generate_series(1, 50)`,
      [platform.a.id],
    );
    expect(await total()).toBe(10_000);
    expect((await get({ jobName: 'test-flaky', limit: '5', offset: '10047' }, token)).body['jobs']).toHaveLength(2);
    const { kinds } = await facets({});
    expect(kinds).toEqual([
      { value: 'test-flaky', count: 10_000, more: true },
      { value: 'test-lined', count: ROWS.length, more: false },
    ]);
  });
});

function range(start: string, end: string): Record<string, string> {
  return { startDate: `2026-03-${start}Z`, endDate: `2026-03-${end}Z` };
}
