import { describe, expect, it } from '@jest/globals';
import { pdfPages } from '../../../test/support/pdf-text.js';
import { font } from './fonts.js';
import { grouped } from './grouped.js';
import { GREY, Pdf } from './pdf.js';
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
    '株式会社さくら',
    'Γιώργος Παπαδόπουλος',
    'Борис Ёлкин',
    'Łukasz 株式会社さくら 🚀',
    'सुनीता さくら',
    'two lines\n株式会社\nさくら',
  ])('prints %s so that it can be copied out of it', async (name) => {
    const printed = name.replace('🚀', '[U+1F680]');
    const styles = [{}, { weight: 'bold' }, { align: 'right' }, { align: 'center', color: GREY }] as const;
    const bytes = await Pdf.render(OPTIONS, (pdf) => {
      for (const style of styles) pdf.text(name, style);
      pdf.link(name, 'https://inn.test/さくら');
    });
    expect(pdfPages(bytes)[0]!.startsWith(Array(5).fill(printed).join('\n'))).toBe(true);
    expect(bytes.toString('latin1')).toContain('/S /URI');
  });

  it('takes no second font, and no other bytes, for what the main one has', async () => {
    const fonts = (bytes: Buffer) => [...new Set(bytes.toString('latin1').match(/NotoSans\w*-\w+/g))].sort();
    expect(fonts(await report(3))).toEqual(['NotoSans-Bold', 'NotoSans-Regular']);
    const mixed = await report(3, 'Sakura さくら');
    expect(fonts(mixed)).toEqual(['NotoSans-Bold', 'NotoSans-Regular', 'NotoSansJP-Regular']);
    expect(mixed.equals(await report(3, 'Sakura さくら'))).toBe(true);
  });

  it('wraps such a text in its cell, and cuts what is taller than a page', async () => {
    const name = '株式会社さくら製作所'.repeat(12);
    const places: number[] = [];
    const bytes = await Pdf.render(OPTIONS, (pdf) => {
      const height = pdf.heightOf(name, { width: 92, size: 8.5 });
      const line = pdf.heightOf('x', { width: 92, size: 8.5 });
      expect(height / line).toBeCloseTo(Math.ceil(name.length / Math.floor(92 / 8.5)), 9);
      for (const row of [
        [name, 'さくら'],
        ['last', '1.00'],
      ]) {
        places.push(pdf.y);
        table(
          pdf,
          [
            { title: '名前', width: 100 },
            { title: 'Amount', align: 'right' as const },
          ],
          [row],
        );
      }
      // Head, row and the room around both.
      expect(places[1]! - places[0]!).toBeGreaterThan(height + line);
    });
    const [page] = pdfPages(bytes);
    const lines = page!.split('\n');
    expect(page!.replaceAll('\n', '')).toContain(name);
    expect(lines.filter((line) => name.includes(line)).every((line) => line.length <= 10)).toBe(true);
    const cut = await report(2, '株式会社 '.repeat(9_000));
    expect(pagesOf(cut)).toBe(3);
    expect(pdfPages(cut)[1]).toContain('…');
  });

  it.each([
    ['by the room of a column without a width', [{ title: 'Zahlungsempfänger', width: 40 }, { title: 'Rest' }]],
    ['by smaller titles', Array.from({ length: 12 }, (_, n) => ({ title: `Reservierungsnummer${n}`, width: 42 }))],
  ])('breaks no title within a word: %s', async (_, columns) => {
    const bytes = await Pdf.render(OPTIONS, (pdf) => table(pdf, columns, [columns.map(() => 'x')]));
    const lines = pdfPages(bytes)[0]!.split('\n');
    for (const { title } of columns) expect(lines).toContainEqual(expect.stringContaining(title));
  });

  it.each([
    ['0.00', '0.00'],
    ['999.95', '999.95'],
    ['-1234567.80', '-1,234,567.80'],
    ['12345', '12,345'],
  ])('groups %s as %s', (plain, expected) => expect(grouped(plain)).toBe(expected));
});
