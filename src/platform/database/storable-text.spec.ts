import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { storableJson, storableText } from './storable-text.js';

describe('what Postgres can keep', () => {
  it('cuts no sign in half', () => {
    expect(storableText('ab😀', 3)).toBe('ab\uFFFD');
    expect(storableText('a\0b')).toBe('a\uFFFDb');
  });

  it.each([
    [{ name: 'a\ud83d' }, { name: 'a\uFFFD' }],
    [{ name: '\ude00 a\0b' }, { name: '\uFFFD a\uFFFDb' }],
    [{ 'half \udc00': 1 }, { 'half \uFFFD': 1 }],
    [{ name: 'whole 😀' }, { name: 'whole 😀' }],
    // Six letters that only look like an escape.
    [{ name: '\\u0000 \\ud83d \\\\u0000' }, { name: '\\u0000 \\ud83d \\\\u0000' }],
    [{ name: '\\\ud83d' }, { name: '\\\uFFFD' }],
  ])('%j', (value, kept) => {
    expect(JSON.parse(storableJson(value))).toEqual(kept);
  });

  it('keeps of any texts what it keeps of each', () => {
    const text = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
    const escapes = fc
      .constantFrom('\\', '\\u0000', '\0', '\ud83d', '\ude00', '"', 'u0000')
      .chain((one) => text.map((more) => one + more));
    fc.assert(
      fc.property(fc.array(fc.oneof(text, escapes), { maxLength: 5 }), (texts) => {
        const kept = JSON.parse(storableJson(texts)) as string[];
        expect(kept).toEqual(texts.map((one) => storableText(one)));
      }),
      { numRuns: 200 },
    );
  });
});
