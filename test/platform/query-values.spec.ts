import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiDocument } from '../../src/openapi.js';
import { Platform } from './harness.js';
import { KIND_AFTER, NOTHING, QUERIES, SHARED_AFTER } from './isolation-fixtures.js';

interface Operation {
  parameters?: { in: string; name: string }[];
  'x-roles'?: string[];
}

/** What a query may hold that is well-formed and makes no sense. */
const ODD = [
  '',
  '-1',
  '1.5',
  'NaN',
  '1e400',
  '3000000000',
  '99999999999999999999',
  '\0',
  '\u{10FFFF}',
  "'; --",
  '%_\\',
  '*',
  '0001-01-01',
  '9999-12-31',
  '+275760-09-13T00:00:00Z',
  '0000-00-00T00:00:00Z',
  'x'.repeat(5_000),
];

describe('queries', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.start();
  });
  afterAll(() => platform?.stop());

  /** Each name gets every sixth of the odd values, another sixth in each run. */
  it('are answered or refused, whatever stands in them: never our mistake', async () => {
    const wrong: string[] = [];
    let asked = 0;
    const shift = randomInt(6);
    for (const [path, item] of Object.entries(openApiDocument(platform.app).paths)) {
      const operation = (item as { get?: Operation }).get;
      const names = (operation?.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
      if (!operation?.['x-roles'] || names.length === 0) continue;
      const { token } = operation['x-roles'].includes('ADMIN') ? platform.a.ADMIN : platform.operator;
      const url = path.replace(
        /([^/]+)\/\{\w+\}/g,
        (_, before: string) => `${before}/${SHARED_AFTER[before] ?? String(NOTHING[KIND_AFTER[before]!])}`,
      );
      const usual = QUERIES[`GET ${path.slice('/api/v1'.length)}`]?.(NOTHING) ?? {};
      for (const [at, name] of names.entries())
        for (const value of ODD.filter((_, index) => (at + index + shift) % 6 === 0)) {
          const query = new URLSearchParams(
            Object.entries({ ...usual, [name]: value }).map(([key, text]): [string, string] => [key, String(text)]),
          );
          const { status } = await platform.call('GET', `${url}?${query.toString()}`, { token });
          asked++;
          if (status >= 500) wrong.push(`${status} GET ${path}?${name}=${value.slice(0, 30)}`);
        }
    }
    expect(asked).toBeGreaterThan(150);
    expect(wrong).toEqual([]);
  });
});
