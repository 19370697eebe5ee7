import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiDocument } from '../../src/openapi.js';
import type { Role } from '../../src/platform/tenancy/context.js';
import { type Answer, CRON_SECRET, Platform } from './harness.js';
import { hotelMatrixCases } from './hotel-matrix-cases.js';
import { BODIES, KIND_AFTER, NOTHING, own, type Owned, QUERIES, SHARED_AFTER, STREAMED } from './isolation-fixtures.js';

/**
 * Every operation of the OpenAPI document against every wrong caller. An operation whose path, body or query the
 * fixtures do not know fails here: that is how a new route gets its row in the matrix.
 */
interface Operation {
  /** `METHOD path` without /api/v1, as the fixtures know it. */
  name: string;
  method: string;
  path: string;
  /** Undefined for a public route, and for one of the cron caller's. */
  roles?: Role[];
  cron: boolean;
  hasBody: boolean;
  /** What its path parameters name, in order; undefined for what all tenants share. */
  kinds: (keyof Owned | undefined)[];
}

const PREFIX = '/api/v1';
const ROLES: Role[] = ['OPERATOR', 'ADMIN', 'MANAGER', 'STAFF'];
/** Decides by itself, by a token that is no account's; ops.spec.ts has its matrix. */
const OWN_GUARD = new Set(['GET /metrics']);

let platform: Platform;
let ours: Owned;
let theirs: Owned;
let operations: Operation[];
beforeAll(async () => {
  platform = await Platform.start();
  ours = await own(platform, platform.a);
  theirs = await own(platform, platform.b);
  operations = read();
});
afterAll(() => platform?.stop());

function read(): Operation[] {
  return Object.entries(openApiDocument(platform.app).paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, { requestBody?: object; 'x-roles'?: Role[]; security?: object[] }>).map(
      ([verb, operation]) => {
        const short = path.slice(PREFIX.length);
        return {
          name: `${verb.toUpperCase()} ${short}`,
          method: verb.toUpperCase(),
          path: short,
          roles: operation['x-roles'],
          cron: operation.security?.some((one) => 'cron' in one) ?? false,
          hasBody: operation.requestBody !== undefined,
          kinds: segments(short).map((before) => KIND_AFTER[before]),
        };
      },
    ),
  );
}

/** The segment before each parameter of a path. */
function segments(path: string): string[] {
  return [...path.matchAll(/([^/]+)\/\{\w+\}/g)].map(([, before]) => before!);
}

/** The request with these ids in path, query and body. */
function send(operation: Operation, token: string | undefined, ids: Owned, bodyIds = ids): Promise<Answer> {
  const path = operation.path.replace(
    /([^/]+)\/\{\w+\}/g,
    (_, before: string) => `${before}/${SHARED_AFTER[before] ?? String(ids[KIND_AFTER[before]!])}`,
  );
  const query = QUERIES[operation.name]?.(bodyIds) ?? {};
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  const streamed = STREAMED[operation.name];
  if (streamed) {
    const headers = { 'content-type': streamed.type };
    return platform.call(operation.method, `${PREFIX}${path}?${search}`, { token, body: streamed.body, headers });
  }
  const body = operation.hasBody ? BODIES[operation.name]!(bodyIds) : undefined;
  return platform.call(operation.method, `${PREFIX}${path}${search && `?${search}`}`, { token, body });
}

const closed = () => operations.filter(({ roles, name }) => roles && !OWN_GUARD.has(name));
const byTenant = () => closed().filter(({ roles }) => roles!.some((role) => role !== 'OPERATOR'));

/** Calls one after the other and collects what was not as expected, so that one run names every hole. */
async function holes<T>(cases: T[], look: (one: T) => Promise<string | undefined>): Promise<string[]> {
  const found: string[] = [];
  for (const one of cases) {
    const hole = await look(one);
    if (hole) found.push(hole);
  }
  return found;
}

/** Every row of the tenant, as one hash per table. */
async function fingerprint(tenantId: string): Promise<Record<string, string>> {
  const { rows: tables } = await platform.sql.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`);
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await platform.sql.query<{ print: string }>(
      `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS print FROM ${name} t WHERE tenant_id = $1`,
      [tenantId],
    );
    prints[name] = rows[0]!.print;
  }
  return prints;
}

/** Lists of a tenant that has nothing: its people are all it has; kinds of reports and jobs are the same for all. */
const SAME_FOR_ALL = ['GET /users', 'GET /reports/types', 'GET /jobs/kinds', 'GET /jobs/kinds/titles'];

/** An answer without what must differ: the address asked for. */
function bare({ status, body }: Answer) {
  return { status, body: body && { ...body, instance: '' } };
}

describe('every operation', () => {
  it('is known to the fixtures', () => {
    const unknown = operations.flatMap(({ name, path, hasBody }) => [
      ...segments(path)
        .filter((before) => !KIND_AFTER[before] && !SHARED_AFTER[before])
        .map((before) => `${name}: no fixture for the parameter after "${before}"`),
      ...(hasBody && !BODIES[name] && !STREAMED[name] ? [`${name}: no body in the fixtures`] : []),
    ]);
    expect(unknown).toEqual([]);
    const names = operations.map(({ name }) => name);
    expect(Object.keys({ ...BODIES, ...STREAMED, ...QUERIES }).filter((name) => !names.includes(name))).toEqual([]);
    expect(Object.values(ours).some((id, n) => id === Object.values(NOTHING)[n] || id === undefined)).toBe(false);
  });

  it('refuses members of a body or a query that it does not read', async () => {
    const readers = { body: new Set(['POST /jobs/trigger/{jobName}']), query: new Set<string>() };
    const token = (operation: Operation) =>
      operation.cron ? CRON_SECRET : (operation.roles!.includes('ADMIN') ? platform.a.ADMIN : platform.operator).token;
    const asked = operations.filter(({ roles, cron, name }) => (roles || cron) && !OWN_GUARD.has(name));
    const path = (operation: Operation) =>
      operation.path.replace(
        /([^/]+)\/\{\w+\}/g,
        (_, before: string) => `${before}/${SHARED_AFTER[before] ?? String(NOTHING[KIND_AFTER[before]!])}`,
      );
    const found = await holes(asked, async (operation) => {
      const { name, method } = operation;
      const words: string[] = [];
      const queried = await platform.call(method, `${PREFIX}${path(operation)}?surprise=1`, {
        token: token(operation),
        body: STREAMED[name]?.body ?? (operation.hasBody ? BODIES[name]!(NOTHING) : undefined),
        headers: STREAMED[name] && { 'content-type': STREAMED[name].type },
      });
      if (!readers.query.has(name) && queried.status !== 400) words.push(`query ${queried.status}`);
      if (['POST', 'PUT', 'PATCH'].includes(method) && !readers.body.has(name) && !STREAMED[name]) {
        const body = { ...(operation.hasBody ? BODIES[name]!(NOTHING) : {}), surprise: 1 };
        const given = await platform.call(method, `${PREFIX}${path(operation)}`, { token: token(operation), body });
        if (given.status !== 400) words.push(`body ${given.status}`);
      }
      return words.length > 0 ? `${name}: ${words.join(', ')}` : undefined;
    });
    expect(found).toEqual([]);
  });

  it('is public only where that was decided', () => {
    const open = operations.filter(({ roles, cron }) => !roles && !cron).map(({ name }) => name);
    const decided = [
      'POST /auth/login',
      'POST /auth/logout',
      'POST /auth/session',
      'POST /invitations/accept',
      'GET /invitations/page',
      'GET /invitations/page.js',
      'GET /health/live',
      'GET /health/ready',
      ...OWN_GUARD,
      // The signature in the address is the credential.
      'GET /downloads/{token}',
      'GET /customer/quotes/page.js',
      'GET /customer/quotes/{token}',
      'GET /customer/quotes/{token}/page',
      'GET /customer/quotes/{token}/pdf',
      'GET /customer/quotes/{token}/totals',
      'GET /customer/quotes/{token}/parts/{position}/mesh',
      'GET /customer/quotes/{token}/parts/{position}/thumbnail',
      'POST /customer/quotes/{token}/accept',
      'POST /customer/quotes/{token}/decline',
      'GET /owner/{token}',
      'GET /owner/{token}/statements/{id}/pdf',
      // The state that came back from Google, and the token of a channel, are the credentials.
      'GET /catchup/feed/{secret}',
      'GET /catchup/google/callback',
      'POST /catchup/google/notifications',
      // The provider's signature over address and body, and the token of a mail.
      'POST /sms/twilio/status',
      'POST /sms/twilio/inbound',
      'GET /catchup/digest/unsubscribe/{token}',
      'POST /catchup/digest/unsubscribe/{token}',
    ];
    expect(open.sort()).toEqual(decided.sort());
  });

  it('is closed without a credential, and with a bad one', async () => {
    const open = await holes(
      closed().flatMap((operation) => [undefined, 'garbage', 'ns_00000000_x'].map((token) => ({ operation, token }))),
      async ({ operation, token }) => {
        const { status, text, body } = await send(operation, token, ours);
        if (status !== 401 || (operation.method !== 'HEAD' && body['code'] !== 'UNAUTHENTICATED'))
          return `${operation.name} with ${token}: ${status}`;
        return operation.method === 'HEAD' && text ? `${operation.name} has a body` : undefined;
      },
    );
    expect(open).toEqual([]);
  });

  it('of the cron caller is for the cron secret and for nobody else, which opens nothing else', async () => {
    const cron = operations.filter((operation) => operation.cron);
    expect(cron.length).toBeGreaterThan(5);
    const tokens = [undefined, 'garbage', platform.operator.token, platform.a.ADMIN.token];
    const open = await holes(
      cron.flatMap((operation) => tokens.map((token) => ({ operation, token }))),
      async ({ operation, token }) => {
        const { status } = await send(operation, token, ours);
        return status === 401 ? undefined : `${operation.name} with ${token?.slice(0, 8)}: ${status}`;
      },
    );
    expect(open).toEqual([]);
    const others = await holes(closed(), async (operation) => {
      const { status } = await send(operation, CRON_SECRET, ours);
      return status === 401 ? undefined : `${operation.name} by the cron caller: ${status}`;
    });
    expect(others).toEqual([]);
  });

  it('refuses the roles it does not name', async () => {
    const cases = closed().flatMap((operation) =>
      ROLES.filter((role) => !operation.roles!.includes(role)).map((role) => ({ operation, role })),
    );
    expect(cases.length).toBeGreaterThan(50);
    const open = await holes(cases, async ({ operation, role }) => {
      const { token } = role === 'OPERATOR' ? platform.operator : platform.a[role as 'ADMIN'];
      const { status } = await send(operation, token, ours);
      return status === 403 ? undefined : `${operation.name} as ${role}: ${status}`;
    });
    expect(open).toEqual([]);
  });

  it('that changes something is not for STAFF, but for jobs a contract opens to them', async () => {
    const writing = closed().filter(
      ({ method, roles, path }) =>
        // What belongs to one user is hers to change, whatever her role: her people, her sessions, how she wants things shown.
        !['GET', 'HEAD'].includes(method) &&
        roles!.includes('STAFF') &&
        !/^\/(catchup\/|auth\/session|views)/.test(path),
    );
    // The own password is everybody's to change; a wrong present one is refused like a wrong role.
    expect(writing.map(({ name }) => name)).toEqual([
      'POST /auth/password',
      'POST /jobs',
      'POST /jobs/schedule',
      'POST /jobs/batches',
    ]);
    for (const operation of writing) expect((await send(operation, platform.a.STAFF.token, ours)).status).toBe(403);
  });

  it('answers to another tenant’s id as to one that does not exist, and changes nothing', async () => {
    const before = await fingerprint(platform.b.id);
    const cases = byTenant()
      .filter(({ kinds }) => kinds.some(Boolean))
      .flatMap((operation) =>
        operation.roles!.filter((role) => role !== 'OPERATOR').map((role) => ({ operation, role })),
      );
    expect(cases.length).toBeGreaterThan(20);
    const open = await holes(cases, async ({ operation, role }) => {
      const { token } = platform.a[role as 'ADMIN'];
      const foreign = await send(operation, token, theirs, ours);
      const missing = await send(operation, token, NOTHING, ours);
      if (foreign.status !== 404) return `${operation.name} as ${role}: ${foreign.status} ${foreign.text}`;
      const same = JSON.stringify(bare(foreign)) === JSON.stringify(bare(missing));
      return same ? undefined : `${operation.name} as ${role}: tells them apart: ${foreign.text} ${missing.text}`;
    });
    expect(open).toEqual([]);
    expect(await fingerprint(platform.b.id)).toEqual(before);
  });

  it('does not reach another tenant’s part through an own whole', async () => {
    const open = await holes(
      byTenant().filter(({ kinds }) => kinds.filter(Boolean).length > 1),
      async (operation) => {
        const last = operation.kinds.at(-1)!;
        const { status } = await send(operation, platform.a.ADMIN.token, { ...ours, [last]: theirs[last] });
        return status === 404 ? undefined : `${operation.name}: ${status}`;
      },
    );
    expect(open).toEqual([]);
  });

  it('takes another tenant’s id in a body or query as one that does not exist', async () => {
    const before = await fingerprint(platform.b.id);
    const naming = byTenant().filter(({ name }) => {
      const build = BODIES[name] ?? QUERIES[name];
      return build && JSON.stringify(build(NOTHING)).includes('2000000');
    });
    expect(naming.map(({ name }) => name)).toContain('POST /rooms');
    const open = await holes(naming, async (operation) => {
      const token = platform.a.MANAGER.token;
      const foreign = await send(operation, token, ours, theirs);
      const missing = await send(operation, token, ours, NOTHING);
      if (foreign.status !== missing.status) return `${operation.name}: ${foreign.status}, not ${missing.status}`;
      const same = JSON.stringify(bare(foreign)) === JSON.stringify(bare(missing));
      return same ? undefined : `${operation.name}: tells them apart: ${foreign.text} ${missing.text}`;
    });
    expect(open).toEqual([]);
    expect(await fingerprint(platform.b.id)).toEqual(before);
  });

  it('works for those it is for: the matrix asked real questions', async () => {
    const reads = byTenant().filter(({ method }) => method === 'GET');
    const shut = await holes(reads, async (operation) => {
      // The rows of CatchUp that are asked for are the ADMIN's own.
      const role = operation.roles!.includes('STAFF') && !operation.path.startsWith('/catchup/') ? 'STAFF' : 'ADMIN';
      const { status, text } = await send(operation, platform.a[role].token, ours);
      return status === 200 ? undefined : `${operation.name}: ${status} ${text}`;
    });
    expect(shut).toEqual([]);
  });

  it('shows the tenant its own rows only', async () => {
    const mixed = await holes(
      byTenant().filter(({ method, kinds }) => method === 'GET' && !kinds.some(Boolean)),
      async (operation) => {
        const { text } = await send(operation, platform.a.ADMIN.token, ours);
        const leak = [platform.b.id, theirs.job, theirs.deadLetter, theirs.apiKey, platform.b.slug].find((id) =>
          text.includes(id),
        );
        return leak ? `${operation.name} shows ${leak}` : undefined;
      },
    );
    expect(mixed).toEqual([]);
  });

  it('shows a tenant that has nothing, nothing', async () => {
    const { ADMIN } = await platform.tenant('empty');
    const lists = byTenant().filter(({ method, kinds }) => method === 'GET' && !kinds.some(Boolean));
    let counted = 0;
    const filled = await holes(lists, async ({ name, path }) => {
      const { body, text } = await platform.call('GET', `${PREFIX}${path}`, { token: ADMIN.token });
      if (typeof body?.['total'] !== 'number' || SAME_FOR_ALL.includes(name)) return undefined;
      counted++;
      return body['total'] === 0 ? undefined : `${name}: ${text}`;
    });
    expect(filled).toEqual([]);
    expect(counted).toBeGreaterThanOrEqual(6);
  });
});

hotelMatrixCases(() => platform);
