import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { pdfPages } from '../../../test/support/pdf-text.js';
import { FACES } from '../pdf/fonts.js';
import type { Cell, ExportColumn } from './column.js';
import { pdf, type PdfTableOptions } from './pdf.js';

const COLUMNS: ExportColumn[] = [
  { title: 'Customer', type: 'text' },
  { title: 'Total', type: 'decimal' },
  { title: 'Day', type: 'date' },
  { title: 'Sent', type: 'instant' },
];
const OPTIONS: PdfTableOptions = {
  timezone: 'America/New_York',
  title: 'Quotes of a month',
  author: 'Alpine Parts',
  createdAt: new Date('2026-04-01T00:00:00Z'),
  facts: ['2026-03-01 to 2026-03-31'],
  footer: 'Alpine Parts',
};

function write(rows: Cell[][], options: Partial<PdfTableOptions> = {}): Promise<Buffer> {
  return buffer(pdf(COLUMNS, [rows], { ...OPTIONS, ...options }));
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const ROWS = Array.from({ length: 200 }, (_, n): Cell[] => [
  `Customer ${n}`,
  `${n * 1000}.50`,
  '2026-03-08',
  new Date('2026-03-08T07:00:00Z'),
]);

describe('pdf', () => {
  it('B7: numbers its pages, repeats the header on each and has the totals on the last', async () => {
    const pages = pdfPages(
      await write(ROWS, {
        ending: () => ({
          totals: [{ label: 'Total EUR', cells: [null, '19900100.00', null, null] }],
          note: 'truncated: the first 200 of 300 rows',
        }),
      }),
    );
    expect(pages.length).toBeGreaterThan(3);
    for (const [index, text] of pages.entries()) {
      expect(text).toContain('Quotes of a month');
      expect(text).toMatch(/\nCustomer *Total *Day *Sent\n/);
      expect(text).toMatch(new RegExp(`Page ${index + 1} of ${pages.length}$`));
      expect(text.includes('19,900,100.00')).toBe(index === pages.length - 1);
    }
    expect(pages.at(-1)).toContain('truncated: the first 200 of 300 rows');
    // Every row, once, with its local time.
    const lines = pages
      .join('\n')
      .split('\n')
      .filter((line) => /^Customer \d/.test(line));
    expect(lines).toHaveLength(200);
    expect(lines[199]).toBe('Customer 199199,000.502026-03-082026-03-08 03:00');
  });

  const JAPANESE = FACES.includes('noto-sans-jp');
  it.each([
    ['Łódź', 'Łódź'],
    ['Ω € ₴ Ελλάδα Привет', 'Ω € ₴ Ελλάδα Привет'],
    ['no\u00A0break ½–“x”', 'no\u00A0break ½–“x”'],
    ['हिन्दी', null],
    ['Łódź 東京', JAPANESE ? 'Łódź 東京' : 'Łódź [U+6771][U+4EAC]'],
    ['go 🚀', 'go [U+1F680]'],
    ['a\u200Bb\u202Ec\u0007d', 'abcd'],
    ['a\tb', 'a b'],
  ])('B7: %j is copied out as it was, or a number stands for what no font has', async (name, expected) => {
    const [page] = pdfPages(await write([[name, null, null, null]]));
    if (expected !== null) expect(page!.split('\n')).toContain(expected);
    else expect(page).toMatch(/[\u0900-\u097F]{3}/);
  });

  it('wraps texts, cuts what has no end, and cuts no number', async () => {
    const long = 'word '.repeat(20_000);
    const [page] = pdfPages(
      await write([
        [long, '12345678901234567890123456789.12', null, null],
        ['x'.repeat(300), null, null, null],
      ]),
    );
    expect(page!.split('\n').filter((line) => /^(word ?)+…?$/.test(line))).toHaveLength(12);
    expect(page).toContain('…');
    expect(page).toContain('12,345,678,901,234,567,890,123,456,789.12');
    expect(page!.replace(/\n/g, '')).toContain('x'.repeat(300));
  });

  it('B8: makes the same bytes of the same rows, read in batches of any size', async () => {
    const once = sha256(await write(ROWS));
    expect(sha256(await buffer(pdf(COLUMNS, [ROWS.slice(0, 7), ROWS.slice(7)], OPTIONS)))).toBe(once);
    expect(sha256(await write(ROWS.slice(1)))).not.toBe(once);
  });

  it('is whole without rows, and with many columns', async () => {
    const many = Array.from({ length: 30 }, (_, n): ExportColumn => ({ title: `Column ${n}`, type: 'text' }));
    expect(pdfPages(await buffer(pdf(many, [[many.map((_, n) => `v${n}`)]], OPTIONS)))[0]).toContain('v29');
    const [page] = pdfPages(await write([]));
    expect(page).toMatch(/Page 1 of 1$/);
  });

  // Titles as narrow as their columns say: `Revisio` and `n` below it were read as two words.
  it.each([
    ['a title that is longer than its column', ['Number', 'Revision', 'State', 'Valid until', 'Net', 'Currency'], 3],
    ['more of them than fit at the usual size', Array.from({ length: 30 }, (_, n) => `Reservations ${n}`), 3],
    ['two words', ['In production', 'Reconciliation date', 'Zahlungsbedingungen'], 5],
    ['a word wider than its share', ['A', 'Rechnungsempfängeradresse', 'B'], 2],
  ])('breaks titles between words: %s', async (_, titles, characters) => {
    const columns = titles.map((title): ExportColumn => ({ title, type: 'text', characters }));
    const [page] = pdfPages(await buffer(pdf(columns, [[titles.map(() => 'x')]], OPTIONS)));
    const lines = page!.split('\n').flatMap((line) => line.split(/\s+/));
    for (const word of titles.flatMap((title) => title.split(' '))) expect(lines.join('\n')).toContain(word);
  });

  it('hands pages on while rows are read', async () => {
    let read = 0;
    function* batches() {
      for (; read < 2_000; read += 200) yield ROWS;
    }
    let first: number | undefined;
    for await (const piece of pdf(COLUMNS, batches(), OPTIONS)) if (piece.length > 2_000) first ??= read;
    expect(first).toBeLessThan(1_000);
  });

  it('fails as its rows fail', async () => {
    await expect(write([['a', 'no number', null, null]])).rejects.toThrow('Total: no number is not a number');
  });
});
