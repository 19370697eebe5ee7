import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from './canonical-json.js';

describe('canonicalJson', () => {
  it.each<[unknown, unknown]>([
    [
      { a: 1, b: { d: [1, { y: 1, x: 2 }], c: null } },
      { b: { c: null, d: [1, { x: 2, y: 1 }] }, a: 1 },
    ],
    [{ a: undefined, b: 1 }, { b: 1 }],
    [Object.assign(Object.create(null) as object, { id: '7' }), { id: '7' }],
  ])('is one for %j and %j', (one, other) => {
    expect(canonicalJson(one)).toBe(canonicalJson(other));
  });

  it.each<[unknown, unknown]>([
    [{ a: 1 }, { a: '1' }],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: null }, {}],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
  ])('tells %j from %j', (one, other) => {
    expect(canonicalJson(one)).not.toBe(canonicalJson(other));
  });
});
