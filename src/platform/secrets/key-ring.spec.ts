import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keyOf, KeyRing, SecretError } from './key-ring.js';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const [A, B] = [`a:${key(1)}`, `b:${key(2)}`];

/** Why it does not open, or what it is. */
function troubleOf(open: () => string): string {
  try {
    return open();
  } catch (error) {
    expect(error).toBeInstanceOf(SecretError);
    return (error as SecretError).trouble;
  }
}

describe('key ring', () => {
  it('opens what it sealed, for the same place alone', () => {
    const ring = KeyRing.parse(A);
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), fc.array(fc.string()), (secret, place, other) => {
        const sealed = ring.seal(secret, place);
        expect(ring.open(sealed, place)).toBe(secret);
        fc.pre(JSON.stringify(place) !== JSON.stringify(other));
        expect(troubleOf(() => ring.open(sealed, other))).toBe('DAMAGED');
      }),
    );
  });

  it('seals with the first key, opens with all', () => {
    const sealed = KeyRing.parse(A).seal('x', []);
    expect(keyOf(sealed)).toBe('a');
    const both = KeyRing.parse(`${B},${A}`);
    expect(both.open(sealed, [])).toBe('x');
    expect(keyOf(both.seal('x', []))).toBe('b');
    expect(troubleOf(() => KeyRing.parse(B).open(sealed, []))).toBe('KEY_MISSING');
  });

  it('refuses what was changed, cut short, not sealed, or sealed with another key of that name', () => {
    const ring = KeyRing.parse(A);
    const sealed = ring.seal('secret', []);
    const box = Buffer.from(sealed.slice(5), 'base64url');
    for (let at = 0; at < box.length; at++) {
      const changed = Buffer.from(box);
      changed[at]! ^= 1;
      expect(troubleOf(() => ring.open(`v1.a.${changed.toString('base64url')}`, []))).toBe('DAMAGED');
      expect(troubleOf(() => ring.open(`v1.a.${box.subarray(0, at).toString('base64url')}`, []))).toBe('DAMAGED');
    }
    expect(troubleOf(() => ring.open('whsec_plain', []))).toBe('NOT_SEALED');
    expect(troubleOf(() => KeyRing.parse(`a:${key(9)}`).open(sealed, []))).toBe('DAMAGED');
  });

  it('never seals the same twice', () => {
    const ring = KeyRing.parse(A);
    expect(ring.seal('x', [])).not.toBe(ring.seal('x', []));
  });

  it.each(['', 'a', 'a:short', `A:${key(1)}`, `${A},${A}`, `${A};${B}`, `:${key(1)}`])(
    'is not made of %p, and does not repeat it',
    (text) => {
      let message = 'made';
      try {
        KeyRing.parse(text);
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toMatch(/^SECRET_KEYS/);
      expect(message).not.toContain(key(1));
    },
  );
});
