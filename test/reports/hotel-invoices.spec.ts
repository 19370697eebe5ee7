import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { percentOf } from '../../src/platform/money/index.js';
import { pdfPages } from '../support/pdf-text.js';
import { DAY, ReportsHarness } from './harness.js';

let reports: ReportsHarness;
beforeAll(async () => {
  reports = await ReportsHarness.start();
});
afterAll(() => reports?.stop());

/** An invoice as it stands in the table; what it refers to does not matter to a report. */
async function invoice(tenantId: string, number: string, net: number, tax: number, customer: string): Promise<void> {
  const client = await reports.platform.sql.connect();
  try {
    await client.query(`BEGIN; SET LOCAL session_replication_role = replica`);
    await client.query(
      `INSERT INTO invoice (id, tenant_id, legal_entity_id, hotel_id, series_id, number, text_number, kind, folio_id, window_number,
         booking_id, issue_date, supply_date, issued_at, currency, net_minor, tax_minor, gross_minor, seller, buyer, stay, prev_hash, hash)
       VALUES ($1, $2, 1, 1, 1, $3, $4, 'invoice', $1, 1, $1, '2026-03-08', '2026-03-08', now(), 'EUR', $5, $6, $5::bigint + $6::bigint,
         '{"name": "Casa do Mar"}', $7, '{"bookingCode": "B-1"}', repeat('0', 64), repeat('0', 64))`,
      [randomUUID(), tenantId, Number(number.slice(-1)), number, net, tax, JSON.stringify({ name: customer })],
    );
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

it('B3: 3 × 19.99 with 16 % tax is 59.97, 9.60 and 69.57 in CSV, XLSX and PDF; text of a guest is never a formula', async () => {
  const net = 3 * 1999;
  await invoice(reports.tenant.id, 'A-1', net, percentOf(net, 16), '=HYPERLINK("http://x")');
  await invoice(reports.platform.b.id, 'B-1', 100, 10, 'Of another tenant');
  const order = { reportType: 'invoices', range: DAY };
  const { file: csv, result } = await reports.report({ ...order, format: 'csv' });
  expect(csv.toString().split('\r\n').slice(1)).toEqual([
    `A-1,invoice,2026-03-08,Casa do Mar,"'=HYPERLINK(""http://x"")",B-1,59.97,9.60,69.57,0.00,EUR`,
    '',
  ]);
  expect(result['totals']).toEqual(
    [
      ['net', '59.97'],
      ['tax', '9.60'],
      ['gross', '69.57'],
      ['paid', '0.00'],
    ].map(([column, value]) => ({ column, currency: 'EUR', value })),
  );
  const { file: xlsx } = await reports.report({ ...order, format: 'xlsx' });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(xlsx as never);
  const row = book.worksheets[0]!.getRow(2);
  expect([7, 8, 9].map((column) => [row.getCell(column).value, row.getCell(column).numFmt])).toEqual([
    [59.97, '0.00'],
    [9.6, '0.00'],
    [69.57, '0.00'],
  ]);
  expect([row.getCell(5).value, row.getCell(5).formula]).toEqual(['=HYPERLINK("http://x")', undefined]);
  const { file: pdf } = await reports.report({ ...order, format: 'pdf' });
  const [page] = pdfPages(pdf);
  expect(page).toMatch(/59\.979\.6069\.57/);
  expect(page).not.toContain('another tenant');
});
