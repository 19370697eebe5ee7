import { describe, expect, it } from '@jest/globals';
import { font } from './fonts.js';
import { grouped } from './grouped.js';
import { Pdf } from './pdf.js';
import { table } from './table.js';

const OPTIONS = {
  title: 'Report',
  author: 'Casa do Mar',
  createdAt: new Date('2026-03-01T02:00:00Z'),
  runningTitle: 'Report of 2026-03-01',
  footer: 'Casa do Mar',
};
const COLUMNS = [{ title: 'Name' }, { title: 'Amount', width: 80, align: 'right' as const }];

function report(rows: number, name = 'Łukasz Żółć'): Promise<Buffer> {
  return Pdf.render(OPTIONS, (pdf) => {
    pdf.text('Report', { size: 18, weight: 'bold' });
    table(
      pdf,
      COLUMNS,
      Array.from({ length: rows }, (_, n) => [name, `${n}.00`]),
    );
  });
}

const pagesOf = (bytes: Buffer) => Number(/\/Count (\d+)/.exec(bytes.toString('latin1'))![1]);

describe('pdf', () => {
  it('prints European names', () => {
    for (const weight of ['regular', 'bold'] as const)
      for (const sign of 'Łukasz Żółć, Ελλάδα, Čeněk, Ångström, Привет, İstanbul, naïve œuvre, €£₴–·')
        expect([sign, font(weight).hasGlyphForCodePoint(sign.codePointAt(0)!)]).toEqual([sign, true]);
  });

  it('begins pages as it needs them, and no more', async () => {
    expect(pagesOf(await report(1))).toBe(1);
    expect(pagesOf(await report(100))).toBe(3);
  });

  it('cuts what is taller than a page', async () => {
    expect(pagesOf(await report(2, 'word '.repeat(5_000)))).toBe(3);
  });

  it('makes the same bytes of the same content', async () => {
    expect((await report(50)).equals(await report(50))).toBe(true);
  });

  it.each([
    ['0.00', '0.00'],
    ['999.95', '999.95'],
    ['-1234567.80', '-1,234,567.80'],
    ['12345', '12,345'],
  ])('groups %s as %s', (plain, expected) => expect(grouped(plain)).toBe(expected));
});
