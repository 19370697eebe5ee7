import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { openApiDocument } from '../../src/openapi.js';
import { CRON_SECRET, Platform } from './harness.js';
import { BODIES, KIND_AFTER, own, type Owned, SHARED_AFTER } from './isolation-fixtures.js';

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  properties?: Record<string, Schema>;
}
interface Operation {
  requestBody?: { content?: Record<string, { schema: Schema }> };
  security?: object[];
  'x-roles'?: string[];
}

/** What JSON may hold that is well-formed and makes no sense. */
const ODD: unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e300, 3_000_000_000, 9_007_199_254_740_991],
  ...['', ' ', 'x', 'a\0b', '\ud800', "'; --", '0001-01-01', '9999-12-31', '2028-02-30', '0000-00-00T00:00:00Z'],
  ...['x'.repeat(5_000), '1e400', '-0.001', '99999999999999999999.99'],
  ...[[], [null], ['x', 'x'], {}, { a: null }],
];

/** Names of the members a body may have. */
function members(document: OpenAPIObject, schema: Schema | undefined): string[] {
  if (!schema) return [];
  const named = schema.$ref && (document.components!.schemas![schema.$ref.split('/').at(-1)!] as Schema);
  return [
    ...(named ? members(document, named) : []),
    ...(schema.allOf ?? []).flatMap((part) => members(document, part)),
    ...Object.keys(schema.properties ?? {}),
  ];
}

describe('bodies', () => {
  let platform: Platform;
  let ours: Owned;
  beforeAll(async () => {
    platform = await Platform.start({ THROTTLE_PER_MINUTE: '1000000' });
    ours = await own(platform, platform.a);
  });
  afterAll(() => platform?.stop());

  /** Each member gets every twelfth of the odd values, another twelfth in each run: all of them would take minutes. */
  it('are taken or refused, whatever stands in them: never our mistake', async () => {
    const document = openApiDocument(platform.app);
    const wrong: string[] = [];
    let asked = 0;
    const shift = randomInt(12);
    for (const [path, item] of Object.entries(document.paths))
      for (const [verb, operation] of Object.entries(item as Record<string, Operation>)) {
        const name = `${verb.toUpperCase()} ${path.slice('/api/v1'.length)}`;
        const usual = BODIES[name];
        const names = members(document, operation.requestBody?.content?.['application/json']?.schema);
        if (!usual || names.length === 0) continue;
        const roles = operation['x-roles'];
        const token = !roles ? CRON_SECRET : (roles.includes('ADMIN') ? platform.a.ADMIN : platform.operator).token;
        const url = path.replace(
          /([^/]+)\/\{\w+\}/g,
          (_, before: string) => `${before}/${SHARED_AFTER[before] ?? String(ours[KIND_AFTER[before]!])}`,
        );
        for (const [at, member] of names.entries())
          for (const value of ODD.filter((_, index) => (at + index + shift) % 12 === 0)) {
            const body = { ...usual(ours), [member]: value };
            const { status } = await platform.call(verb.toUpperCase(), url, { token, body });
            asked++;
            if (status >= 500) wrong.push(`${status} ${name} ${member}: ${JSON.stringify(value).slice(0, 30)}`);
          }
      }
    expect(asked).toBeGreaterThan(300);
    expect(wrong).toEqual([]);
  });
});
