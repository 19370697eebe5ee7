import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractRegistry } from '../../src/jobs/index.js';
import { openApiDocument } from '../../src/openapi.js';
import { Platform } from './harness.js';

const COMMITTED = resolve(import.meta.dirname, '../../openapi.json');

interface Content {
  description?: string;
  content?: Record<string, { schema?: object }>;
}
interface Operation {
  summary?: string;
  operationId: string;
  tags?: string[];
  'x-roles'?: string[];
  security?: object[];
  parameters?: { name: string; in: string; schema?: object }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

let platform: Platform;
const live: string[] = [];
let document: ReturnType<typeof openApiDocument>;
let operations: (Operation & { name: string; method: string })[];
beforeAll(async () => {
  platform = await Platform.start({}, [], (app: NestFastifyApplication) => {
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat()) live.push(`${one} ${url}`);
      });
  });
  document = openApiDocument(platform.app);
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([verb, operation]) => ({
      ...operation,
      method: verb.toUpperCase(),
      name: `${verb.toUpperCase()} ${path}`,
    })),
  );
});
afterAll(() => platform?.stop());

const namesOf = (wrong: typeof operations) => wrong.map(({ name }) => name);
const hasSchema = (content?: Content) =>
  Object.values(content?.content ?? {}).some(({ schema }) => schema !== undefined);

describe('the OpenAPI document', () => {
  it('names every route there is, and no other; each is also served without the version', () => {
    const routes = live
      .filter((route) => !/ \/api\/(docs|admin)/.test(route))
      .map((route) => route.replace(/:(\w+)/g, '{$1}'));
    const versioned = routes.filter((route) => route.includes(' /api/v1/'));
    // Fastify answers HEAD wherever there is a GET; only a HEAD with a handler of its own is documented.
    const documented = namesOf(operations);
    const extra = versioned.filter((route) => !documented.includes(route));
    expect(extra.filter((route) => !route.startsWith('HEAD '))).toEqual([]);
    expect(extra.filter((route) => !documented.includes(route.replace('HEAD ', 'GET ')))).toEqual([]);
    expect(documented.filter((route) => !versioned.includes(route))).toEqual([]);
    expect(routes.filter((route) => !route.includes(' /api/v1/')).sort()).toEqual(
      versioned.map((route) => route.replace('/api/v1/', '/api/')).sort(),
    );
  });

  it('tells of every operation what it does, in a group, under a name of its own', () => {
    expect(namesOf(operations.filter(({ summary, tags }) => !summary || !tags?.length))).toEqual([]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('shows every answer and body', () => {
    const mute = operations.filter(({ method, responses }) => {
      const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      return (
        good.length === 0 ||
        good.some(([status, answer]) => status !== '204' && method !== 'HEAD' && !hasSchema(answer))
      );
    });
    expect(namesOf(mute)).toEqual([]);
    expect(namesOf(operations.filter(({ requestBody }) => requestBody && !hasSchema(requestBody)))).toEqual([]);
    const nameless = operations.filter(({ name, parameters }) =>
      [...name.matchAll(/\{(\w+)\}/g)].some(
        ([, wanted]) => !parameters?.some((one) => one.name === wanted && one.schema),
      ),
    );
    expect(namesOf(nameless)).toEqual([]);
  });

  it('shows the errors: 401 and 403 where it is not public, 400 with a body, 404 with an id', () => {
    const lacking = operations.flatMap((operation) => {
      const wanted = [
        ...(operation.security ? ['401'] : []),
        // The cron caller has no role that could be the wrong one.
        ...(operation['x-roles'] ? ['403'] : []),
        ...(operation.requestBody ? ['400'] : []),
        ...(/\{\w+\}/.test(operation.name) ? ['404'] : []),
        ...(/health|metrics$/.test(operation.name) ? [] : ['429', '503']),
      ];
      return wanted
        .filter((status) => !operation.responses[status]?.content?.['application/problem+json'])
        .map((status) => `${operation.name}: ${status}`);
    });
    expect(lacking).toEqual([]);
    expect(namesOf(operations.filter((one) => one.security && !one['x-roles'] && !/\/cron\//.test(one.name)))).toEqual(
      [],
    );
  });

  it('holds every job kind with its payload', () => {
    const kinds = (document as unknown as { 'x-jobs': { name: string; payload: { $ref: string } }[] })['x-jobs'];
    expect(kinds.map(({ name }) => name)).toEqual(platform.app.get(ContractRegistry).names());
    for (const { payload } of kinds)
      expect(document.components?.schemas).toHaveProperty(payload.$ref.replace('#/components/schemas/', ''));
  });

  it('has no dangling reference', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    const known = Object.keys(document.components?.schemas ?? {});
    expect([...new Set(references.map(([, name]) => name!))].filter((name) => !known.includes(name))).toEqual([]);
  });

  it('is the one in the repository (npm run openapi writes it)', () => {
    expect(JSON.parse(readFileSync(COMMITTED, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
  });
});
