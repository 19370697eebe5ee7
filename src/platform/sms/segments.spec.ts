import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutToSegments, smsSize } from './segments.js';

describe('the size of a message', () => {
  it.each([
    ['160 a', 'a'.repeat(160), 'GSM-7', 160, 1],
    ['161 a', 'a'.repeat(161), 'GSM-7', 161, 2],
    ['159 a and a euro sign', `${'a'.repeat(159)}€`, 'GSM-7', 161, 2],
    ['158 a and a euro sign', `${'a'.repeat(158)}€`, 'GSM-7', 160, 1],
    ['a Polish name', 'Coffee with Łukasz on Tuesday', 'UCS-2', 29, 1],
    ['36 emoji', '😀'.repeat(36), 'UCS-2', 72, 2],
    ['35 emoji', '😀'.repeat(35), 'UCS-2', 70, 1],
    // Of the extension table, but in UCS-2 one unit each (message-segment-calculator #18, #57).
    ['brackets and an emoji', `this is a ${']'.repeat(74)}😘`, 'UCS-2', 86, 2],
    ['bars and an infinity', `${'|'.repeat(69)}∞`, 'UCS-2', 70, 1],
    // 76 fit into a segment, not 76.5 (message-segment-calculator #39).
    ['153 brackets', ']'.repeat(153), 'GSM-7', 306, 3],
    ['70 emoji (sms-counter-php #15)', '😎'.repeat(70), 'UCS-2', 140, 3],
    ['nothing', '', 'GSM-7', 0, 0],
    ['a curly apostrophe', 'it’s', 'UCS-2', 4, 1],
    ['German, Spanish, French', 'Grüße, mañana à Évora', 'GSM-7', 21, 1],
    ['an accent of its own', 'E\u0301vora', 'UCS-2', 6, 1],
  ])('%s', (_, text, encoding, units, segments) => {
    expect(smsSize(text)).toEqual({ encoding, units, segments });
  });

  it('an escaped character is not divided between segments', () => {
    // 152 septets and a euro sign are 154: it begins the second segment, whose 153 then hold 151 more.
    expect(smsSize(`${'a'.repeat(152)}€${'a'.repeat(151)}`)).toEqual({ encoding: 'GSM-7', units: 305, segments: 2 });
    expect(smsSize(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toEqual({ encoding: 'GSM-7', units: 306, segments: 3 });
  });

  it('nor is an emoji: 67 units hold 33 of them', () => {
    expect(smsSize('😀'.repeat(66)).segments).toBe(2);
    expect(smsSize('😀'.repeat(67)).segments).toBe(3);
  });

  it('a text is cut to fit, between characters', () => {
    expect(cutToSegments('short', 1)).toBe('short');
    expect(cutToSegments('a'.repeat(500), 1)).toBe(`${'a'.repeat(157)}...`);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 1, max: 3 }), (text, most) => {
        const fits = cutToSegments(text, most);
        expect(smsSize(fits).segments).toBeLessThanOrEqual(most);
        expect(fits.isWellFormed()).toBe(true);
      }),
    );
  });
});
