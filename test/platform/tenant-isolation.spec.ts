import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobsLifecycle } from '../../src/jobs/index.js';
import { openApiDocument } from '../../src/openapi.js';
import { Platform } from './harness.js';

const NOWHERE = '01900000-0000-7000-8000-000000000000';
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** Bodies that are valid for a route, so that what is refused is refused for whose it is. */
const BODIES: Record<string, object> = {
  'POST /api/v1/room-categories/{id}/price-overrides': { startDate: day(40), endDate: day(41), price: '1.00' },
  'PATCH /api/v1/room-categories/{id}': { name: 'stolen' },
  'PATCH /api/v1/room-categories/{id}/inventory': { startDate: day(1), endDate: day(2), stopSell: true },
  'PATCH /api/v1/hotels/{id}': { name: 'stolen' },
  'PATCH /api/v1/rooms/{id}': { number: '999' },
  'POST /api/v1/rooms/{id}/closures': { startDate: day(1), endDate: day(2), kind: 'OOO' },
};
const QUERIES: Record<string, string> = {
  'GET /api/v1/room-categories/{id}/inventory': `?startDate=${day(1)}&endDate=${day(2)}`,
};
/** Path parameters that name a kind of job, which is the same for everybody. */
const NOT_IDS = ['name', 'jobName'];

describe('tenant isolation', () => {
  let test: Platform;
  /** Access tokens: an ADMIN and a STAFF of one tenant, an ADMIN of the other. */
  let mine: string;
  let staff: string;
  let other: string;
  let operations: { method: string; path: string; open: boolean; operator: boolean }[];
  /** Ids of the other tenant's rows, by route and path parameter. */
  let theirs: (path: string, parameter: string) => string | number;

  beforeAll(async () => {
    test = await Platform.start({ ROLES: 'api,worker', JOBS_WAIT_MS: '10000', JOBS_TICK_MS: '100' });
    [mine, staff, other] = [test.a.ADMIN.token, test.a.STAFF.token, test.b.ADMIN.token];
    const post = async (url: string, body: object): Promise<{ id: string; data: { jobId: string } }> => {
      const answer = await test.call('POST', url, { token: other, body });
      expect([url, answer.status, answer.body]).toEqual([url, expect.any(Number), expect.anything()]);
      expect(answer.status).toBeLessThan(300);
      return answer.body as { id: string; data: { jobId: string } };
    };
    const hotel = await post('/api/v1/hotels', { name: 'Theirs', timeZone: 'Europe/Madrid', currency: 'EUR' });
    const category = await post('/api/v1/room-categories', {
      hotelId: hotel.id,
      code: 'DBL',
      name: 'Double',
      basePrice: '100.00',
    });
    const room = await post('/api/v1/rooms', { roomCategoryId: category.id, number: '1' });
    const override = await post(`/api/v1/room-categories/${category.id}/price-overrides`, {
      startDate: day(5),
      endDate: day(6),
      price: '120.00',
    });
    const closure = await post(`/api/v1/rooms/${room.id}/closures`, {
      startDate: day(8),
      endDate: day(9),
      kind: 'OOO',
    });
    const run = await post('/api/v1/room-generation', {
      roomCategoryId: category.id,
      startDate: day(1),
      endDate: day(3),
      scheduleType: 'immediate',
    });
    const key = await post('/api/v1/api-keys', { name: 'theirs' });
    const dead = await post('/api/v1/jobs', {
      type: 'room-generation',
      data: { roomCategoryId: 2_000_000_000, startDate: day(1), endDate: day(2) },
    });
    let letter: { id: string } | undefined;
    for (let tries = 0; !letter && tries < 200; tries++) {
      const { rows } = await test.sql.query<{ id: string }>('SELECT id FROM dead_letter WHERE job_id = $1', [dead.id]);
      letter = rows[0];
      if (!letter) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const ids: [RegExp, string, string | number][] = [
      [/hotels/, 'id', hotel.id],
      [/room-categories/, 'id', category.id],
      [/rooms\//, 'id', room.id],
      [/price-overrides/, 'overrideId', override.id],
      [/closures/, 'closureId', closure.id],
      [/api-keys/, 'id', key.id],
      [/dead-letters/, 'id', letter!.id],
      [/jobs\//, 'id', run.data.jobId],
      [/room-generation\/job/, 'jobId', run.data.jobId],
      [/room-generation/, 'roomCategoryId', category.id],
    ];
    theirs = (path, parameter) => {
      const found = ids.find(([pattern, name]) => pattern.test(path) && name === parameter);
      if (!found) throw new Error(`no row of the other tenant for {${parameter}} of ${path}: add it to this test`);
      return found[2];
    };
    operations = Object.entries(openApiDocument(test.app).paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]: [string, { security?: object[]; responses: object }]) => ({
        method: method.toUpperCase(),
        path,
        open: operation.security === undefined,
        operator: path.endsWith('/metrics') && !path.includes('queues'),
      })),
    );
  });

  afterAll(async () => {
    await test?.app.get(JobsLifecycle).drain();
    await test?.stop();
  });

  const fill = (path: string, value: (parameter: string) => string | number) =>
    path.replace(/\{(\w+)\}/g, (_, parameter: string) => String(value(parameter)));
  const ask = (operation: { method: string; path: string }, url: string, token?: string) =>
    test.call(operation.method, url + (QUERIES[`${operation.method} ${operation.path}`] ?? ''), {
      token,
      body: ['POST', 'PATCH', 'PUT'].includes(operation.method)
        ? (BODIES[`${operation.method} ${operation.path}`] ?? {})
        : undefined,
    });
  const anyId = (parameter: string) => (/name/i.test(parameter) ? 'room-generation' : NOWHERE);

  it('knows every route', () => {
    expect(operations.length).toBeGreaterThan(40);
    expect(operations.filter((o) => o.open).map((o) => o.path)).toEqual([
      '/api/v1/auth/login',
      '/api/v1/auth/logout',
      '/api/v1/health/live',
      '/api/v1/health/ready',
      '/api/v1/metrics',
    ]);
  });

  it('answers 401 on every route without a credential, and with a bad one', async () => {
    for (const operation of operations.filter((o) => !o.open || o.operator))
      for (const token of [undefined, 'garbage', `ns_00000000_${'x'.repeat(43)}`]) {
        const { status, body } = await ask(operation, fill(operation.path, anyId), token);
        expect([operation.method, operation.path, token, status]).toEqual([
          operation.method,
          operation.path,
          token,
          401,
        ]);
        if (operation.method !== 'HEAD') expect(body['code']).toBe('UNAUTHENTICATED');
      }
  });

  it('answers 403 to STAFF on every route that changes something', async () => {
    const open = ['/api/v1/jobs', '/api/v1/jobs/schedule'];
    for (const operation of operations.filter((o) => !o.open && !['GET', 'HEAD'].includes(o.method))) {
      if (open.includes(operation.path)) continue;
      const { status } = await ask(operation, fill(operation.path, anyId), staff);
      expect([operation.method, operation.path, status]).toEqual([operation.method, operation.path, 403]);
    }
    const body = { type: 'room-generation', data: {} };
    expect((await test.call('POST', '/api/v1/jobs', { token: staff, body })).status).toBe(403);
  });

  it("answers another tenant's id exactly like one that does not exist: 404, nothing changed", async () => {
    const snapshot = async () => {
      const tables = [
        'hotel',
        'room_category',
        'room',
        'price_override',
        'room_assignment',
        'inventory_day',
        'dead_letter',
      ];
      const parts = await Promise.all(
        tables.map((t) =>
          test.sql.query<{ h: string }>(`SELECT md5(string_agg(x::text, '|' ORDER BY x::text)) AS h FROM ${t} x`),
        ),
      );
      return parts.map(({ rows }) => rows[0]!.h);
    };
    const before = await snapshot();
    const targets = operations.filter(
      (o) => !o.open && /\{/.test(o.path) && !NOT_IDS.some((n) => o.path.includes(`{${n}}`)),
    );
    expect(targets.length).toBeGreaterThan(20);
    for (const operation of targets) {
      const url = fill(operation.path, (parameter) => theirs(operation.path, parameter));
      const absent = fill(operation.path, (parameter) =>
        typeof theirs(operation.path, parameter) === 'number' ? 1_999_999_999 : NOWHERE,
      );
      const [foreign, nowhere] = [await ask(operation, url, mine), await ask(operation, absent, mine)];
      expect([operation.method, url, foreign.status]).toEqual([operation.method, url, 404]);
      expect({ ...foreign.body, instance: '' }).toEqual({ ...nowhere.body, instance: '' });
    }
    expect(await snapshot()).toEqual(before);
  });

  it("does not take another tenant's ids in bodies, and shows none in lists", async () => {
    const category = theirs('/room-categories', 'id');
    const hotelId = theirs('/hotels', 'id');
    const bodies: [string, object][] = [
      [
        '/api/v1/room-generation',
        { roomCategoryId: category, startDate: day(1), endDate: day(2), scheduleType: 'immediate' },
      ],
      ['/api/v1/room-categories', { hotelId, code: 'X', name: 'X', basePrice: '1.00' }],
      ['/api/v1/rooms', { roomCategoryId: category, number: '7' }],
      ['/api/v1/rooms/bulk', { roomCategoryId: category, firstNumber: 1, count: 2 }],
    ];
    for (const [url, body] of bodies)
      expect([url, (await test.call('POST', url, { token: mine, body })).status]).toEqual([url, 404]);
    for (const [url, member] of [
      ['/api/v1/hotels', 'hotels'],
      ['/api/v1/room-categories', 'roomCategories'],
      ['/api/v1/rooms', 'rooms'],
      ['/api/v1/jobs/dead-letters', 'deadLetters'],
    ] as const) {
      const { body } = await test.call('GET', url, { token: mine });
      expect([url, body[member], body['total']]).toEqual([url, [], 0]);
    }
  });
});
