import { expect, it } from '@jest/globals';
import { wholeSchema } from './job-schemas.js';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

it('puts what is referred to in place of the references, and keeps what stands beside them', () => {
  const schemas = {
    Stay: {
      type: 'object',
      properties: { room: { ...ref('Room'), description: 'Where' }, guests: { type: 'array', items: ref('Guest') } },
    },
    Room: { type: 'object', properties: { number: { type: 'string' } } },
    Guest: { type: 'object', properties: { with: ref('Guest'), name: { type: 'string' } } },
  };
  expect(wholeSchema(ref('Stay'), schemas)).toEqual({
    type: 'object',
    properties: {
      room: { type: 'object', properties: { number: { type: 'string' } }, description: 'Where' },
      guests: { type: 'array', items: { type: 'object', properties: { with: {}, name: { type: 'string' } } } },
    },
  });
  expect(wholeSchema(ref('Nothing'), schemas)).toEqual({});
});
