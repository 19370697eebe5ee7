import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import ExcelJS from 'exceljs';
import { today } from '../../src/platform/dates/index.js';
import { FileStorage } from '../../src/platform/storage/index.js';
import { pdfPages } from '../support/pdf-text.js';
import { DAY, ReportsHarness } from './harness.js';

let reports: ReportsHarness;
beforeAll(async () => {
  reports = await ReportsHarness.start();
});
afterAll(() => reports?.stop());
afterEach(() => reports.clear());

const linesOf = (file: Buffer) => file.toString().slice(1).split('\r\n').slice(0, -1);
/** Files that lie in the storage, those that are being written among them; its folder is made with the first. */
const objects = () => {
  const { fileFolder } = reports.platform;
  if (!existsSync(fileFolder)) return 0;
  return readdirSync(fileFolder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;
};
const files = async () =>
  (
    await reports.platform.sql.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM stored_file WHERE state <> 'removed'`,
    )
  ).rows[0]!.n;

describe('reports', () => {
  it('answers where the report will be, tells who made what, and gives the file out with an entry in the audit trail', async () => {
    await reports.add(3);
    const asked = await reports.api('POST', '/reports', { reportType: 'samples', format: 'csv', range: DAY });
    expect(asked.status).toBe(202);
    const id = String(asked.body['id']);
    expect(asked.body).toEqual({
      id,
      jobId: id,
      statusUrl: `/api/v1/jobs/${id}`,
      eventsUrl: `/api/v1/jobs/${id}/events`,
      downloadUrl: `/api/v1/reports/${id}/download`,
    });
    const { result } = await reports.final(id);
    const file = await reports.download(id);
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect(result).toMatchObject({
      reportId: id,
      rows: 3,
      truncated: false,
      sha256,
      bytes: file.length,
      deduplicated: false,
    });
    expect(linesOf(file)).toEqual([
      'Id,Name,Amount,Currency,At',
      expect.stringMatching(/^\d+,Row 1,0\.01,EUR,2026-03-08T12:00:00Z$/),
      expect.stringMatching(/^\d+,Row 2,0\.02,EUR,/),
      expect.stringMatching(/^\d+,Row 3,0\.03,EUR,/),
    ]);
    const { body } = await reports.api(
      'GET',
      '/reports?reportType=samples&format=csv',
      undefined,
      reports.tenant.STAFF.token,
    );
    expect(body).toMatchObject({
      total: 1,
      reports: [
        {
          id,
          status: 'completed',
          progress: 100,
          createdBy: { id: reports.tenant.MANAGER.id },
          ...DAY,
          rows: 3,
          sha256,
        },
      ],
    });
    const { body: trail } = await reports.api('GET', '/audit?action=reports', undefined, reports.tenant.ADMIN.token);
    const entries = trail['entries'] as { action: string; actorId: string; detail: object }[];
    expect(entries.map(({ action }) => action)).toEqual([
      'GET /reports/:id/download',
      'EXPORT /reports/:id',
      'POST /reports',
    ]);
    for (const { actorId, detail } of entries.slice(0, 2)) {
      expect(actorId).toBe(reports.tenant.MANAGER.id);
      expect(detail).toMatchObject({ reportType: 'samples', ...DAY, rows: 3, sha256 });
    }
  });

  it('B8: the same again is the same file, kept once, until the last report that has it is deleted', async () => {
    await reports.add(5);
    const before = await files();
    const order = { reportType: 'samples', format: 'xlsx', range: DAY };
    const first = await reports.report(order);
    const second = await reports.report(order);
    expect(second.file.equals(first.file)).toBe(true);
    expect(first.result).toMatchObject({ deduplicated: false });
    expect(second.result).toMatchObject({ deduplicated: true, sha256: first.result['sha256'] });
    expect(await files()).toBe(before + 1);
    expect((await reports.api('DELETE', `/reports/${first.id}`)).status).toBe(204);
    expect((await reports.download(second.id)).equals(first.file)).toBe(true);
    expect((await reports.api('DELETE', `/reports/${second.id}`)).status).toBe(204);
    expect(await files()).toBe(before);
    expect((await reports.api('GET', `/reports/${second.id}/download`)).status).toBe(404);
  });

  it('has the name of its own days, also where its file is that of another one', async () => {
    const named = async (from: string) => {
      const order = { reportType: 'samples', format: 'csv', range: { from, to: from }, deliverTo: [`${from}@x.test`] };
      const { id, result } = await reports.report(order);
      const token = reports.tenant.MANAGER.token;
      const headers = { authorization: `Bearer ${token}` };
      const get = (url: string, over = {}) => reports.platform.app.inject({ method: 'GET', url, ...over });
      const own = await get(`/api/v1/reports/${id}/download`, { headers });
      const { rows } = await reports.platform.sql.query<{ text: string }>(
        'SELECT body_text AS text FROM mail_message WHERE to_address = $1',
        [`${from}@x.test`],
      );
      const link = /https?:\/\/[^/]+(\S+)/.exec(rows[0]!.text)![1]!;
      const mailed = await get(link);
      expect((await get(link.replace(/name=\w+/, 'name=wages'))).statusCode).toBe(403);
      return [result['deduplicated'], own.headers['content-disposition'], mailed.headers['content-disposition']];
    };
    const of = (day: string) => expect.stringContaining(`samples-${day}-${day}.csv`);
    // Two days without a row: the same bytes.
    expect(await named('2024-01-01')).toEqual([expect.any(Boolean), of('2024-01-01'), of('2024-01-01')]);
    expect(await named('2024-01-02')).toEqual([true, of('2024-01-02'), of('2024-01-02')]);
  });

  it('of several features stand one after the other, in CSV, XLSX and PDF alike, with sums that are right', async () => {
    await reports.add(2, { source: 'second', name: 'Later' });
    await reports.add(40, { name: 'Łódź' });
    const order = { reportType: 'samples', range: DAY };
    const { file: csv, result } = await reports.report({ ...order, format: 'csv' });
    const names = linesOf(csv)
      .slice(1)
      .map((line) => line.split(',')[1]);
    expect([names.length, names[0], names[39], names[40]]).toEqual([42, 'Łódź 1', 'Łódź 40', 'Later 1']);
    expect(result['totals']).toEqual([{ column: 'amount', currency: 'EUR', value: '8.23' }]);
    const { file: xlsx } = await reports.report({ ...order, format: 'xlsx' });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(xlsx as never);
    const sheet = book.worksheets[0]!;
    expect(sheet.getColumn(2).values.slice(2, 44)).toEqual(names);
    expect(sheet.getRow(44).values).toEqual([undefined, 'Total EUR', undefined, 8.23]);
    const { file: pdf } = await reports.report({ ...order, format: 'pdf' });
    const pages = pdfPages(pdf);
    expect(pages[0]).toContain('42 rows');
    expect(pages.join('\n')).toContain('Łódź 40');
    expect(pages.at(-1)).toMatch(/Total EUR8\.23/);
  });

  it('B5: rows that are inserted while it is written are not in it, nor in its sums', async () => {
    await reports.add(30_000);
    const { body } = await reports.api('POST', '/reports', { reportType: 'samples', format: 'csv', range: DAY });
    const id = String(body['id']);
    for (let n = 0, ended = false; n < 100 && !ended; n++) {
      await reports.add(1, { name: 'Meanwhile' });
      const { body: one } = await reports.api('GET', `/reports/${id}`);
      ended = one['status'] !== 'queued' && one['status'] !== 'running';
    }
    await reports.add(1, { name: 'Meanwhile' });
    const { result } = (await reports.final(id)) as { result: Record<string, unknown> };
    const rows = linesOf(await reports.download(id)).slice(1);
    expect(rows).toHaveLength(result['rows'] as number);
    const cents = rows.reduce((sum, row) => sum + Math.round(Number(row.split(',')[2]) * 100), 0);
    expect(result['totals']).toEqual([{ column: 'amount', currency: 'EUR', value: (cents / 100).toFixed(2) }]);
    // Ids are given in order: whatever is in the file was there before what is not.
    const { rows: later } = await reports.platform.sql.query<{ id: number }>(
      'SELECT id FROM sample ORDER BY id OFFSET $1',
      [rows.length],
    );
    expect(later.length).toBeGreaterThan(0);
    expect(Math.max(...rows.map((row) => Number(row.split(',')[0])))).toBeLessThan(later[0]!.id);
  });

  it("days are those of the tenant's zone: 2026-03-08 in New York has 23 hours", async () => {
    const put = await reports.api(
      'PUT',
      '/reports/settings',
      { timezone: 'America/New_York' },
      reports.tenant.ADMIN.token,
    );
    expect(put.body).toEqual({ timezone: 'America/New_York', mostRows: 1_000_000 });
    for (const [name, at] of [
      ['before', '2026-03-08T04:59:59Z'],
      ['first', '2026-03-08T05:00:00Z'],
      ['last', '2026-03-09T03:59:59Z'],
      ['after', '2026-03-09T04:00:00Z'],
    ] as const)
      await reports.add(1, { name, at });
    const { file, result } = await reports.report({
      reportType: 'samples',
      format: 'csv',
      range: DAY,
      columns: ['name', 'at'],
    });
    expect(linesOf(file)).toEqual(['Name,At', 'first 1,2026-03-08T00:00:00-05:00', 'last 1,2026-03-08T23:59:59-04:00']);
    expect(result['timezone']).toBe('America/New_York');
  });

  it('is cut at as many rows as the tenant may have, and says so in the file', async () => {
    await reports.api('PUT', '/reports/settings', { timezone: 'UTC', mostRows: 3 }, reports.tenant.ADMIN.token);
    await reports.add(5);
    const order = { reportType: 'samples', range: DAY };
    const { file, result } = await reports.report({ ...order, format: 'csv' });
    expect(result).toMatchObject({ rows: 3, truncated: true, totals: [{ value: '0.06' }] });
    expect(linesOf(file)).toHaveLength(5);
    expect(linesOf(file).at(-1)).toBe('truncated: the first 3 of 5 rows');
    const { file: xlsx } = await reports.report({ ...order, format: 'xlsx' });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(xlsx as never);
    expect(book.worksheets[0]!.getRow(6).getCell(1).value).toBe('truncated: the first 3 of 5 rows');
    const { file: pdf } = await reports.report({ ...order, format: 'pdf' });
    expect(pdfPages(pdf)[0]).toContain('truncated: the first 3 of 5 rows');
    await reports.api('PUT', '/reports/settings', { timezone: 'UTC' }, reports.tenant.ADMIN.token);
  });

  it("takes the original documents' data, at once and every night, and makes mails with links that need no account", async () => {
    const data = { reportType: 'analytics', format: 'pdf' };
    const job = await reports.api('POST', '/jobs', {
      type: 'report-generation',
      data: { ...data, deliverTo: ['office@example.test'] },
    });
    expect(job.status).toBe(201);
    const { result } = (await reports.final(String(job.body['id']))) as { result: Record<string, unknown> };
    const file = await reports.download(String(job.body['id']));
    expect(pdfPages(file)[0]).toContain('There were no quotes on these days.');
    expect(result).toMatchObject({ reportType: 'analytics', format: 'pdf' });
    const { rows: mails } = await reports.platform.sql.query<{ text: string }>(
      `SELECT body_text AS text FROM mail_message WHERE to_address = 'office@example.test'`,
    );
    expect(mails).toHaveLength(1);
    const link = /https?:\/\/\S+(\/api\/v1\/downloads\/\S+)/.exec(mails[0]!.text)![1]!;
    const open = await reports.platform.app.inject({ method: 'GET', url: link });
    expect(open.rawPayload.equals(file)).toBe(true);
    const every = await reports.api('POST', '/jobs/recurring', {
      type: 'report-generation',
      data,
      cron: '0 2 * * *',
      timezone: 'UTC',
    });
    expect(every.status).toBe(201);
    const run = await reports.api('POST', `/schedules/${String(every.body['id'])}/run`);
    expect(run.status).toBeLessThan(300);
    // A period is counted from the day on which the schedule fires in its own zone: somewhere it is another day than in the zone of the reports.
    const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'];
    const here = (zone: string) => today(zone, new Date());
    const zone = zones.find((one) => here(one) !== here('UTC'))!;
    const elsewhere = await reports.api('POST', '/jobs/recurring', {
      ...{ type: 'report-generation', cron: '0 2 * * *', timezone: zone },
      data: { reportType: 'samples', format: 'csv', period: 'today' },
    });
    const fired = await reports.api('POST', `/schedules/${String(elsewhere.body['id'])}/run`);
    const report = (await reports.final(String(fired.body['id']))) as { result: Record<string, unknown> };
    expect(report.result).toMatchObject({ from: here(zone), to: here(zone) });
  });

  it('refuses what makes no sense before there is a job', async () => {
    const wrong: [object, string][] = [
      [{ reportType: 'wages', format: 'pdf' }, 'reportType'],
      [{ reportType: 'samples', format: 'docx' }, 'format'],
      [{ reportType: 'samples', format: 'csv', range: { from: '2026-03-08', to: '2026-03-07' } }, 'range'],
      [{ reportType: 'samples', format: 'csv', range: { from: '2026-02-30', to: '2026-03-07' } }, 'range'],
      [{ reportType: 'samples', format: 'csv', range: { from: '2000-01-01', to: '2026-03-07' } }, 'range'],
      [{ reportType: 'samples', format: 'csv', range: DAY, period: 'today' }, 'period'],
      [{ reportType: 'samples', format: 'csv', columns: ['id', 'salary'] }, 'columns'],
      [{ reportType: 'samples', format: 'csv', deliverTo: ['a@example.test, b@example.test'] }, 'deliverTo'],
      [{ reportType: 'samples', format: 'csv', deliverTo: ['"a b"@example.test'] }, 'deliverTo'],
    ];
    for (const [body, path] of wrong) {
      const answer = await reports.api('POST', '/reports', body);
      expect([body, answer.status]).toEqual([body, 400]);
      expect((answer.body['errors'] as { path: string }[])[0]!.path).toMatch(new RegExp(`^${path}`));
      const job = await reports.api('POST', '/jobs', { type: 'report-generation', data: body });
      expect([body, job.status]).toEqual([body, 400]);
    }
    expect(
      (await reports.api('POST', '/reports', { reportType: 'samples', format: 'csv' }, reports.tenant.STAFF.token))
        .status,
    ).toBe(403);
  });

  it("of another tenant is not there, and holds nothing of the asker's", async () => {
    const { b } = reports.platform;
    await reports.add(2, { tenant: b, name: 'Secret' });
    await reports.add(1, { name: 'Own' });
    const { id, file } = await reports.report({ reportType: 'samples', format: 'csv', range: DAY });
    expect(file.toString()).not.toContain('Secret');
    const before = await files();
    for (const [method, path] of [
      ['GET', `/reports/${id}`],
      ['GET', `/reports/${id}/download`],
      ['DELETE', `/reports/${id}`],
    ] as const) {
      expect([path, (await reports.api(method, path, undefined, b.ADMIN.token)).status]).toEqual([path, 404]);
    }
    expect(await files()).toBe(before);
    expect((await reports.api('GET', '/reports', undefined, b.ADMIN.token)).body).toMatchObject({ total: 0 });
  });

  it.each(['csv', 'xlsx', 'pdf'])(
    'whose rows fail half way is a failed job that says why, %s, and no file',
    async (format) => {
      await reports.add(3_000);
      await reports.add(1, { source: 'second' });
      await reports.platform.sql.query(`UPDATE sample SET amount = NULL WHERE source = 'second'`);
      const before = [await files(), objects()];
      const save = jest.spyOn(reports.platform.app.get(FileStorage, { strict: false }), 'save');
      const order = { reportType: 'samples', format, range: DAY };
      const { body } = await reports.api('POST', '/reports', order);
      const id = String(body['id']);
      const job = await reports.final(id);
      expect(job).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'REPORT_ROWS' } });
      expect(JSON.stringify(job['error'])).toMatch(/second rows of the report .*samples.*22012/);
      // The storage had been given the file by then.
      expect(save).toHaveBeenCalled();
      save.mockRestore();
      expect([await files(), objects()]).toEqual(before);
      expect((await reports.api('GET', `/reports/${id}`)).body).toMatchObject({ status: 'failed', rows: null });
      expect((await reports.api('GET', `/reports/${id}/download`)).status).toBe(409);
      // Once the data are mended, the same report is made.
      await reports.platform.sql.query(`UPDATE sample SET amount = 1 WHERE source = 'second'`);
      expect((await reports.report({ ...order, columns: ['id'] })).result).toMatchObject({ rows: 3_001 });
    },
  );

  it('that is cancelled leaves no file', async () => {
    await reports.add(60_000);
    const before = await files();
    const { body } = await reports.api('POST', '/reports', { reportType: 'samples', format: 'pdf', range: DAY });
    const id = String(body['id']);
    for (let n = 0; n < 400; n++) if ((await reports.api('GET', `/reports/${id}`)).body['status'] === 'running') break;
    expect((await reports.api('DELETE', `/reports/${id}`)).status).toBe(409);
    expect((await reports.api('DELETE', `/jobs/${id}`)).status).toBeLessThan(300);
    expect(await reports.final(id)).toMatchObject({ status: 'cancelled' });
    expect((await reports.api('GET', `/reports/${id}/download`)).status).toBe(409);
    expect(await files()).toBe(before);
    expect((await reports.api('DELETE', `/reports/${id}`)).status).toBe(204);
  });

  it('tells what there are reports of', async () => {
    const { body } = await reports.api('GET', '/reports/types');
    const types = body['reportTypes'] as { reportType: string; sources: string[] }[];
    expect(types.map(({ reportType, sources }) => [reportType, sources])).toEqual([
      ['analytics', ['workshop']],
      ['invoices', ['hotels', 'workshop']],
      ['orders', ['workshop']],
      ['owner-statements', ['statements']],
      ['quotes', ['workshop']],
      ['samples', ['first', 'second']],
    ]);
  });
});
