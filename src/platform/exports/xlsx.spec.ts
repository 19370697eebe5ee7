import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
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

  it('fails as its rows fail', async () => {
    async function* broken(): AsyncGenerator<Cell[][]> {
      yield [['a', 1]];
      throw new Error('the database went away');
    }
    const options = { timezone: 'UTC', sheetName: 'x' };
    await expect(buffer(xlsx(COLUMNS, broken(), options))).rejects.toThrow('the database went away');
    await expect(write([['a', 'not a number']])).rejects.toThrow('Parts: not a number is not a number');
  });
});
