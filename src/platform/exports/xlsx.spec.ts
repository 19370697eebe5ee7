import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import JSZip from 'jszip';
import type { Cell, ExportColumn } from './column.js';
import { xlsx, type XlsxOptions } from './xlsx.js';

const COLUMNS: ExportColumn[] = [
  { title: 'Customer', type: 'text' },
  { title: 'Parts', type: 'number' },
  { title: 'Total', type: 'decimal' },
  { title: 'Day', type: 'date' },
  { title: 'Sent', type: 'instant' },
];

function write(rows: Cell[][], options: Partial<XlsxOptions> = {}): Promise<Buffer> {
  return buffer(xlsx(COLUMNS, [rows], { timezone: 'America/New_York', sheetName: 'Quotes', ...options }));
}

async function read(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  // exceljs declares a Buffer of its own.
  await book.xlsx.load(bytes as never);
  return book;
}

describe('xlsx', () => {
  it('is read by another program as it was meant', async () => {
    const sent = new Date('2026-03-08T07:00:00Z');
    const book = await read(
      await write([
        ['Łódź 東京 <&>', 3, '69.57', '2026-03-08', sent],
        [null, null, null, null, null],
      ]),
    );
    const sheet = book.getWorksheet('Quotes')!;
    expect(sheet.getRow(1).values).toEqual([undefined, 'Customer', 'Parts', 'Total', 'Day', 'Sent']);
    const [, customer, parts, total, day, at] = sheet.getRow(2).values as unknown[];
    expect([customer, parts, total]).toEqual(['Łódź 東京 <&>', 3, 69.57]);
    expect((day as Date).toISOString()).toBe('2026-03-08T00:00:00.000Z');
    // Local time on the wall in New York, 03:00 after the clocks jumped.
    expect((at as Date).toISOString()).toBe('2026-03-08T03:00:00.000Z');
    expect(sheet.getCell('C2').numFmt).toBe('0.00');
  });

  it('never holds a formula, keeps long ids, cuts what is too long, leaves out what XML cannot hold', async () => {
    const book = await read(await write([['=1+1'], ['a\u0000b\u0008c\uD800'], ['x'.repeat(40_000)], ['l1\r\nl2']]));
    const cell = (row: number) => book.worksheets[0]!.getCell(row, 1);
    expect(cell(2).value).toBe('=1+1');
    expect(cell(2).formula).toBeUndefined();
    expect(cell(3).value).toBe('abc');
    expect(cell(4).value).toHaveLength(32_767);
    expect(cell(5).value).toBe('l1\r\nl2');
    const long = await read(await write([['a', null, '12345678901234567890.12']]));
    expect(long.worksheets[0]!.getCell('C2').value).toBe('12345678901234567890.12');
  });

  it('B4: rows go on to further sheets, each with the header', async () => {
    const rows = Array.from({ length: 12 }, (_, n) => [`c${n}`, n]);
    const book = await read(await write(rows, { rowsPerSheet: 8 }));
    expect(book.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ['Quotes', 8],
      ['Quotes (2)', 6],
    ]);
    expect(book.worksheets[1]!.getRow(1).getCell(1).value).toBe('Customer');
    expect(book.worksheets[1]!.getRow(2).getCell(1).value).toBe('c7');
    expect((await read(await write(rows.slice(0, 7), { rowsPerSheet: 8 }))).worksheets).toHaveLength(1);
  });

  it('B8: the same rows make the same bytes', async () => {
    const hashes = await Promise.all(
      [1, 2].map(async () =>
        createHash('sha256')
          .update(await write([['a', 1, '1.00', '2026-01-01', new Date(0)]]))
          .digest('hex'),
      ),
    );
    expect(hashes[0]).toBe(hashes[1]);
  });

  /** Files of other writers that Excel refused, or read otherwise than meant, as public bug reports tell. */
  it.each([
    ['protobi/js-xlsx#123, exceljs#27', 'Foo & <Bar>', 'Foo & <Bar>'],
    ['exceljs#1474', 'http://a.b/c', 'http   a.b c'],
    ['mk-j/PHP_XLSXWriter#203', 'Συστήματα και προσφορές του μήνα', 'Συστήματα και προσφορές του μήν'],
    ['half a pair at the cut', `${'x'.repeat(30)}🚀`, 'x'.repeat(30)],
    ['apostrophes at the ends', "'Quotes'", 'Quotes'],
    ['nothing left', '[]', 'Sheet'],
  ])('names its sheets as Excel wants them: %s', async (_, sheetName, expected) => {
    expect((await read(await write([['a']], { sheetName }))).worksheets[0]!.name).toBe(expected);
  });

  it.each([
    ['jmcnamara/libxlsxwriter#42: control characters', '図\u0014図', '図図'],
    ['SheetJS#72, excel4node#238: emoji of several code points', '👍🏽 👩‍👩‍👧', '👍🏽 👩‍👩‍👧'],
    ['blanks at the ends', '  a  ', '  a  '],
    ['leading zeros', '00042', '00042'],
  ])('keeps text: %s', async (_, text, expected) => {
    expect((await read(await write([[text]]))).worksheets[0]!.getCell('A2').value).toBe(expected);
  });

  it('keeps text that Excel would read as the number of a character', async () => {
    const parts = await JSZip.loadAsync(await write([['a_x0041_b']]));
    expect(await parts.file('xl/worksheets/sheet1.xml')!.async('text')).toContain('>a_x005F_x0041_b<');
  });

  it('metabase#14507: a date is a whole day, in any zone; TablePro#468: every format has its style', async () => {
    const parts = await JSZip.loadAsync(
      await write([['a', 1, '1.00', '2026-03-08', null]], { timezone: 'Asia/Tokyo' }),
    );
    expect(await parts.file('xl/worksheets/sheet1.xml')!.async('text')).toContain('<v>46089</v>');
    expect(await parts.file('xl/styles.xml')!.async('text')).toContain('<cellStyle name="Normal" xfId="0"');
  });

  it('has sums and the note below the rows, on a further sheet where the last is full', async () => {
    const ending = () => ({
      totals: [{ label: 'Total EUR', cells: [null, null, '12.50', null, null] }],
      note: 'truncated',
    });
    const book = await read(await write([['a', 1, '12.50']], { rowsPerSheet: 3, ending }));
    expect(book.worksheets.map(({ rowCount }) => rowCount)).toEqual([3, 2]);
    expect(book.worksheets[0]!.getRow(3).values).toEqual([undefined, 'Total EUR', undefined, 12.5]);
    expect(book.worksheets[1]!.getCell('A2').value).toBe('truncated');
  });

  it('fails as its rows fail', async () => {
    async function* broken(): AsyncGenerator<Cell[][]> {
      yield [['a', 1]];
      throw new Error('the database went away');
    }
    const options = { timezone: 'UTC', sheetName: 'x' };
    await expect(buffer(xlsx(COLUMNS, broken(), options))).rejects.toThrow('the database went away');
    await expect(write([['a', 'not a number']])).rejects.toThrow('Parts: not a number is not a number');
  });

  it('a cell that is not what its column says fails whoever reads, also when nobody did yet', async () => {
    const stream = xlsx(COLUMNS, [[['a', 1, '1.00', 'some day', null]]], { timezone: 'UTC', sheetName: 'Quotes' });
    // An error that nobody listens for would end the process.
    await new Promise((resolve) => stream.once('close', resolve));
    await expect(buffer(stream)).rejects.toThrow('some day');
  });
});
