import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { beyondBounds, MAX_JSON_DEPTH, MAX_JSON_MEMBERS, MAX_JSON_VALUES } from './json-bounds.js';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const members = (n: number) => JSON.stringify(Object.fromEntries(Array.from({ length: n }, (_, i) => [`m${i}`, i])));

/** Values in a parsed text, counted the slow way. */
function count(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, member) => sum + 1 + count(member), 0);
}

describe('beyondBounds', () => {
  it.each([
    ['as deep as allowed', nested(MAX_JSON_DEPTH), undefined],
    ['one deeper', nested(MAX_JSON_DEPTH + 1), /deeper than 64/],
    ['as many elements as allowed', JSON.stringify(Array(MAX_JSON_VALUES).fill(0)), undefined],
    ['one more', JSON.stringify(Array(MAX_JSON_VALUES + 1).fill(0)), /more than 16384 values/],
    ['as many members', members(MAX_JSON_MEMBERS), undefined],
    ['one member more', members(MAX_JSON_MEMBERS + 1), /more than 500 members/],
    ['32,500 members', members(32_500), /more than 500 members/],
    ['the same deeper down', `{"data":[${members(32_500)}]}`, /more than 500 members/],
    ['many objects of few members', `[${Array(10_000).fill('{"a":1,"b":2}').join(',')}]`, /more than 16384 values/],
    ['many empty objects', `[${Array(12_000).fill('{}').join(',')}]`, /more than 16384 values/],
    ['commas and brackets in strings', JSON.stringify({ text: ',[{\\"'.repeat(30_000) }), undefined],
    ['the largest whole number that is kept', '[9007199254740991, -9007199254740991]', undefined],
    ['one more', '{"id":9007199254740992}', /9007199254740992, which is too large/],
    ['an id of 64 bits', '{"id": 9223372036854775807 }', /send it as text/],
    ['a negative one', '[1,-9223372036854775808]', /-9223372036854775808/],
    ['the same as text', '{"id":"9223372036854775807"}', undefined],
    ['decimals and powers', '[0.12345678901234567890,1.7976931348623157e308,12345678901234567.5]', undefined],
    ['no number at all', '[-,-a,--1]', undefined],
    ['a string that never ends', '"'.padEnd(100_000, ','), undefined],
  ])('%s', (_, json, words) => {
    if (words) expect(beyondBounds(json)).toMatch(words);
    else expect(beyondBounds(json)).toBeUndefined();
  });

  it('lets through what holds few values, and never what holds too many', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 1, max: 40_000 }), (json, times) => {
        const text = `[${Array(times).fill(json).join(',')}]`;
        if (count(JSON.parse(text)) > MAX_JSON_VALUES) expect(beyondBounds(text)).toBeDefined();
      }),
      { numRuns: 20 },
    );
  });
});
