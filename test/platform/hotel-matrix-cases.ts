import { beforeAll, describe, expect, it } from '@jest/globals';
import { openApiDocument } from '../../src/openapi.js';
import type { Platform } from './harness.js';
import { type HotelThings, hotelThings } from './hotel-things.js';
import { type Asked, NOT_OF_A_HOTEL, ROWS } from './hotel-matrix-rows.js';
import { KIND_AFTER } from './isolation-kinds.js';

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
}
interface Operation {
  tags?: string[];
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

const PREFIX = '/api/v1';
/** How the name of a member ends that names something. */
const NAMING = /(Ids?|Codes?|[nN]umber|window)(\[\])?$/;
/** What belongs to a hotel, as the fixtures of the tenants' matrix call it. */
const OF_A_HOTEL = new Set([
  ...['hotel', 'category', 'room', 'override', 'closure', 'booking', 'folio', 'folioLine', 'penaltyRule', 'attendant'],
  ...['task', 'equipment', 'maintenance', 'workOrder', 'invoice', 'bookingImport'],
]);

/**
 * Two hotels of one tenant: a request to the one that names a thing of the other is refused like one that names nothing, and
 * changes nothing. Which requests there are is read from the OpenAPI document.
 */
export function hotelMatrixCases(running: () => Platform): void {
  describe('two hotels of one tenant', () => {
    let own: HotelThings;
    let other: HotelThings;
    beforeAll(async () => {
      own = await hotelThings(running(), running().a, 1);
      other = await hotelThings(running(), running().a, 2);
    });

    const send = (name: string, { path, body, query = {} }: Asked) => {
      const [method, route] = name.split(' ');
      const search = new URLSearchParams(
        Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
      ).toString();
      const address = `${PREFIX}${path ?? route}${search && `?${search}`}`;
      return running().call(method!, address, { token: running().a.MANAGER.token, body });
    };

    it('every member that names something of a hotel beside another is known', () => {
      const needed = naming(openApiDocument(running().app) as never);
      expect(needed.length).toBeGreaterThan(20);
      expect(needed.filter((key) => !ROWS[key])).toEqual([]);
      expect(Object.keys(ROWS).filter((key) => !needed.includes(key))).toEqual([]);
    });

    it('a thing of the other hotel is refused as one that is not there, and nothing changes', async () => {
      const before = await prints(running());
      const wrong: string[] = [];
      for (const [key, row] of Object.entries(ROWS)) {
        const { status, body, text } = await send(key, row(own, other));
        const empty = key.startsWith('GET') && status === 200 && body['total'] === 0;
        if (status !== 404 && status !== 400 && !empty) wrong.push(`${key}: ${status} ${text.slice(0, 200)}`);
      }
      expect(wrong).toEqual([]);
      expect(await prints(running())).toEqual(before);
    });

    it('its own things are taken: the matrix asked real questions', async () => {
      const wrong: string[] = [];
      for (const [key, row] of Object.entries(ROWS)) {
        const { status, text } = await send(key, row(own, own));
        if (status >= 300) wrong.push(`${key}: ${status} ${text.slice(0, 200)}`);
      }
      expect(wrong).toEqual([]);
    });
  });
}

/** `METHOD path member` for every member beside the first thing of a hotel that the request names. */
function naming(document: {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}): string[] {
  const found: string[] = [];
  for (const [path, item] of Object.entries(document.paths))
    for (const [verb, operation] of Object.entries(item)) {
      const route = path.slice(PREFIX.length);
      const inPath = [...route.matchAll(/([^/]+)\/\{(\w+)\}/g)]
        .filter(([, before]) => OF_A_HOTEL.has(KIND_AFTER[before!] ?? ''))
        .map(([, , name]) => name!);
      const query = (operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
      const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
      const body = schema ? members(schema, document.components.schemas) : [];
      const named = [...query, ...body].filter((name) => NAMING.test(name) && !NOT_OF_A_HOTEL.has(last(name)));
      const hotelly =
        operation.tags?.some((tag) => /^(PMS|Rooms)/.test(tag)) || named.some((name) => /^hotelId$/.test(name));
      if (!hotelly) continue;
      const key = (name: string) => `${verb.toUpperCase()} ${route} ${name}`;
      // What all others must belong to: the first of the path, else the hotel, else whatever comes first.
      const anchor = inPath[0] ?? named.find((name) => name === 'hotelId') ?? named[0];
      const groups = body.some((name) => name.includes('[].hotelId'));
      found.push(...[...inPath, ...named].filter((name) => groups || name !== anchor).map(key));
    }
  return [...new Set(found)];
}

function last(name: string): string {
  return name.split('.').at(-1)!.replace('[]', '');
}

/** Names of all members, in objects and lists within, as `bookings[].roomCategoryId`. */
function members(schema: Schema, schemas: Record<string, Schema>, path = '', depth = 0): string[] {
  if (depth > 8) return [];
  if (schema.$ref) return members(schemas[schema.$ref.split('/').at(-1)!]!, schemas, path, depth + 1);
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return [
    ...parts.flatMap((part) => members(part, schemas, path, depth + 1)),
    ...(schema.items ? members(schema.items, schemas, `${path}[]`, depth + 1) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
      const full = path ? `${path}.${name}` : name;
      return [full, ...members(inner, schemas, full, depth + 1)];
    }),
  ];
}

/** What the tables of the hotels hold. */
async function prints(platform: Platform): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const { rows: tables } = await platform.sql.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND c.relname NOT IN ('audit_entry', 'api_key', 'account_use', 'idempotency_key')`);
  for (const { name } of tables) {
    const { rows } = await platform.sql.query<{ print: string }>(
      `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS print FROM ${name} t WHERE tenant_id = $1`,
      [platform.a.id],
    );
    found[name] = rows[0]!.print;
  }
  return found;
}
