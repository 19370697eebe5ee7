import { expect, it } from '@jest/globals';
import { customerPage } from './customer-page.js';
import type { CustomerQuoteResponse } from './customer-quotes.dto.js';
import { readerFormat } from './reader-format.js';

const QUOTE: CustomerQuoteResponse = {
  ...{ number: 'Q-2026-0001', revision: 1, state: 'declined', open: false, message: 'This quote was declined.' },
  ...{ shop: 'Alpine <Parts>', recipient: 'Ana', validUntil: '2026-03-31', currency: 'EUR', note: null, terms: null },
  contact: { email: null, address: 'Dorfstrasse 1\n6020 Innsbruck' },
  next: ['It is planned to be shipped by 2026-03-13, says <b>Alpine</b>; 2026-13-45 is no day.'],
  lines: [],
  totals: { lines: '0.00', minimumOrder: '0.00', subtotal: '1234.50', taxRate: '7.5', tax: '92.59', total: '1327.09' },
} as never;

it('a shop without an address for mail is asked where it is, and all that people wrote is text', () => {
  const page = customerPage(QUOTE, readerFormat('en-GB'));
  expect(page).toContain('Ask <bdi>Alpine &lt;Parts&gt;, Dorfstrasse 1, 6020 Innsbruck</bdi> and name Q-2026-0001.');
  expect(page).toContain('says &lt;b&gt;Alpine&lt;/b&gt;; 2026-13-45 is no day.');
  expect(page).toContain('<time datetime="2026-03-13" lang="en-GB">13 March 2026</time>');
  expect(page).toContain('<link rel="icon" href="/favicon.svg"');
});

it.each([
  ['de-DE', 'Tax 7,5 %', '1.234,50'],
  ['fr-FR', 'Tax 7,5 %', '1\u202f234,50'],
  ['en-US', 'Tax 7.5 %', '1,234.50'],
])('in %s it has %s and %s', (language, tax, subtotal) => {
  const page = customerPage(QUOTE, readerFormat(language));
  expect(page).toContain(tax);
  expect(page).toContain(`${subtotal}</span> EUR`);
  expect(page).toContain(`<html lang="en" data-numbers="${language}">`);
});
