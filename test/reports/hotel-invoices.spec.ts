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
function invoice(
  tenantId: string,
  number: string,
  net: number,
  tax: number,
  customer: string,
  day = DAY.from,
): Promise<void> {
  return insert(
    `INSERT INTO invoice (id, tenant_id, legal_entity_id, hotel_id, series_id, number, text_number, kind, folio_id, window_number,
         booking_id, issue_date, supply_date, issued_at, currency, net_minor, tax_minor, gross_minor, seller, buyer, stay, prev_hash, hash)
       VALUES ($1, $2, 1, 1, 1, $3, $4, 'invoice', $1, 1, $1, $8, $8, now(), 'EUR', $5, $6, $5::bigint + $6::bigint,
         '{"name": "Casa do Mar"}', $7, '{"bookingCode": "B-1"}', repeat('0', 64), repeat('0', 64))`,
    [randomUUID(), tenantId, Number(number.slice(-1)), number, net, tax, JSON.stringify({ name: customer }), day],
  );
}

/** A workshop's invoice with its order. */
async function orderInvoice(
  number: string,
  net: number,
  tax: number,
  currency: string,
  recipient: object,
  day: string,
) {
  const [tenantId, order] = [reports.tenant.id, randomUUID()];
  await insert(
    `INSERT INTO sales_order (id, tenant_id, number, quote_id, recipient, currency, lines, tax_rate, subtotal_minor, tax_minor, total_minor)
     VALUES ($1, $2, 'O-' || $3, $1, $4, $5, '[]', 16, $6, $7, $6::bigint + $7::bigint)`,
    [order, tenantId, number, recipient, currency, net, tax],
  );
  await insert(
    `INSERT INTO order_invoice (id, tenant_id, number, order_id, issue_date, recipient, currency, lines, tax_rate, subtotal_minor,
       tax_minor, total_minor) VALUES ($1, $2, 'I-' || $3, $4, $5, $6, $7, '[]', 16, $8, $9, $8::bigint + $9::bigint)`,
    [randomUUID(), tenantId, number, order, day, recipient, currency, net, tax],
  );
}

async function insert(sql: string, values: unknown[]): Promise<void> {
  const client = await reports.platform.sql.connect();
  try {
    await client.query(`BEGIN; SET LOCAL session_replication_role = replica`);
    await client.query(sql, values);
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

it('those of the hotels stand before those of the workshop, with one sum for each currency', async () => {
  const day = '2026-03-09';
  const settings = { currency: 'EUR', timezone: 'Europe/Vienna', shopName: 'Alpine Parts' };
  const put = await reports.api('PUT', '/quoting-settings', settings, reports.tenant.ADMIN.token);
  expect(put.status).toBe(200);
  await orderInvoice('2', 1283_00, 205_28, 'EUR', { name: 'Ana Sousa', company: null, email: 'a@x.test' }, day);
  await orderInvoice('1', 1000, 0, 'JPY', { name: 'さくら', company: '株式会社さくら', email: 's@x.test' }, day);
  await invoice(reports.tenant.id, 'A-3', 100_00, 16_00, 'Rui', day);
  await invoice(reports.tenant.id, 'A-2', 50_00, 8_00, 'Eva', day);
  const data = { reportType: 'invoices', format: 'csv', range: { from: day, to: day } };
  const asked = await reports.api('POST', '/jobs', { type: 'report-generation', data });
  const job = await reports.final(String(asked.body['id']));
  expect(job).toMatchObject({ status: 'completed', result: { rows: 4, truncated: false } });
  expect((await reports.download(String(asked.body['id']))).toString().split('\r\n').slice(1, -1)).toEqual([
    `A-2,invoice,${day},Casa do Mar,Eva,B-1,50.00,8.00,58.00,0.00,EUR`,
    `A-3,invoice,${day},Casa do Mar,Rui,B-1,100.00,16.00,116.00,0.00,EUR`,
    `I-1,invoice,${day},Alpine Parts,株式会社さくら,O-1,1000,0,1000,,JPY`,
    `I-2,invoice,${day},Alpine Parts,Ana Sousa,O-2,1283.00,205.28,1488.28,,EUR`,
  ]);
  const { totals } = job['result'] as { totals: { column: string; currency: string; value: string }[] };
  expect(totals.filter(({ column }) => column !== 'paid')).toEqual(
    [
      ['net', 'EUR', '1433.00'],
      ['tax', 'EUR', '229.28'],
      ['gross', 'EUR', '1662.28'],
      ['net', 'JPY', '1000'],
      ['tax', 'JPY', '0'],
      ['gross', 'JPY', '1000'],
    ].map(([column, currency, value]) => ({ column, currency, value })),
  );
  const { file: pdf } = await reports.report({ ...data, format: 'pdf' });
  expect(pdfPages(pdf).join('\n')).toContain('株式会社さくら');
});
