import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import { handlerContext } from '../../src/jobs/testing/index.js';
import { Retention } from '../../src/platform/retention/retention.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { FileImportProcessor } from '../../src/statements/file-imports/file-import.processor.js';
import { A3, B1 } from '../../src/statements/file-imports/layouts/sample-files.js';
import { Platform } from '../platform/harness.js';

const HEADER = A3.split('\n')[0]!;

describe('files of stays: a preview, then kept', () => {
  let platform: Platform;
  let loft: number;
  const api = (method: string, path: string, body?: unknown) =>
    platform.call(method, `/api/v1${path}`, { token: platform.a.MANAGER.token, body });
  const send = (file: string, query = '') =>
    platform.call('POST', `/api/v1/statement-imports${query}`, {
      token: platform.a.MANAGER.token,
      body: file,
      headers: { 'content-type': 'text/csv' },
    });
  const sql = async <Row>(text: string, parameters: unknown[] = []) =>
    (await platform.sql.query(text, [platform.a.id, ...parameters])).rows as Row[];
  /** Does what a worker does, here and now. */
  const work = (id: string, jobId: string, over: Partial<JobContext> = {}) =>
    platform.app
      .get(RequestContext)
      .asTenant(platform.a.id, () =>
        platform.app
          .get(FileImportProcessor, { strict: false })
          .handle(
            { importId: id },
            handlerContext(platform.app.get(TenantDatabase, { strict: false }), platform.a.id, { jobId, ...over }),
          ),
      );
  const confirm = async (id: string, body: object = {}) => {
    const answer = await api('POST', `/statement-imports/${id}/confirm`, body);
    if (answer.status !== 202) throw new Error(answer.text);
    return answer.body['jobId'] as string;
  };
  const keep = async (file: string, body: object = {}) => {
    const { body: preview } = await send(file);
    const id = preview['id'] as string;
    await work(id, await confirm(id, body));
    return { preview, kept: (await api('GET', `/statement-imports/${id}`)).body };
  };
  const stay = async (code: string) =>
    (
      await sql<Record<string, unknown>>(
        `SELECT rent_minor::int AS rent, channel_fee_minor::int AS fee, payout_minor::int AS payout, version, status, listing_id AS listing
         FROM rental_reservation WHERE tenant_id = $1 AND code = $2`,
        [code],
      )
    )[0];

  beforeAll(async () => {
    platform = await Platform.start({ IMPORT_LIMIT_BYTES: '2000000' });
    const { body } = await api('POST', '/listings', {
      name: 'Loft',
      code: 'L1',
      currency: 'EUR',
      timezone: 'Europe/Madrid',
    });
    loft = body['id'] as number;
  });
  afterAll(() => platform?.stop());

  it('a preview writes no stay; a title that nobody has matched is listed, and matched when it is confirmed', async () => {
    const { status, body } = await send(A3, '?name=airbnb.csv');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'airbnb.csv',
      status: 'preview',
      layout: 'airbnb-transactions',
      questions: [],
      decided: { dateOrder: 'mdy', decimalMark: '.', delimiter: ',' },
      unknownListings: [{ name: 'Loft "A"', rows: 2 }],
      counts: {
        rows: 3,
        byKind: { payout: 1, stay: 1, change: 1 },
        stays: { waiting: 1 },
        batches: { total: 1, foot: 1 },
      },
      batches: [{ reference: 'G-TEST1', amount: '1067.00', sum: '1067.00', difference: '0.00' }],
    });
    expect(await sql('SELECT FROM rental_reservation WHERE tenant_id = $1')).toEqual([]);
    const other = await platform.call('POST', '/api/v1/statement-imports', {
      token: platform.a.MANAGER.token,
      body: A3,
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect([other.status, other.body['detail']]).toEqual([415, 'The body must be text/csv']);
    expect((await send('%PDF-1.7\n1 0 obj\n')).text).toContain('This is a PDF');
    const again = await send(A3);
    expect(again.body['id']).toBe(body['id']);

    const id = body['id'] as string;
    const jobId = await confirm(id, { mapListings: [{ name: 'Loft "A"', listingId: loft }] });
    expect(await confirm(id)).toBe(jobId);
    await work(id, jobId);
    expect((await api('GET', `/statement-imports/${id}`)).body).toMatchObject({
      status: 'kept',
      counts: { stays: { new: 1 }, outcomes: { new: 3 } },
    });
    expect(await stay('HMTEST0001')).toEqual({
      rent: 102_000,
      fee: 3_300,
      payout: 106_700,
      version: 1,
      status: 'confirmed',
      listing: loft,
    });
    expect(
      await sql('SELECT amount_minor::int AS amount, rows_minor::int AS rows FROM channel_payout WHERE tenant_id = $1'),
    ).toEqual([{ amount: 106_700, rows: 106_700 }]);
    expect((await api('DELETE', `/statement-imports/${id}`)).status).toBe(409);
    const left = await sql('SELECT FROM stored_file WHERE tenant_id = $1 AND state = $2', ['kept']);
    expect(left).toEqual([]);
  });

  it('S3: the same file again adds nothing; an overlapping one adds what is new; the title may have changed', async () => {
    const { preview, kept } = await keep(`${A3.replaceAll('Loft ""A""', 'Loft with a view')}\n`);
    expect(preview['counts']).toMatchObject({ outcomes: { duplicate: 3 }, stays: { new: 0, changed: 0, same: 1 } });
    expect(kept['counts']).toMatchObject({ outcomes: { duplicate: 3 }, stays: { new: 0, changed: 0 } });
    expect(await stay('HMTEST0001')).toMatchObject({ version: 1 });
    expect(await sql('SELECT FROM channel_payout WHERE tenant_id = $1')).toHaveLength(1);

    const minus = '09/14/2026,,Adjustment,HMTEST0001,,,,,Guest One,Renamed,,,EUR,-10.00,,,,,-10.00,,2026\n';
    const { kept: two } = await keep(A3 + minus + minus);
    expect(two['counts']).toMatchObject({ outcomes: { duplicate: 3, changed: 2 }, stays: { changed: 1 } });
    expect(await stay('HMTEST0001')).toMatchObject({ rent: 100_000, payout: 104_700, version: 2, listing: loft });
    const { kept: none } = await keep(HEADER + '\n' + minus + minus);
    expect(none['counts']).toMatchObject({ outcomes: { duplicate: 2 } });
    expect(await stay('HMTEST0001')).toMatchObject({ rent: 100_000, version: 2 });
  });

  it('a file whose dates can be read in two ways is kept once a person has said how', async () => {
    const file = `${HEADER}\n03/04/2026,,Reservation,HMASK,,05/06/2026,07/06/2026,2,G,Loft,,,EUR,97.00,,3.00,,,100.00,,2026\n`;
    const { body } = await send(file);
    expect(body).toMatchObject({ questions: ['date_order'] });
    const id = body['id'] as string;
    const refused = await api('POST', `/statement-imports/${id}/confirm`, {});
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('dateOrder');
    const changed = await api('PATCH', `/statement-imports/${id}`, { dateOrder: 'mdy' });
    expect(changed.body).toMatchObject({
      questions: [],
      firstRows: [{ checkIn: '2026-05-06', checkOut: '2026-07-06' }],
    });
    await work(id, await confirm(id, { dateOrder: 'dmy' }));
    const [row] = ((await api('GET', `/statement-imports/${id}/rows`)).body as { rows: object[] }).rows;
    expect(row).toMatchObject({
      checkIn: '2026-06-05',
      checkOut: '2026-06-07',
      outcome: 'new',
      listingId: loft,
      rent: '100.00',
    });
  });

  it('a payout that is not the sum of its rows is told with the difference; unknown rows are not dropped', async () => {
    const bonus = B1.trim().split('\n').at(-1)!.replace('Reservation', '=Bonus').replace('7000000002', '7000000003');
    const { preview, kept } = await keep(`${B1}${bonus}\nbroken,row\n`, {
      mapListings: [{ name: '11', listingId: loft }],
    });
    expect(preview['batches']).toMatchObject([
      { reference: 'DESC01', amount: '402.47', sum: '497.73', difference: '-95.26' },
    ]);
    expect(kept['counts']).toMatchObject({
      batches: { off: 1, foot: 0 },
      outcomes: { new: 3, review: 1, rejected: 1 },
      reasons: { unknown_type: 1, wrong_field_count: 1 },
    });
    expect(await stay('7000000001')).toMatchObject({ status: 'cancelled', payout: 30_721 });
    const csv = await api('GET', `/statement-imports/${String(kept['id'])}/rejects.csv`);
    expect(csv.text).toContain(`"'=Bonus"`);
    const lines = csv.text.split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^\uFEFFNightshift line,Nightshift outcome,Nightshift reason,Nightshift message,Type\/Transaction type,/,
    );
    expect(lines[1]).toMatch(
      /^5,review,unknown_type,The kind of the row is not known,"'=Bonus",DESC01,7000000003,.*,-12\.79,/,
    );
    expect(lines[2]).toBe('6,rejected,wrong_field_count,2 fields instead of 31,broken,row');
    const { rows } = (await api('GET', `/statement-imports/${String(kept['id'])}/rows?outcome=rejected`)).body as {
      rows: object[];
    };
    expect(rows).toMatchObject([{ line: 6, reasons: ['wrong_field_count'] }]);
  });

  it('rows that were rejected are mended in their file and sent again, and only what counts is kept without its cells', async () => {
    const row = (code: string, nights: string, amount: string) =>
      `09/13/2026,,Reservation,${code},,09/11/2026,${nights},,"=1+1, Guest",Loft,-100.00,,EUR,${amount},,3.00,,,100.00,,2026`;
    const { preview, kept } = await keep(
      `${HEADER}\n${row('HMMEND1', '09/15/2026', '97.00')}\n${row('HMMEND2', '09/10/2026', '97.00')}\n${row('HMMEND3', '09/15/2026', '9x')}\n`,
    );
    expect(kept['counts']).toMatchObject({ outcomes: { new: 1, rejected: 2 } });
    const id = preview['id'] as string;
    const { text } = await api('GET', `/statement-imports/${id}/rejects.csv`);
    const [head, ...lines] = text.split('\r\n');
    expect(head).toBe(`\uFEFFNightshift line,Nightshift outcome,Nightshift reason,Nightshift message,${HEADER}`);
    // Amounts stay amounts, and what a spreadsheet would run does not.
    expect(lines[0]).toMatch(
      /^3,rejected,no_nights,.*,HMMEND2,,09\/11\/2026,09\/10\/2026,,"'=1\+1, Guest",Loft,-100\.00,,EUR,/,
    );
    expect(lines[1]).toMatch(/^4,rejected,bad_amount,/);
    const cells = await sql(
      'SELECT line, cells IS NULL AS gone FROM statement_import_row WHERE tenant_id = $1 AND import_id = $2 ORDER BY line',
      [id],
    );
    expect(cells).toEqual([
      { line: 2, gone: true },
      { line: 3, gone: false },
      { line: 4, gone: false },
    ]);

    // As they are they are rejected again, for the same reasons; the columns that were added are none of the file.
    const same = await send(text);
    expect(same.body).toMatchObject({
      columns: HEADER.split(','),
      counts: { outcomes: { rejected: 2 }, reasons: { no_nights: 1, bad_amount: 1 } },
    });
    expect((await api('GET', `/statement-imports/${String(same.body['id'])}/rejects.csv`)).text.split('\r\n')[0]).toBe(
      head,
    );
    const mended = await keep(text.replace('09/10/2026', '09/15/2026').replaceAll('9x', '97.00'));
    expect(mended.kept['counts']).toMatchObject({ outcomes: { new: 2 }, stays: { new: 2 } });
    expect(await stay('HMMEND2')).toMatchObject({ payout: 9_700, listing: loft });
    const guests = await sql(`SELECT guest FROM rental_reservation WHERE tenant_id = $1 AND code LIKE 'HMMEND%'`);
    expect(guests).toEqual(Array(3).fill({ guest: '=1+1, Guest' }));

    // Each stay says from which rows of which files it came.
    const { reservations } = (await api('GET', '/reservations?search=HMMEND2')).body as {
      reservations: { id: string }[];
    };
    const rows = await api('GET', `/reservations/${reservations[0]!.id}/import-rows`);
    expect(rows.body['rows']).toMatchObject([
      { importId: mended.preview['id'], line: 2, applied: true, reservationId: reservations[0]!.id, net: '97.00' },
    ]);

    // A month later there is nothing to mend any more.
    const old = `UPDATE statement_import SET finished_at = now() - interval '31 days' WHERE id = $1`;
    await platform.sql.query(old, [id]);
    // Nor of one whose job ended before it had looked at its rows.
    const dead = `UPDATE statement_import SET confirmed_at = now() - interval '31 days', finished_at = NULL WHERE id = $1`;
    await platform.sql.query(dead, [same.body['id']]);
    await platform.app.get(Retention, { strict: false }).keep(new AbortController().signal);
    expect((await api('GET', `/statement-imports/${id}/rejects.csv`)).text.split('\r\n')[1]).toMatch(
      /^3,rejected,no_nights,"?The stay ends on 2026-09-10, which is not after 2026-09-11"?$/,
    );
    const left = `SELECT FROM statement_import_row WHERE import_id = ANY ($1::uuid[]) AND cells IS NOT NULL`;
    expect((await platform.sql.query(left, [[id, same.body['id']]])).rows).toEqual([]);
  });

  it('what was taken for no stay is an expense of the listing, once; what waits is kept when its stay is known', async () => {
    const fee = '09/15/2026,,Adjustment,,,,,,,Loft,,,EUR,-12.00,,,,,-12.00,,2026\n';
    const early = '09/15/2026,,Adjustment,HMLATE,,,,,,Loft,,,EUR,-5.00,,,,,-5.00,,2026\n';
    const { kept } = await keep(`${HEADER}\n${fee}${early}`);
    expect(kept['counts']).toMatchObject({ outcomes: { new: 1, review: 1 }, reasons: { unknown_stay: 1 } });
    await keep(
      `${HEADER}\n${fee}09/16/2026,,Reservation,HMLATE,,09/14/2026,09/15/2026,1,G,Loft,,,EUR,97.00,,3.00,,,100.00,,2026\n`,
    );
    expect(await sql('SELECT amount_minor::int AS amount FROM owner_expense WHERE tenant_id = $1')).toEqual([
      { amount: 1_200 },
    ]);
    expect(await stay('HMLATE')).toMatchObject({ rent: 9_500, payout: 9_200 });
  });

  it('a job that is cut off goes on, and every stay is kept once', async () => {
    const lines = Array.from(
      { length: 1_300 },
      (_, n) => `09/13/2026,,Reservation,HMK${n},,09/11/2026,09/15/2026,4,G,Loft,,,EUR,97.00,,3.00,,,100.00,,2026`,
    );
    const { body } = await send(`${HEADER}\n${lines.join('\n')}\n`);
    const id = body['id'] as string;
    const jobId = await confirm(id);
    const db = platform.app.get(TenantDatabase, { strict: false });
    let left = 2;
    const cut: JobContext['transaction'] = (fn) =>
      left-- > 0 ? db.transaction(fn) : Promise.reject(new Error('cut off'));
    await expect(work(id, jobId, { transaction: cut })).rejects.toThrow('cut off');
    const count = `SELECT count(*)::int AS n FROM rental_reservation WHERE tenant_id = $1 AND code LIKE 'HMK%'`;
    expect(await sql(count)).toEqual([{ n: 500 }]);
    await work(id, jobId);
    await work(id, jobId);
    expect(await sql(count)).toEqual([{ n: 1_300 }]);
    expect((await api('GET', `/statement-imports/${id}`)).body).toMatchObject({
      status: 'kept',
      counts: { stays: { new: 1_300 }, outcomes: { new: 1_300 } },
    });
  });

  it('a mapping of the tenant reads a file that nobody knows', async () => {
    const file = 'Ref;Von;Bis;Haus;Preis\nR1;13.09.2026;15.09.2026;Loft;1.234,50\n';
    const { body } = await send(file);
    expect(body).toMatchObject({
      layout: null,
      questions: ['layout'],
      columns: ['Ref', 'Von', 'Bis', 'Haus', 'Preis'],
    });
    const columns = { code: 'ref', checkIn: 'Von', checkOut: 'Bis', listing: 'Haus', gross: 'Preis' };
    const made = await api('POST', '/statement-file-mappings', {
      name: 'Eigene',
      columns,
      constants: { currency: 'EUR' },
    });
    expect(made.status).toBe(201);
    const read = await api('PATCH', `/statement-imports/${String(body['id'])}`, { mappingId: made.body['id'] });
    expect(read.body).toMatchObject({
      questions: [],
      counts: { stays: { new: 1 } },
      firstRows: [{ rent: '1234.50', channel: 'direct' }],
    });
    expect((await api('DELETE', `/statement-imports/${String(body['id'])}`)).status).toBe(204);
    expect((await send(file)).body).toMatchObject({ layout: `mapping-${String(made.body['id'])}` });
    const contradiction = await send(file + 'R2;09.13.2026;09.15.2026;Loft;1,00\n');
    expect(contradiction.status).toBe(400);
    expect(contradiction.text).toMatch(/line 2.*day first.*line 3.*month first|month first.*day first/);
  });

  it('a list of reservations: what was changed and changed back is told again, and the same file again is not', async () => {
    const head =
      'Id,Type,Source,SourceText,Name,DateArrival,DateDeparture,Nights,HouseName,InternalCode,House_Id,RoomTypes,People,DateCreated,TotalAmount,Currency,Status,Email,Phone,CountryName';
    const file = (total: string, note = '') =>
      `${head}\n88,Booking,Manual,,G,2026-09-11,2026-09-15,4,Loft,L1,,,2,2026-08-01,${total},EUR,Booked,,${note},\n`;
    await keep(file('1200.00'));
    await keep(file('1300.00'));
    expect((await keep(file('1300.00', '1'))).kept['counts']).toMatchObject({ outcomes: { duplicate: 1 } });
    expect(await stay('88')).toMatchObject({ rent: 130_000, version: 2 });
    const { preview, kept } = await keep(file('1200.00', '2'));
    expect(preview['counts']).toMatchObject({ stays: { changed: 1 } });
    expect(kept['counts']).toMatchObject({ stays: { changed: 1 }, outcomes: { changed: 1 } });
    expect(await stay('88')).toMatchObject({ rent: 120_000, version: 3 });
    expect((await keep(file('1200.00', '3'))).kept['counts']).toMatchObject({ outcomes: { duplicate: 1 } });
  });

  it('a refund of a stay that a person has entered changes nothing by itself, and half an emoji stops no file', async () => {
    const made = await api('POST', '/reservations', {
      ...{ listingId: loft, channel: 'airbnb', code: 'HMHAND', checkIn: '2026-09-11', checkOut: '2026-09-15' },
      ...{ rent: '1000.00', payout: '1000.00' },
    });
    expect(made.status).toBe(201);
    const row = (type: string, code: string, guest: string, amount: string) =>
      `09/16/2026,,${type},${code},,09/11/2026,09/15/2026,4,${guest},Loft,,,EUR,${amount},,,,,${amount},,2026\n`;
    const refund = row('Adjustment', 'HMHAND', 'G', '-100.00');
    const long = row('Reservation', 'HMEMOJI', `${'a'.repeat(199)}😀`, '10.00');
    const { kept } = await keep(`${HEADER}\n${refund}${long}`);
    expect(kept['counts']).toMatchObject({ outcomes: { new: 1, review: 1 }, reasons: { unknown_stay: 1 } });
    expect(await stay('HMHAND')).toMatchObject({ rent: 100_000, version: 1 });
    // The payout that it was a part of comes later.
    await keep(`${HEADER}\n${row('Reservation', 'HMHAND', 'G', '1000.00')}`);
    expect(await stay('HMHAND')).toMatchObject({ rent: 90_000, payout: 90_000, version: 2 });
  });
});
