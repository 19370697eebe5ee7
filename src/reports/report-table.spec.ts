import { describe, expect, it } from '@jest/globals';
import type { ReportColumn } from './report-definition.js';
import { ReportTable } from './report-table.js';

const COLUMNS: ReportColumn[] = [
  { name: 'number', title: 'Number', type: 'text' },
  { name: 'parts', title: 'Parts', type: 'number', sum: true },
  { name: 'gross', title: 'Gross', type: 'money', currency: 'currency', sum: true },
  { name: 'currency', title: 'Currency', type: 'text' },
];

describe('table of a report', () => {
  it('writes minor units as decimals, and sums up exactly by currency', () => {
    const table = new ReportTable(COLUMNS);
    const rows = [
      ['A-1', 3, 6957, 'EUR'],
      ['A-2', 1, 1, 'EUR'],
      ['A-3', 2, 1500, 'KWD'],
      ['A-4', null, -6957, 'EUR'],
      ['A-5', 1, 9_007_199_254_740_991, 'JPY'],
      ['A-6', 1, 9_007_199_254_740_991, 'JPY'],
    ];
    expect(rows.map((row) => table.cells(row)[2])).toEqual([
      '69.57',
      '0.01',
      '1.500',
      '-69.57',
      '9007199254740991',
      '9007199254740991',
    ]);
    expect(table.totals()).toEqual([
      { column: 'parts', currency: null, value: '8' },
      { column: 'gross', currency: 'EUR', value: '0.01' },
      { column: 'gross', currency: 'KWD', value: '1.500' },
      { column: 'gross', currency: 'JPY', value: '18014398509481982' },
    ]);
    expect(table.ending('more').totals).toEqual([
      { label: 'Total EUR', cells: [null, '8', '0.01', null] },
      { label: 'Total JPY', cells: [null, null, '18014398509481982', null] },
      { label: 'Total KWD', cells: [null, null, '1.500', null] },
    ]);
  });

  it('takes the columns that are wanted, and the currency with the amount', () => {
    const table = new ReportTable(COLUMNS, ['gross', 'number']);
    expect(table.columns.map(({ title }) => title)).toEqual(['Gross', 'Number', 'Currency']);
    expect(table.cells(['A-1', 3, 6957, 'EUR'])).toEqual(['69.57', 'A-1', 'EUR']);
    expect(table.ending().totals).toEqual([{ label: 'Total EUR 69.57', cells: ['69.57', null, null] }]);
  });

  it('has no totals without rows of money', () => {
    expect(new ReportTable(COLUMNS, ['number', 'gross']).ending().totals).toEqual([]);
    expect(new ReportTable(COLUMNS, ['number', 'parts']).ending().totals).toEqual([
      { label: 'Total', cells: [null, '0'] },
    ]);
  });
});
