import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ValidationPipe } from '@nestjs/common';
import pg from 'pg';
import { openApiDocument } from '../../src/openapi.js';
import { type Answer, CRON_SECRET, Platform } from './harness.js';
import { BODIES, KIND_AFTER, own, type Owned, QUERIES, SHARED_AFTER, STREAMED } from './isolation-fixtures.js';

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
  maxItems?: number;
  maxLength?: number;
  format?: string;
}

interface Operation {
  name: string;
  method: string;
  path: string;
  token?: string;
  body?: Schema;
  query: { name: string; schema: Schema }[];
}

/** Bytes of the largest body. */
const BODY_BYTES = 262_144;
/** Bytes an answer to what is refused may have. */
const REFUSAL_BYTES = 24_000;
/** Statements a request may send, whatever it asks for: sets are written as sets, not row by row. */
const STATEMENTS = 150;

/** Lengths of lists that are tried, the largest first. */
const LENGTHS = [10_000, 1_000, 366, 200, 100, 20, 5, 1];

function hasList(value: unknown): boolean {
  if (Array.isArray(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasList);
}

/** What no request may cost, for every route of the document: counted in work, not in time. */
describe('the work of a request', () => {
  let platform: Platform;
  let ours: Owned;
  let schemas: Record<string, Schema>;
  let operations: Operation[];
  let checked = 0;
  let statements = 0;
  const undo: (() => void)[] = [];

  beforeAll(async () => {
    platform = await Platform.start();
    ours = await own(platform, platform.a);
    const document = openApiDocument(platform.app);
    schemas = document.components!.schemas as Record<string, Schema>;
    operations = read(document.paths);
    const transform = ValidationPipe.prototype.transform;
    ValidationPipe.prototype.transform = function (...args) {
      if (args[1].type === 'body') checked++;
      return transform.apply(this, args);
    };
    const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
    pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
      statements++;
      return query.apply(this, args);
    } as typeof pg.Client.prototype.query;
    undo.push(
      () => (ValidationPipe.prototype.transform = transform),
      () => (pg.Client.prototype.query = query as typeof pg.Client.prototype.query),
    );
  });
  afterAll(async () => {
    undo.forEach((one) => one());
    await platform?.stop();
  });

  function read(paths: object): Operation[] {
    return Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, Record<string, unknown>>).map(([verb, one]) => {
        const short = path.slice('/api/v1'.length);
        const roles = one['x-roles'] as string[] | undefined;
        const cron = (one['security'] as object[] | undefined)?.some((each) => 'cron' in each);
        const admin = roles?.includes('ADMIN') ? platform.a.ADMIN.token : platform.operator.token;
        const content = (one['requestBody'] as { content?: Record<string, { schema: Schema }> } | undefined)?.content;
        return {
          name: `${verb.toUpperCase()} ${short}`,
          method: verb.toUpperCase(),
          path: short,
          token: cron ? CRON_SECRET : roles && admin,
          body: content?.['application/json']?.schema,
          query: ((one['parameters'] as { in: string; name: string; schema: Schema }[] | undefined) ?? []).filter(
            (each) => each.in === 'query',
          ),
        };
      }),
    );
  }

  const pathOf = ({ path }: Operation) =>
    `/api/v1${path.replace(
      /([^/]+)\/\{\w+\}/g,
      (_, before: string) => `${before}/${SHARED_AFTER[before] ?? String(ours[KIND_AFTER[before]!])}`,
    )}`;
  const send = (operation: Operation, body?: unknown, query: [string, string][] = []): Promise<Answer> =>
    platform.call(operation.method, `${pathOf(operation)}?${new URLSearchParams(query).toString()}`, {
      token: operation.token,
      body,
    });
  const writing = () => operations.filter(({ method }) => ['POST', 'PUT', 'PATCH'].includes(method));
  /** Those that take a text at all. */
  const taking = () => operations.filter(({ body, query }) => body !== undefined || query.length > 0);
  const resolve = (schema: Schema): Schema => {
    const { $ref, allOf } = schema;
    if ($ref) return resolve(schemas[$ref.split('/').at(-1)!]!);
    return allOf ? resolve(allOf[0]!) : schema;
  };
  /** Everything as long as its schema lets it be, where the example does not say what it must be. */
  const largest = (schema: Schema | undefined, example: unknown, most: number): unknown => {
    if (!schema) return example;
    const { properties, items, maxItems = most, maxLength, type } = resolve(schema);
    if (Array.isArray(example))
      return Array.from({ length: Math.min(most, maxItems) }, () => largest(items, example[0], most));
    if (typeof example === 'object' && example !== null)
      return Object.fromEntries(
        Object.entries(example).map(([name, value]) => [name, largest(properties?.[name], value, most)]),
      );
    return type === 'string' && maxLength && /name|reason|description|note|label/i.test(String(example))
      ? 'x'.repeat(maxLength)
      : example;
  };
  const collect = async (look: (operation: Operation) => Promise<string | undefined>, over = operations) => {
    const wrong: string[] = [];
    for (const operation of over) {
      const words = await look(operation);
      if (words) wrong.push(`${operation.name}: ${words}`);
    }
    return wrong;
  };

  const members = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`m${i}`, i]));
  const hostile: [string, (example: object) => object | string][] = [
    ['32,500 unknown members', () => members(32_500)],
    ['as many inside of what it declares', (example) => ({ ...example, data: members(20_000), items: [members(600)] })],
    ['a list of small objects', () => ({ data: Array.from({ length: 30_000 }, () => ({ a: 1 })) })],
    ['a list of numbers', (example) => ({ ...example, hotelIds: Array.from({ length: 60_000 }, () => 1) })],
    ['a list of lists', () => `[${Array(80_000).fill('[]').join(',')}]`],
  ];

  it.each(hostile)('%s: refused before anything is converted or checked, in few words', async (_, build) => {
    const wrong = await collect(async (operation) => {
      checked = 0;
      const example = BODIES[operation.name]?.(ours) ?? {};
      const { status, text } = await send(operation, build(example));
      const streamed = STREAMED[operation.name] !== undefined;
      if (![400, 413].includes(status) && !(streamed && status === 415)) return `answered ${status}`;
      if (checked > 0) return 'was checked';
      return text.length > REFUSAL_BYTES ? `answered ${text.length} bytes` : undefined;
    }, writing());
    expect(wrong).toEqual([]);
  });

  it('as many unknown members as a body may have: told by at most twenty of them', async () => {
    const wrong = await collect(async (operation) => {
      const { status, text, body } = await send(operation, members(500));
      if (status < 300 || status >= 500) return `answered ${status}`;
      if (((body?.['errors'] as unknown[] | undefined)?.length ?? 0) > 20) return 'names more than twenty';
      return text.length > REFUSAL_BYTES ? `answered ${text.length} bytes` : undefined;
    }, writing());
    expect(wrong).toEqual([]);
  });

  it('long texts are not repeated in the answer', async () => {
    const long = 'x'.repeat(200_000);
    const wrong = await collect(async (operation) => {
      for (const body of [{ [long]: 1 }, { type: long, data: {} }, { name: long, email: long, url: long }]) {
        const { status, text } = await send(operation, body);
        if (status >= 500 || text.length > REFUSAL_BYTES) return `${status}, ${text.length} bytes`;
      }
      return undefined;
    }, writing());
    expect(wrong).toEqual([]);
  });

  // An expression that goes back over its text again and again would not come to an end here.
  it.each([
    ['zeros', '0', '!'],
    ['spaces', ' ', '\u0001'],
    ['letters', 'a', '\u0001'],
    ['dots', 'a.', '@'],
    ['separators', '1-', 'T'],
    ['backslashes', '\\', '"'],
  ])('no text of %s keeps the checks busy', async (_, unit, end) => {
    const wrong = await collect(async (operation) => {
      const { properties = {} } = operation.body ? resolve(operation.body) : {};
      const names = Object.keys(properties);
      const text = (bytes: number) => unit.repeat(Math.floor(bytes / unit.length)) + end;
      const share = Math.floor(BODY_BYTES / 3 / Math.max(1, names.length));
      const body = Object.fromEntries(names.map((name) => [name, text(share)]));
      const query = operation.query.map(({ name }): [string, string] => [
        name,
        text(Math.floor(4_000 / operation.query.length)),
      ]);
      const { status } = await send(operation, names.length > 0 ? body : undefined, query);
      return status >= 500 ? `answered ${status}` : undefined;
    }, taking());
    expect(wrong).toEqual([]);
  });

  it('a query string has a hundred members at most', async () => {
    const many = Array.from({ length: 101 }, (_, n): [string, string] => [`q${n}`, '1']);
    const wrong = await collect(
      async (operation) => {
        const { status, text } = await send(operation, undefined, many);
        return status === 400 && text.length < REFUSAL_BYTES ? undefined : `answered ${status}, ${text.length} bytes`;
      },
      operations.filter(({ method }) => method !== 'HEAD'),
    );
    expect(wrong).toEqual([]);
  });

  it('the largest legal request of every route takes a bounded number of statements', async () => {
    const costly: Record<string, number> = {};
    const wrong = await collect(async (operation) => {
      // Ends what the other requests are about, or its caller.
      if (operation.method === 'DELETE' || operation.path.startsWith('/auth/')) return undefined;
      if (STREAMED[operation.name]) return undefined;
      const query = Object.entries({
        ...QUERIES[operation.name]?.(ours),
        ...(operation.query.some(({ name }) => name === 'limit') && { limit: 200 }),
      }).map(([name, value]): [string, string] => [name, String(value)]);
      // Not every limit stands in the document: as long as it is too much, it is tried with less.
      for (const most of LENGTHS) {
        const example = BODIES[operation.name]?.(ours);
        statements = 0;
        const { status, text } = await send(operation, example && largest(operation.body, example, most), query);
        if (status >= 500) return `answered ${status} ${text}`;
        costly[operation.name] = Math.max(statements, costly[operation.name] ?? 0);
        if (statements > STATEMENTS) return `took ${statements} statements for lists of ${most}`;
        if (status !== 400 || !hasList(example)) return undefined;
      }
      return undefined;
    });
    expect(wrong).toEqual([]);
    // The count counts.
    expect(Math.max(...Object.values(costly))).toBeGreaterThan(3);
  });
});
