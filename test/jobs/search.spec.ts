import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Platform } from '../platform/harness.js';
import { KindsModule } from './kinds.js';

interface Row {
  key: string;
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
    { key: 'before', at: '2026-03-09T23:59:59.999Z', hotel: 1 },
    { key: 'first moment', at: `${DAY}T00:00:00.000Z`, hotel: 2 },
    { key: 'last moment', at: `${DAY}T23:59:59.999Z` },
    { key: 'after', at: '2026-03-11T00:00:00.000Z' },
    { key: 'percent', status: 'DEAD', error: { code: 'DISCOUNT', message: 'only 50% of the rooms' } },
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
         (id, tenant_id, name, status, data, max_attempts, created_at, completed_at, hotel_id, error, due, run_at)
       VALUES (ledger_id($1), $2, 'test-lined', $3, $4, 3, $1, $5, $6, $7, $8, $9)`,
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
  });
});

function range(start: string, end: string): Record<string, string> {
  return { startDate: `2026-03-${start}Z`, endDate: `2026-03-${end}Z` };
}
