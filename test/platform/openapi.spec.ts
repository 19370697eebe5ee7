import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { ContractRegistry } from '../../src/jobs/index.js';
import { openApiDocument } from '../../src/openapi.js';
import { Answers } from '../support/answers.js';
import { Platform } from './harness.js';

const COMMITTED = resolve(import.meta.dirname, '../../openapi.json');

interface Content {
  description?: string;
  content?: Record<string, { schema?: object; example?: unknown }>;
}
interface Operation {
  summary?: string;
  description?: string;
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
  it('names every route there is, and no other', () => {
    const routes = live
      .filter((route) => !/ \/(api\/(docs|admin)|\*?$)/.test(route))
      .map((route) => route.replace(/:(\w+)/g, '{$1}'));
    // Fastify answers HEAD wherever there is a GET; only a HEAD with a handler of its own is documented.
    const documented = namesOf(operations);
    const extra = routes.filter((route) => !documented.includes(route));
    expect(extra.filter((route) => !route.startsWith('HEAD '))).toEqual([]);
    expect(extra.filter((route) => !documented.includes(route.replace('HEAD ', 'GET ')))).toEqual([]);
    expect(documented.filter((route) => !routes.includes(route))).toEqual([]);
  });

  it('tells of routes that are also served without the version', async () => {
    const guarded = operations.filter((operation) => 'x-roles' in operation);
    expect(guarded.length).toBeGreaterThan(200);
    const found: string[] = [];
    for (const { method, name } of guarded) {
      const path = name
        .split(' ')[1]!
        .replace('/api/v1/', '/api/')
        .replaceAll(/\{\w+\}/g, '1');
      const { status } = await platform.call(method, path);
      // Not 404, as of a path that leads nowhere.
      if (status !== 401) found.push(`${method} ${path}: ${status}`);
    }
    expect(found).toEqual([]);
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
      return (
        wanted
          // A person who follows a dead link gets a page.
          .filter((status) => {
            const content = operation.responses[status]?.content;
            return !content?.['application/problem+json'] && !(status === '404' && content?.['text/html']);
          })
          .map((status) => `${operation.name}: ${status}`)
      );
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

  it('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const { valid, errors } = await new Validator().validate(
      JSON.parse(JSON.stringify(document)) as Record<string, unknown>,
    );
    expect([valid, errors]).toEqual([true, undefined]);
  });

  it('says what every member is: none is nullable in words of 3.0, none an object and no more', () => {
    const bare: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null || /\/(example|examples|default|enum)$/.test(path)) return;
      const { type, properties, additionalProperties, nullable, $ref } = node as Record<string, unknown>;
      if (typeof nullable === 'boolean') bare.push(`${path}: nullable`);
      if ([type].flat().includes('object') && !properties && additionalProperties === undefined && !$ref)
        bare.push(path);
      for (const [name, member] of Object.entries(node)) visit(member, `${path}/${name}`);
    };
    visit(document.components, '');
    visit(document.paths, '/paths');
    expect(bare).toEqual([]);
  });

  it('speaks one vocabulary in answers: timezone, from and to; former names are for requests, and deprecated', () => {
    // Routes the product promised with these names, and the orders their jobs carry.
    const promised =
      /^(DateRangeResponse|MissingRangeResponse|RoomGenerationPayload|RoomGenerationRequest|GenerateStatementsRequest|BulkStatementPayload)$/;
    const schemas = document.components!.schemas as Record<string, { properties?: Record<string, object> }>;
    const wrong = Object.entries(schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([member]) => /^(timeZone|time_zone|startDate|endDate)$/.test(member) && !promised.test(name))
        .filter(([, schema]) => !('deprecated' in schema) || !/Request|Rule$/.test(name))
        .map(([member]) => `${name}.${member}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has its sections in order, each with a word on it, and says of every operation whom it is for', () => {
    const sections = document.tags!;
    expect(sections.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
    const at = (name: string) => sections.findIndex((one) => one.name === name);
    for (const desk of ['PMS: bookings', 'PMS: folios', 'PMS: housekeeping', 'Rooms: rooms'])
      for (const machinery of ['Jobs', 'Queues', 'Schedules']) expect(at(desk)).toBeLessThan(at(machinery));
    const silent = operations.filter(({ description, 'x-roles': roles }) =>
      roles ? !roles.every((role) => description?.includes(role)) : !/^For (anybody|the cron)/.test(description ?? ''),
    );
    expect(namesOf(silent)).toEqual([]);
  });

  it('shows an example of every body and every error, and each is valid', () => {
    const answers = new Answers(document);
    const at = (...steps: string[]) =>
      `#/${steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const wrong = operations.flatMap(({ name, method, requestBody, responses }) => {
      const route = ['paths', name.split(' ')[1]!, method.toLowerCase()];
      const shown = [
        {
          where: [...route, 'requestBody'],
          media: requestBody?.content?.['application/json'],
          type: 'application/json',
        },
        ...Object.entries(responses).map(([status, { content }]) => ({
          where: [...route, 'responses', status],
          media: content?.['application/problem+json'],
          type: 'application/problem+json',
        })),
      ].filter(({ media }) => media);
      return shown.flatMap(({ where, media, type }) =>
        answers
          .invalid(at(...where, 'content', type, 'schema'), media!.example)
          .map((fault) => `${name} ${where.at(-1)}: ${fault}`),
      );
    });
    expect(wrong).toEqual([]);
    const said = operations.flatMap(({ name, responses }) =>
      Object.entries(responses).map(([status, { content }]) => ({
        name: `${name} ${status}`,
        status: Number(status),
        example: content?.['application/problem+json']?.example as { status: number; instance: string } | undefined,
      })),
    );
    const odd = said.filter(({ example, status }) => example && example.status !== status);
    expect(odd.map(({ name }) => name)).toEqual([]);
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
