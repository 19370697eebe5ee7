import { expect, it } from '@jest/globals';
import { languageOf, readerFormat } from './reader-format.js';

it.each([
  [undefined, 'en-GB'],
  ['', 'en-GB'],
  ['*', 'en-GB'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de-AT'],
  ['en;q=0.5, fr-CH;q=0.8', 'fr-CH'],
  ['de;q=0, pt-PT;q=0.1', 'pt-PT'],
  // Nobody speaks it, or it is no language at all.
  ['qqq, sv', 'sv'],
  ['<script>, de-u, ../../x;q=9', 'en-GB'],
  [`${'x-,'.repeat(10_000)}de`, 'en-GB'],
])('of %p it is %s', (header, language) => expect(languageOf(header?.slice(0, 60_000))).toBe(language));

it.each([
  [undefined, '1,234,567.50', '31 March 2026'],
  ['de-DE', '1.234.567,50', '31. März 2026'],
  ['en-US', '1,234,567.50', 'March 31, 2026'],
  // A calendar of its own would name another year than the quote does.
  ['th-TH', '1,234,567.50', expect.stringMatching(/2026$/)],
])('%p reads %s and %s', (header, amount, day) => {
  const { number, day: dayOf } = readerFormat(header);
  expect(number('1234567.50')).toBe(amount);
  expect(dayOf('2026-03-31')).toEqual(day);
});

it('keeps every digit of a decimal', () => {
  const { number } = readerFormat('en-GB');
  expect([number('9007199254740993.01'), number('7'), number('7.5')]).toEqual(['9,007,199,254,740,993.01', '7', '7.5']);
});
