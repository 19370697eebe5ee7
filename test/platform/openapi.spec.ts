import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { openApiDocument } from '../../src/openapi.js';
import { Platform } from './harness.js';

describe('the OpenAPI document', () => {
  let test: Platform;
  let document: OpenAPIObject;

  beforeAll(async () => {
    test = await Platform.start();
    document = openApiDocument(test.app);
  });
  afterAll(() => test?.stop());

  it('is the committed one (npm run openapi)', () => {
    const committed = readFileSync(resolve(import.meta.dirname, '../../openapi.json'), 'utf8');
    expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('tells of each operation what it is for, what it answers and what it refuses', () => {
    const poor = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(
          ([method, operation]: [
            string,
            { summary?: string; responses: Record<string, { content?: object }>; security?: object[] },
          ]) => {
            const good = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
            const shaped = good.every(([status, answer]) => status === '204' || method === 'head' || answer.content);
            const guarded = !operation.security || ('401' in operation.responses && '403' in operation.responses);
            return !operation.summary || good.length === 0 || !shaped || !guarded;
          },
        )
        .map(([method]) => `${method} ${path}`),
    );
    expect(poor).toEqual([]);
  });

  it('lists the job kinds with their payloads', () => {
    const jobs = (document as OpenAPIObject & { 'x-jobs': { name: string; payload: { $ref: string } }[] })['x-jobs'];
    expect(jobs.map(({ name }) => name)).toEqual(expect.arrayContaining(['room-generation', 'room-generation-sweep']));
    for (const { payload } of jobs)
      expect(document.components?.schemas).toHaveProperty([payload.$ref.replace('#/components/schemas/', '')]);
  });

  it('is served, with its page', async () => {
    expect((await test.call('GET', '/api/docs-json')).body).toMatchObject({ info: { title: 'Nightshift' } });
    expect((await test.call('GET', '/api/docs')).status).toBe(200);
  });
});
