import { describe, expect, it } from '@jest/globals';
import type { Cell, ExportColumn } from './column.js';
import { csv, type CsvOptions } from './csv.js';

async function lines(columns: ExportColumn[], rows: Cell[][], options: Partial<CsvOptions> = {}): Promise<string> {
  let out = '';
  for await (const piece of csv(columns, [rows], { timezone: 'UTC', byteOrderMark: false, ...options })) out += piece;
  return out.slice(out.indexOf('\r\n') + 2);
}

const text = (title: string): ExportColumn => ({ title, type: 'text' });

describe('csv', () => {
  it('B1: quotes what needs it, keeps line ends, and null is not ""', async () => {
    const columns = [text('a'), text('b'), text('c'), text('d'), { title: 'e', type: 'number' } as const];
    expect(await lines(columns, [['a,b', 'q"x', 'l1\nl2', null, 0]])).toBe('"a,b","q""x","l1\nl2",,0\r\n');
    expect(await lines([text('a'), text('b')], [['', null]])).toBe('"",\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@S', '\tx', '\n=1', ' =1', '＝1', '\r', '＋1', '－1', '＠x', '  @x'])(
    'B2: %j as text is not run',
    async (cell) => {
      expect(await lines([text('a')], [[cell]])).toBe(`"'${cell}"\r\n`);
    },
  );

  it('B2: numbers keep their sign, a telephone number is text', async () => {
    const columns = [{ title: 'n', type: 'number' }, { title: 'd', type: 'decimal' }, text('phone')] as ExportColumn[];
    expect(await lines(columns, [[-12.5, '-12.50', '+49 30 1']])).toBe(`-12.5,-12.50,"'+49 30 1"\r\n`);
  });

  it.each<[ExportColumn['type'], Cell]>([
    ['number', Number.NaN],
    ['number', 'x'],
    ['decimal', '1e5'],
    ['decimal', '=1'],
    ['date', '2026-1-1'],
    ['date', '=x'],
    ['instant', new Date(Number.NaN)],
    ['instant', '2026-01-01'],
  ])('refuses a %s cell that is %s', async (type, cell) => {
    await expect(lines([{ title: 'a', type }], [[cell]])).rejects.toThrow('a: ');
  });

  it('writes instants in the zone, with the offset of the moment', async () => {
    const rows = [[new Date('2026-03-08T06:59:59Z')], [new Date('2026-03-08T07:00:00Z')]];
    const column: ExportColumn = { title: 'at', type: 'instant' };
    expect(await lines([column], rows, { timezone: 'America/New_York' })).toBe(
      '2026-03-08T01:59:59-05:00\r\n2026-03-08T03:00:00-04:00\r\n',
    );
  });

  it('metabase#14504, #12784: midnight keeps its time, a date gets none', async () => {
    const columns: ExportColumn[] = [
      { title: 'at', type: 'instant' },
      { title: 'on', type: 'date' },
    ];
    const rows = [[new Date('2026-01-01T00:00:00Z'), '2026-01-01']];
    expect(await lines(columns, rows)).toBe('2026-01-01T00:00:00Z,2026-01-01\r\n');
  });

  it('a row that needs nothing and one that does are told apart by their cells, not by their line', async () => {
    const two = [text('a'), text('b')];
    expect(await lines(two, [['a,b'], ['a', 'b'], ['a', null], ['a,b', 'c'], ['a', 'b', 'c']])).toBe(
      '"a,b",\r\na,b\r\na,\r\n"a,b",c\r\na,b\r\n',
    );
    expect(await lines(two, [['a', 'b']], { delimiter: ';' })).toBe('a;b\r\n');
    await expect(lines([text('a'), { title: 'n', type: 'number' }], [['a', '']])).rejects.toThrow('n: ');
  });

  it('the note is a last line of one field, sums are not among the rows', async () => {
    const ending = () => ({ totals: [{ label: 'Total', cells: ['1'] }], note: 'truncated: the first 1 of 2 rows' });
    expect(await lines([text('a')], [['x']], { ending })).toBe('x\r\ntruncated: the first 1 of 2 rows\r\n');
  });

  it('has a header and a byte order mark, also without rows', async () => {
    let out = '';
    for await (const piece of csv([text('Łódź;1'), text('b')], [], { timezone: 'UTC', delimiter: ';' })) out += piece;
    expect(out).toBe('\uFEFF"Łódź;1";b\r\n');
  });

  it('writes numbers without an exponent', async () => {
    expect(await lines([{ title: 'n', type: 'number' }], [[1e21], [1e-7]])).toBe(
      '1000000000000000000000\r\n0.0000001\r\n',
    );
  });
});
