import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase } from '../support/databases.js';
import { guideScript } from '../support/guide.js';
import { seedDemoInto, ServerProcess } from '../support/server.js';
import { CRON_SECRET, testEnv } from './harness.js';

interface Media {
  example?: Record<string, unknown>;
}
interface Operation {
  tags: string[];
  security?: Record<string, string[]>[];
  'x-roles'?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema: { format?: string; type?: string } }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}
/** A problem, or a list of rows with ids. */
interface Told {
  detail?: string;
  errors?: { path: string; message: string }[];
}
interface Route {
  name: string;
  method: string;
  path: string;
  operation: Operation;
}

const folder = mkdtempSync(join(tmpdir(), 'nightshift-document-'));
const A_UUID = '01980000-0000-7000-8000-000000000001';
/** What a query needs that is not said by its example. */
const QUERY: Record<string, string> = {
  hotelId: '1',
  roomCategoryId: '1',
  legalEntityId: '1',
  from: '2028-03-01',
  to: '2028-03-03',
  startDate: '2028-03-01',
  endDate: '2028-03-03',
  cron: '0 2 * * *',
  target: 'hotels/1',
  asOf: '2028-03-01',
  year: '2028',
  timezone: 'Europe/Lisbon',
};

/** The same of CatchUp, whose times are instants. */
const INSTANTS: Record<string, string> = {
  ...QUERY,
  from: '2028-03-01T00:00:00Z',
  to: '2028-03-03T00:00:00Z',
  at: '2028-03-01T12:00:00Z',
};

let server: ServerProcess;
let drop: () => Promise<void>;
let routes: Route[];
let tokens: Record<string, string>;
beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  const users = seedDemoInto(join(folder, '.nightshift'), database.url);
  tokens = {
    ADMIN: users.find(({ email }) => email === 'admin@seaside.test')!.apiKey,
    OPERATOR: users.find(({ email }) => email === 'operator@nightshift.test')!.apiKey,
  };
  server = await ServerProcess.start(
    testEnv({ DATABASE_URL: database.url, ROLES: 'api,worker', JOBS_WAIT_MS: '5000' }),
  );
  // What belongs to one user is not for keys.
  const { email, password } = users.find((one) => one.email === 'admin@seaside.test')!;
  const { body } = await server.call<{ accessToken: string }>('POST', '/api/v1/auth/login', '', { email, password });
  tokens['PERSON'] = body.accessToken;
  const document = (await (await fetch(`${server.baseUrl}/api/docs-json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  routes = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => {
      const method = verb.toUpperCase();
      return { name: `${method} ${path.replace('/api/v1', '')}`, method, path, operation };
    }),
  );
});
afterAll(async () => {
  await server?.end();
  await drop?.();
  rmSync(folder, { recursive: true, force: true });
});

const isPersonal = ({ path }: Route) => /^\/api\/v1\/(catchup\/|sms\/messages|views)/.test(path);

const tokenFor = (route: Route) => {
  const { operation } = route;
  const roles = operation['x-roles'];
  if (roles && isPersonal(route)) return tokens['PERSON']!;
  if (roles) return tokens[roles.includes('ADMIN') ? 'ADMIN' : 'OPERATOR']!;
  return operation.security ? CRON_SECRET : tokens['OPERATOR']!;
};

/** The path with something that can stand for each parameter; rows of the demo have the first ids. */
function pathOf({ path, operation }: Route, given: Record<string, string> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const { schema } = operation.parameters!.find((one) => one.name === name)!;
    const samples: Record<string, string> = {
      jobName: 'availability-recalc',
      name: 'room-generation',
      code: 'LODGING',
      date: '2026-03-01',
      fireAt: '2026-03-01T02:00:00.000Z',
    };
    return given[name] ?? samples[name] ?? (schema.format === 'uuid' || schema.type === 'string' ? A_UUID : '1');
  });
}

/** server.call holds every answer against the document. */
const call = (route: Route, url: string, body?: unknown) => server.call<Told>(route.method, url, tokenFor(route), body);

it('every GET answers real rows as documented', async () => {
  const guide = spawnSync('bash', ['-c', guideScript(server.baseUrl)], { cwd: folder, encoding: 'utf8' });
  expect([guide.status, guide.status === 0 ? '' : guide.stderr + guide.stdout.slice(-1_000)]).toEqual([0, '']);
  // Streams, and the page to which Google sends people back.
  const left = /\/events$|\/google\/callback$/;
  const gets = routes.filter(({ method, name }) => method === 'GET' && !left.test(name));
  const ids = new Map<string, string>();
  const seen: string[] = [];
  // Lists first: they tell the ids of what is then asked for one by one.
  for (const route of gets.sort((a, b) => a.path.split('{').length - b.path.split('{').length)) {
    const { parameters = [] } = route.operation;
    const needed = parameters.filter((one) => one.in === 'query' && one.required);
    const query = new URLSearchParams(
      Object.fromEntries(needed.map(({ name }) => [name, (isPersonal(route) ? INSTANTS : QUERY)[name]!])),
    );
    const own = ids.get(route.path.replace('/api/v1', '').split('/{')[0]!);
    const given: Record<string, string> = own === undefined ? {} : { id: own, jobId: own, roomCategoryId: own };
    const { status, body } = await call(route, `${pathOf(route, given)}?${query.toString()}`);
    // A link is signed, so one that was made up here is refused.
    const refused = status === 403 && !route.name.includes('{token}');
    expect([route.name, status < 500 && status !== 400 && !refused]).toEqual([route.name, true]);
    if (status !== 200 || typeof body !== 'object') continue;
    seen.push(route.name);
    const list = Object.values(body as object).find((value): value is { id?: string | number }[] =>
      Array.isArray(value),
    );
    if (list?.[0]?.id !== undefined) ids.set(route.path.replace('/api/v1', ''), String(list[0].id));
  }
  for (const one of ['/hotels/{id}', '/jobs/{id}', '/jobs/{id}/why', '/bookings/{id}/folio', '/rooms/{id}', '/audit'])
    expect(seen).toContain(`GET ${one}`);
  expect(seen.length).toBeGreaterThan(45);
});

it('what an empty or odd request is told is what the document shows', async () => {
  const shown = routes.filter(({ operation }) => operation.responses['400']?.content?.['application/problem+json']);
  expect(shown.length).toBeGreaterThan(100);
  for (const route of shown) {
    const sample = route.operation.responses['400']!.content!['application/problem+json']!.example!;
    const errors = sample['errors'] as { path: string; message: string }[] | undefined;
    const json = route.operation.requestBody?.content['application/json'];
    if (!errors || route.method === 'HEAD' || (route.operation.requestBody && !json)) continue;
    const odd = errors[0]!.path === 'surprise';
    const url = pathOf(route) + (!json && odd ? '?surprise=1' : '');
    const { body } = await call(route, url, json && (odd ? { surprise: 1 } : {}));
    const sorted = (list: typeof errors) => list.map(({ path, message }) => `${path}: ${message}`).sort();
    expect([route.name, body.detail, ...sorted(body.errors ?? [])]).toEqual([
      route.name,
      sample['detail'],
      ...sorted(errors),
    ]);
  }
});

it('every example of a body is taken', async () => {
  const writes = routes.filter(({ operation }) => operation.requestBody?.content['application/json']);
  expect(writes.length).toBeGreaterThan(60);
  const refused: string[] = [];
  for (const route of writes) {
    const { example } = route.operation.requestBody!.content['application/json']!;
    const { status, body } = await call(route, pathOf(route), example);
    // What is not there, or not in a state for it, is no fault of the body.
    const fine =
      status < 300 ||
      status === 404 ||
      status === 409 ||
      status === 422 ||
      // A secret that nobody can write down in advance.
      ([400, 401, 403].includes(status) && /(login|session|password|phone\/code)$/.test(route.path));
    if (!fine) refused.push(`${route.name} → ${status} ${JSON.stringify(body)}`);
  }
  expect(refused).toEqual([]);
});
