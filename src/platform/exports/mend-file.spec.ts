import { describe, expect, it } from '@jest/globals';
import { CsvReader } from '../csv/csv-reader.js';
import type { RequestContext } from '../tenancy/context.js';
import { marksOf, mendFile, type MendRow, withoutMarks } from './mend-file.js';

const context = { tenantId: 't', asTenant: (_: string, run: () => unknown) => run() } as unknown as RequestContext;

async function written(rows: MendRow[], header: string[], delimiter = ','): Promise<string> {
  let text = '';
  const after = (line: number, limit: number) => Promise.resolve(rows.filter((row) => row.line > line).slice(0, limit));
  for await (const piece of mendFile(context, { header, delimiter, after })) text += String(piece);
  return text;
}

const row = (line: number, cells: string[] | null): MendRow => ({
  ...{ line, outcome: 'rejected', reason: 'bad_amount', message: 'amount is "x"', cells },
});

describe('a file of rows to be mended', () => {
  it.each([',', ';', '\t'])('with %j between them, cells come back as they were', async (delimiter) => {
    const header = ['Type', 'Amount', 'Paid, out'];
    const cells = [
      ['=Bonus', '-36.00', '1.234,50'],
      ['@home', "'quoted'", '+5%'],
      ['a "b"\nc', '', '-'],
      ["'", '-€36', ' =x'],
      // One too many, and one too few.
      ['a', 'b', 'c', 'd'],
      ['a'],
    ];
    const text = await written(
      cells.map((one, n) => row(n + 2, one)),
      header,
      delimiter,
    );
    const reader = new CsvReader({ delimiter });
    const records = [...(await reader.read(text)), ...(await reader.end()).records].map(({ fields }) => fields);
    const marks = marksOf(records[0]!);
    expect(marks).toEqual([0, 1, 2, 3]);
    expect(records.map((fields) => withoutMarks(fields, marks))).toEqual([header, ...cells]);
    expect(records[1]!.slice(0, 4)).toEqual(['2', 'rejected', 'bad_amount', 'amount is "x"']);
  });

  it('runs nothing in a spreadsheet, and leaves amounts to be amounts', async () => {
    const text = await written([row(2, ['=cmd()', '-36.00', '1,50'])], ['a', 'b', 'c']);
    expect(text.split('\r\n')[1]).toBe(`2,rejected,bad_amount,"amount is ""x""","'=cmd()",-36.00,"1,50"`);
  });

  it('has more rows than a page, and none of which the cells are not kept', async () => {
    const many = Array.from({ length: 2_500 }, (_, n) => row(n + 2, null));
    const lines = (await written(many, ['a'])).split('\r\n');
    expect([lines.length, lines[2_500]]).toEqual([2_502, '2501,rejected,bad_amount,"amount is ""x"""']);
  });

  it('leaves a file of somebody else as it is', () => {
    expect(withoutMarks(["'=x", 'Line'], marksOf(['Line', 'Reason', 'message']))).toEqual(["'=x", 'Line']);
  });
});
