import { describe, expect, it } from '@jest/globals';
import { isRightToLeft, runsOf } from './direction.js';
import { faceOf, facesFor } from './fonts.js';

describe('the direction of a text', () => {
  it.each([
    ['Villa', false],
    ['משה', true],
    ['فيلا 3', true],
    ['王小明', false],
  ])('of %s', (text, rtl) => expect(isRightToLeft(text)).toBe(rtl));

  it.each([
    // From left to right as they are seen; brackets in Hebrew are turned round.
    ['משה (Tel Aviv) 12', ['12', ' (', 'Tel Aviv', ') השמ']],
    ['Villa משה 5', ['Villa ', '5', ' השמ']],
    ['שלום', ['םולש']],
  ])('cuts %s into runs', (text, seen) => {
    const runs = runsOf(text).map(({ text: run, rtl }) => (rtl ? [...run].reverse().join('') : run));
    expect(runs.join('')).toBe(seen.join(''));
  });
});

describe('fonts', () => {
  const face = (sign: string) => faceOf(sign.codePointAt(0)!, 'regular');

  it.each([
    ['é', 'noto-sans'],
    ['ש', 'noto-sans-hebrew'],
    ['ع', 'noto-sans-arabic'],
    ['さ', 'noto-sans-jp'],
    ['张', 'noto-sans-sc'],
    ['김', 'noto-sans-kr'],
    ['\u{1F680}', undefined],
  ])('has %s in %s', (sign, name) => expect(face(sign)).toBe(name));

  it('sets a Chinese word in one font, and a Japanese one in another', () => {
    expect(facesFor('张国', 'regular').indexOf('noto-sans-sc')).toBeLessThan(
      facesFor('张国', 'regular').indexOf('noto-sans-jp'),
    );
    expect(facesFor('東京さくら', 'regular')).toEqual(facesFor('x', 'regular'));
  });
});
