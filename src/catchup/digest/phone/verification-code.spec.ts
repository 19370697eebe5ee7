import { describe, expect, it } from '@jest/globals';
import { CODE_TRIES, codeHash, codeKey, judgeCode, newCode } from './verification-code.js';

const key = codeKey('s'.repeat(32));
const place = ['tenant', 'user', 'phone'];
const now = new Date('2026-03-01T12:00:00Z');
const hash = (code: string) => codeHash(code, place, key);
const kept = { hash: hash('012345'), expiresAt: new Date('2026-03-01T12:10:00Z'), tries: 0 };

describe('a code', () => {
  it('has six digits, the first may be 0', () => {
    const codes = Array.from({ length: 2_000 }, newCode);
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(1_900);
  });

  it.each([
    ['012345', {}, 'right'],
    ['12345', {}, 'wrong'],
    ['012346', {}, 'wrong'],
    ['012345', { expiresAt: now }, 'over'],
    ['012345', { tries: CODE_TRIES - 1 }, 'right'],
    ['012345', { tries: CODE_TRIES }, 'over'],
    ['012345', { hash: null }, 'over'],
    ['012345', { hash: codeHash('012345', ['tenant', 'another', 'phone'], key) }, 'wrong'],
    ['012345', { hash: codeHash('012345', place, codeKey('t'.repeat(32))) }, 'wrong'],
  ])('%s with %j is %s', (given, over, verdict) => {
    expect(judgeCode(given, { ...kept, ...over }, hash, now)).toBe(verdict);
  });
});
