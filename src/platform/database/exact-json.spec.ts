import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseExactly } from './exact-json.js';

describe('parseExactly', () => {
  it.each([
    ['{"id": 9223372036854775807}', { id: '9223372036854775807' }],
    ['[-9223372036854775808, 9007199254740991, 9007199254740993]', ['-9223372036854775808', 9007199254740991, '9007199254740993']], // prettier-ignore
    ['[9007199254740992, 100000000000000000, 99999999999999000000]', [2 ** 53, 1e17, 99_999_999_999_999e6]],
    ['{"1234567890123456789": "no 1234567890123456789 \\" 1234567890123456789"}', { '1234567890123456789': 'no 1234567890123456789 " 1234567890123456789' }], // prettier-ignore
    ['[0.1234567890123456789, 1e400]', [Number('0.1234567890123456789'), Infinity]],
    ['12345678901234567890', '12345678901234567890'],
  ])('%s', (json, value) => expect(parseExactly(json)).toEqual(value));

  it('gives every number back that JavaScript has written, however large', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        // As jsonb writes it: without an exponent.
        const [digits, power] = value.toExponential().replace('.', '').split('e') as [string, string];
        const zeros = Number(power) - digits.replace('-', '').length + 1;
        const plain = Math.abs(value) >= 1e21 ? digits + '0'.repeat(zeros) : JSON.stringify(value);
        expect(parseExactly(`[${plain}]`)).toEqual([value === 0 ? 0 : value]);
      }),
    );
  });

  it('is JSON.parse for all else', () => {
    fc.assert(
      fc.property(
        fc.json().filter((json) => !/(^|[^.\d])\d{16}/.test(json)),
        fc.constantFrom('', '"', '\\', '1234567890123456 "'),
        (json, text) => {
          const whole = `[${json}, ${JSON.stringify(text)}, "0123456789012345"]`;
          expect(parseExactly(whole)).toEqual(JSON.parse(whole));
        },
      ),
    );
  });
});
