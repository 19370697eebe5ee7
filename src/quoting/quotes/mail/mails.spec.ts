import { describe, expect, it } from '@jest/globals';
import { QUOTE_MAILS, QuoteExpired, QuoteReady } from './index.js';

const brand = { name: 'Alpine Workshop', replies: true };
/** Only what is required. */
const least = ({ variables, sample }: (typeof QUOTE_MAILS)[number]) =>
  Object.fromEntries(Object.entries(sample).filter(([name]) => variables[name]?.required));

describe('the mails to customers', () => {
  it.each(QUOTE_MAILS.map((mail) => [mail.name, mail] as const))(
    '%s reads well with all and with the least',
    (_, mail) => {
      for (const data of [mail.sample, least(mail)]) {
        const { subject, text, html } = mail.render(data, brand);
        expect(subject + text + html).not.toMatch(/undefined|\bnull\b|NaN|\[object|\{\{/);
        expect(text).not.toMatch(/\n{3}|[ \t]\n(?!Alpine)/);
        expect(text.length).toBeGreaterThan(60);
        // Every link of the html is one that the text has too: readers of plain text can do the same.
        for (const [, href] of html.matchAll(/href="([^"]+)"/g))
          expect(text).toContain(href!.replaceAll('&#x3D;', '='));
      }
    },
  );

  it('a quote shows its total, its lines and its breaks in both forms', () => {
    const { subject, text, html } = QuoteReady.render(QuoteReady.sample, brand);
    expect(subject).toBe('Your quote Q-2028-0042: 1,284.60 EUR');
    for (const shown of ['1,284.60 EUR', '31 March 2028', 'housing-v3.step', '2,420.00', '10 working days']) {
      expect(text).toContain(shown);
      expect(html).toContain(shown);
    }
  });

  it('quote-expired is sent with nothing but the number', () => {
    const { subject, text } = QuoteExpired.render({ quoteNumber: 'Q-123' }, brand);
    expect(subject).toBe('Your quote Q-123 has expired');
    expect(text).toContain('Our quote Q-123 can no longer be accepted');
  });
});
