import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiDocument } from '../../src/openapi.js';
import { type Answer, CRON_SECRET, JWT_SECRET, Platform } from '../platform/harness.js';
import { own } from '../platform/isolation-fixtures.js';
import { FrozenServer, type Sent } from './frozen-server.js';
import type { Place } from './keyed-place.js';
import { AFTERWARDS, keyedPosts, type Made, requestOf, type Route } from './keyed-posts.js';

type Growth = Record<string, number>;

interface Repeated extends Made {
  grown: Growth;
  /** How often its process was killed. */
  kills: number;
  answer?: Sent;
}

/** Book-keeping of requests, which grows with each. */
const APART = ['idempotency_key', 'audit_entry', 'job_rate', 'worker'];

let platform: Platform;
let routes: Route[];
/** What each route makes when nothing goes wrong. */
const usual = new Map<string, Growth>();
const repeated = new Map<string, Repeated>();
const servers: FrozenServer[] = [];

/** Number of rows of every table. */
async function census(): Promise<Map<string, number>> {
  const { rows } = await platform.sql.query<{ name: string; n: number }>(`
    SELECT c.relname AS name, (xpath('/row/n/text()',
             query_to_xml(format('SELECT count(*) AS n FROM %I', c.relname), false, true, '')))[1]::text::int AS n
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`);
  return new Map(rows.filter(({ name }) => !APART.includes(name)).map(({ name, n }) => [name, n]));
}

/** What became more or fewer meanwhile, added to what had. */
async function grow(work: () => Promise<unknown>, so: Growth = {}): Promise<Growth> {
  const before = await census();
  await work();
  const sum = [...(await census())].map(([name, n]): [string, number] => [
    name,
    n - before.get(name)! + (so[name] ?? 0),
  ]);
  return Object.fromEntries(sum.filter(([, n]) => n !== 0));
}

async function start(): Promise<FrozenServer> {
  const server = await FrozenServer.start({
    DATABASE_URL: platform.databaseUrl,
    STORAGE_DIR: platform.fileFolder,
    REDIS_URL: process.env['TEST_REDIS_URL']!,
    REDIS_PREFIX: `t${randomUUID().slice(0, 8)}`,
    CRON_SECRET,
    JWT_SECRET,
    ROLES: 'api',
    LOG_LEVEL: 'warn',
    JOBS_WAIT_MS: '0',
    THROTTLE_PER_MINUTE: '1000000',
    GOOGLE_CLIENT_ID: 'client-1',
    GOOGLE_CLIENT_SECRET: 'test-secret',
    // What stands still keeps its place in the pool.
    DATABASE_POOL_SIZE: '200',
  });
  servers.push(server);
  return server;
}

/** Sends each again with the same key until it is answered; the n-th time its process is killed after its n-th commit. */
async function repeatUntilAnswered(place: Place): Promise<void> {
  let open = routes;
  for (let round = 1; open.length > 0; round++) {
    const server = await start();
    for (const route of open) {
      const one = repeated.get(route.name) ?? { ...(await requestOf(route, place)), grown: {}, kills: 0 };
      repeated.set(route.name, one);
      one.request.headers['idempotency-key'] ??= randomUUID();
      one.grown = await grow(async () => {
        one.answer = await server.send(one.path, one.request, round);
        if (one.answer) await AFTERWARDS[route.name]?.(place);
      }, one.grown);
      if (!one.answer) one.kills++;
    }
    open = open.filter(({ name }) => !repeated.get(name)!.answer);
    if (open.length > 0) await server.kill();
  }
}

beforeAll(async () => {
  platform = await Platform.start({ THROTTLE_PER_MINUTE: '1000000' });
  routes = keyedPosts(openApiDocument(platform.app));
  const plain = { platform, tenant: platform.a, ids: await own(platform, platform.a) };
  const cut = { platform, tenant: platform.b, ids: await own(platform, platform.b) };
  const refused: string[] = [];
  for (const route of routes) {
    const { path, request } = await requestOf(route, plain);
    const growth = await grow(async () => {
      const answer = await platform.call('POST', path, request);
      if (answer.status >= 300) refused.push(`${route.name} cannot be tried: ${answer.status} ${answer.text}`);
    });
    usual.set(route.name, growth);
  }
  // A new route needs a request that is accepted: in isolation-fixtures.ts, or here in keyed-posts.ts.
  expect(refused).toEqual([]);
  await repeatUntilAnswered(cut);
}, 600_000);
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await platform?.stop();
});

/** Names of the routes that are not as they should be, with what they are. */
function wrong(look: (one: Repeated, name: string) => unknown): unknown[] {
  return [...repeated].flatMap(([name, one]) => {
    const is = look(one, name);
    return is === undefined ? [] : [{ name, is }];
  });
}

describe('every POST with an Idempotency-Key, its process killed after each commit and before the answer', () => {
  it('was killed at least once', () => {
    expect(repeated.size).toBe(routes.length);
    expect(wrong(({ kills }) => (kills > 0 ? undefined : kills))).toEqual([]);
  });

  it('makes what it makes when nothing happens, once', () => {
    const differs = ({ grown }: Repeated, name: string) =>
      JSON.stringify(sorted(grown)) === JSON.stringify(sorted(usual.get(name)!))
        ? undefined
        : { grown, usual: usual.get(name) };
    expect(wrong(differs)).toEqual([]);
  });

  it('is answered as at first, or told that it was carried out where the answer is told once', () => {
    const ill = ({ answer }: Repeated) => {
      const { status, text } = answer!;
      if (status < 300) return undefined;
      const body = JSON.parse(text) as { carriedOut?: boolean; answer?: object };
      return status === 409 && body.carriedOut && body.answer ? undefined : { status, text };
    };
    expect(wrong(ill)).toEqual([]);
    const withheld = [...repeated].filter(([, { answer }]) => answer!.status === 409).map(([name]) => name);
    const secrets = [
      'POST /alerts',
      'POST /api-keys',
      'POST /catchup/feed',
      'POST /catchup/google/connect',
      'POST /owners/{id}/links',
      'POST /webhooks',
      'POST /webhooks/{id}/rotate-secret',
    ];
    expect(withheld.sort()).toEqual(secrets);
  });

  it('and is answered so for good', async () => {
    const differing: unknown[] = [];
    for (const [name, { path, request, answer }] of repeated) {
      let again: Answer | undefined;
      const grown = await grow(async () => (again = await platform.call('POST', path, request)));
      if (again!.text !== answer!.text || Object.keys(grown).length > 0)
        differing.push({ name, first: answer!.text, again: again!.text, grown });
    }
    expect(differing).toEqual([]);
  });
});

function sorted(growth: Growth): [string, number][] {
  return Object.entries(growth).sort(([a], [b]) => (a < b ? -1 : 1));
}
