import { describe, expect, it } from '@jest/globals';
import { toJsonSchema } from './null-types.js';

const reference = { $ref: '#/components/schemas/Pause' };

describe('schemas of OpenAPI 3.0 as JSON Schema', () => {
  it.each([
    ['a type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    ['a choice', { type: 'string', enum: ['a'], nullable: true }, { type: ['string', 'null'], enum: ['a', null] }],
    [
      'a reference',
      { nullable: true, type: 'object', allOf: [reference], description: 'Until' },
      { anyOf: [reference, { type: 'null' }], description: 'Until' },
    ],
    ['a reference that is not null', { allOf: [reference], description: 'Is' }, { ...reference, description: 'Is' }],
    [
      'alternatives',
      { oneOf: [{ type: 'number' }], nullable: true },
      { oneOf: [{ type: 'number' }, { type: 'null' }] },
    ],
    ['what is not nullable', { type: 'string', nullable: false }, { type: 'string' }],
    [
      'a property that has the name',
      { properties: { nullable: { type: 'boolean', nullable: true } } },
      { properties: { nullable: { type: ['boolean', 'null'] } } },
    ],
    ['a value that looks like a schema', { example: { nullable: true } }, { example: { nullable: true } }],
    ['inside', { items: { type: 'integer', nullable: true } }, { items: { type: ['integer', 'null'] } }],
  ])('%s', (_, given, wanted) => {
    toJsonSchema(given);
    expect(given).toEqual(wanted);
  });
});
