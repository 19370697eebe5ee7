import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import { PermanentJobError } from '../../src/jobs/index.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { BookingImportProcessor } from '../../src/pms/imports/booking-import.processor.js';
import { countsOf, fileOf, HEADER, type MadeRow, madeRows, rejectsOf } from './booking-rows.js';
import { PmsHarness } from './harness.js';
import { type Accepted, accepted, newHotel, pathOf, send } from './import-requests.js';

const ROWS = madeRows(1, 2_600, 0.2);

describe('booking imports, run where they are asked for', () => {
  let pms: PmsHarness;
  let hotelId: number;
  beforeAll(async () => {
    pms = await PmsHarness.start({ IMPORT_LIMIT_BYTES: '2000000' });
  });
  afterAll(() => pms?.stop());

  const run = ({ id, jobId }: Accepted, over: Partial<JobContext> = {}) =>
    pms.as(() =>
      pms
        .get(BookingImportProcessor)
        .handle({ importId: id }, pms.context(new Date(), pms.tenantId, { jobId, ...over })),
    );
  const importOf = async (id: string) => (await pms.api('GET', `/booking-imports/${id}`)).body;
  const written = async (id: string) => {
    const [row] = await pms.sql<Record<string, number>>(
      `SELECT count(*)::int AS bookings, count(DISTINCT import_line)::int AS lines, count(DISTINCT code)::int AS codes,
         (SELECT count(*)::int FROM reservation_night n JOIN booking b ON b.id = n.reservation_id WHERE b.import_id = $1) AS nights,
         sum(CASE status WHEN 'checked_out' THEN departure - arrival WHEN 'no_show' THEN 1 ELSE 0 END)::int AS due
       FROM booking WHERE import_id = $1`,
      [id],
    );
    return row!;
  };
  const left = async (id: string) =>
    (await pms.sql('SELECT number FROM booking_import_chunk WHERE import_id = $1', [id])).length;

  it('a job that is requeued for another import leaves both alone', async () => {
    hotelId = await newHotel(pms);
    const one = await accepted(pms, hotelId, fileOf(ROWS));
    const other = await accepted(pms, hotelId, fileOf(ROWS, { end: '\r\n' }));
    await expect(run({ ...other, jobId: one.jobId })).rejects.toMatchObject({ code: 'OTHER_IMPORT' });
    for (const { id } of [one, other]) expect(await importOf(id)).toMatchObject({ counts: { read: 0 } });
    // Another job may take up either of them.
    await run({ ...other, jobId: randomUUID() });
    expect(await importOf(other.id)).toMatchObject({ status: 'completed', counts: countsOf(ROWS) });
  });

  it.each([
    ['LF', { end: '\n' }],
    ['CRLF and a byte order mark', { end: '\r\n', bom: '\uFEFF' }],
  ])('every row is imported, skipped or rejected with its line and reason: %s', async (_, form) => {
    hotelId = await newHotel(pms);
    const one = await accepted(pms, hotelId, fileOf(ROWS, form));
    expect(one).toMatchObject({
      statusUrl: `/api/v1/jobs/${one.jobId}`,
      eventsUrl: `/api/v1/jobs/${one.jobId}/events`,
    });
    expect(await importOf(one.id)).toMatchObject({ status: 'queued', progress: 0, counts: { read: 0 } });
    expect(await left(one.id)).toBeGreaterThan(1);
    const told: number[] = [];
    await run(one, { progress: (percent) => told.push(percent) });

    const done = await importOf(one.id);
    expect(done).toMatchObject({ status: 'completed', progress: 100, error: null, roomTypes: { A: 'STD', B: 'DBL' } });
    expect(done['counts']).toEqual(countsOf(ROWS));
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(await left(one.id)).toBe(0);
    const { bookings, lines, codes, nights, due } = await written(one.id);
    expect([bookings, lines, codes]).toEqual(Array(3).fill(countsOf(ROWS).imported));
    expect(nights).toBe(due);

    const wanted = rejectsOf(ROWS, form.end);
    const { text } = await pms.api('GET', `/booking-imports/${one.id}/rejects.csv`);
    const csv = text.split('\r\n');
    expect(csv[0]).toBe(`\uFEFFNightshift line,Nightshift outcome,Nightshift reason,Nightshift message,${HEADER}`);
    // A record may have line breaks of its own.
    const listed = csv.slice(1, -1).filter((row) => /^\d+,rejected,/.test(row));
    expect(listed.map((row) => row.split(',').filter((_, n) => n === 0 || n === 2))).toEqual(
      wanted.map(([line, reason]) => [String(line), reason]),
    );
    // As it is, its rows are rejected again for the same reasons: the columns that were added are none of it.
    const again = await accepted(pms, hotelId, text);
    await run(again);
    expect((await importOf(again.id))['counts']).toMatchObject({
      ...{ read: wanted.length, imported: 0, rejected: wanted.length },
      rejectedByReason: (countsOf(ROWS) as { rejectedByReason: object }).rejectedByReason,
    });
    const page = await pms.api('GET', `/booking-imports/${one.id}/rejects?limit=2&offset=3`);
    expect(page.body['total']).toBe(wanted.length);
    expect((page.body['rejects'] as { line: number }[]).map(({ line }) => line)).toEqual([
      wanted[3]![0],
      wanted[4]![0],
    ]);
    const list = await pms.api('GET', `/booking-imports?hotelId=${hotelId}`);
    expect(list.body).toMatchObject({ total: 2, imports: [{ id: again.id }, { id: one.id }] });
  });

  it('a booking is what its row says, sells nothing, and is found like any other', async () => {
    hotelId = await newHotel(pms);
    const row =
      'Resort Hotel,0,30,2016,February,9,28,1,2,2,1,0,BB,PRT,Online TA,TA/TO,0,0,0,B,B,0,Non Refund,9,NULL,0,Transient,75.555,0,0,Check-Out,2016-03-02';
    const one = await accepted(pms, hotelId, `${HEADER}\n${row}`);
    await run(one);
    const { body } = await pms.api('GET', `/bookings?hotelId=${hotelId}`);
    const [booking] = body['bookings'] as Record<string, unknown>[];
    expect(booking).toMatchObject({
      status: 'checked_out',
      arrival: '2016-02-28',
      departure: '2016-03-02',
      total: '226.68',
      guarantee: 'prepaid',
      channel: 'online-travel-agent',
      guestCountry: 'PRT',
      createdAt: '2016-01-29T00:00:00.000Z',
    });
    expect(booking!['guestName']).toBe(`Guest ${String(booking!['code'])}`);
    const [{ sold }] = (await pms.sql(
      'SELECT count(*)::int AS sold FROM inventory_day i JOIN room_category c ON c.id = i.category_id WHERE c.hotel_id = $1',
      [hotelId],
    )) as [{ sold: number }];
    expect(sold).toBe(0);
  });

  it('goes on at its checkpoint, wherever it is cut off: nothing doubled, nothing lost, counts exact', async () => {
    hotelId = await newHotel(pms);
    const one = await accepted(pms, hotelId, fileOf(ROWS));
    const db = pms.get(TenantDatabase);
    const seen: number[] = [];
    // Each attempt dies in its n-th transaction: before the commit, or after it with the answer lost.
    for (const [die, committed] of [
      [1, false],
      [2, false],
      [2, true],
      [2, true],
      [2, false],
    ] as const) {
      let n = 0;
      const transaction: JobContext['transaction'] = async (fn) => {
        const last = ++n === die;
        const result = await db.transaction(async (tx) => {
          const value = await fn(tx);
          if (last && !committed) throw new Error('killed');
          return value;
        });
        if (last) throw new Error('killed');
        return result;
      };
      await expect(run(one, { transaction })).rejects.toThrow('killed');
      seen.push((await written(one.id))['bookings']!);
    }
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBeGreaterThan(1_000);
    expect((await importOf(one.id))['status']).toBe('queued');
    // All is written, and the completion fails.
    await expect(run(one, { complete: () => Promise.reject(new Error('killed')) })).rejects.toThrow('killed');
    expect(await left(one.id)).toBeGreaterThan(0);
    await run(one);
    expect((await importOf(one.id))['counts']).toEqual(countsOf(ROWS));
    const { bookings, lines, nights, due } = await written(one.id);
    expect([bookings, lines]).toEqual(Array(2).fill(countsOf(ROWS).imported));
    expect(nights).toBe(due);
    // Once more, and nothing happens.
    await run(one);
    expect((await written(one.id))['bookings']).toBe(bookings);
  });

  it('two runs at the same time write each row once', async () => {
    hotelId = await newHotel(pms);
    const one = await accepted(pms, hotelId, fileOf(ROWS));
    await Promise.allSettled([run(one), run(one)]);
    await run(one);
    expect((await importOf(one.id))['counts']).toEqual(countsOf(ROWS));
    expect((await written(one.id))['bookings']).toBe(countsOf(ROWS).imported);
  });

  it('a cancelled job stops between batches', async () => {
    hotelId = await newHotel(pms);
    const one = await accepted(pms, hotelId, fileOf(ROWS));
    const abort = new AbortController();
    const stopped = run(one, { signal: abort.signal, progress: () => abort.abort(new Error('cancelled')) });
    await expect(stopped).rejects.toThrow('cancelled');
    expect((await written(one.id))['bookings']).toBeLessThan(countsOf(ROWS).imported);
  });

  it.each<[string, string, string]>([
    ['another header', 'a,b,c\n1,2,3\n', 'WRONG_HEADER'],
    ['a column missing', `${HEADER.replace(',adr', '')}\n`, 'WRONG_HEADER'],
    ['blank lines only', '\n\r\n\n', 'EMPTY_FILE'],
    ['NUL bytes only', '\0'.repeat(1_000), 'WRONG_HEADER'],
    ['a quote without end', `${HEADER}\n"${'x,\n'.repeat(40_000)}`, 'BAD_CSV'],
  ])('%s: the import fails for good', async (_, file, code) => {
    hotelId = await newHotel(pms);
    const one = await accepted(pms, hotelId, file);
    const error = (await run(one).catch((thrown: unknown) => thrown)) as PermanentJobError;
    expect(error).toBeInstanceOf(PermanentJobError);
    expect(error.code).toBe(code);
  });

  it.each<[string, string, string]>([
    ['in a field', 'Resort Hotel,0,3', 'WRONG_FIELD_COUNT'],
    ['in quotes', 'Resort Hotel,0,"3\n4', 'BAD_CSV'],
    ['in the last date', ROWS.find(({ outcome }) => outcome === 'imported')!.text.slice(0, -3), 'BAD_DATE'],
  ])('a last line cut off %s is rejected, the others are imported', async (_, cut, reason) => {
    hotelId = await newHotel(pms);
    const whole = ROWS.filter(({ outcome }) => outcome === 'imported').slice(1, 4);
    const one = await accepted(pms, hotelId, `${HEADER}\n${whole.map(({ text }) => `${text}\n`).join('')}${cut}`);
    await run(one);
    expect((await importOf(one.id))['counts']).toMatchObject({
      read: 4,
      imported: 3,
      rejectedByReason: { [reason]: 1 },
    });
    const { body } = await pms.api('GET', `/booking-imports/${one.id}/rejects`);
    const [reject] = body['rejects'] as { line: number; reason: string }[];
    expect(reject!.reason).toBe(reason);
    expect(reject!.line).toBe(rejectsOf([...whole, { text: cut, outcome: reason }])[0]![0]);
  });

  it('a header alone is an import of nothing', async () => {
    hotelId = await newHotel(pms);
    const one = await accepted(pms, hotelId, HEADER);
    await run(one);
    expect(await importOf(one.id)).toMatchObject({ status: 'completed', counts: { read: 0, imported: 0 } });
  });

  it('what is refused leaves nothing behind', async () => {
    hotelId = await newHotel(pms);
    const path = pathOf(hotelId);
    const big = 'x'.repeat(2_000_001);
    const refusals: [string, string, Record<string, string>, number][] = [
      [path, '', {}, 400],
      [path, big, {}, 413],
      [path, big, { 'content-length': '5' }, 413],
      [path, '{}', { 'content-type': 'application/json' }, 415],
      [path, 'x', { 'content-type': 'text/plain' }, 415],
      [path, 'x', { 'content-encoding': 'gzip' }, 415],
      [pathOf(2_000_000_001), 'x', {}, 404],
      [pathOf(hotelId, { roomTypes: 'A:XXX' }), 'x', {}, 400],
      [pathOf(hotelId, { roomTypes: 'A' }), 'x', {}, 400],
      [pathOf(hotelId, { roomTypes: '' }), 'x', {}, 400],
      [pathOf(hotelId, { sourceHotel: 'a\0b' }), 'x', {}, 400],
      [pathOf(hotelId, { defaultRoomType: 'XXX' }), 'x', {}, 400],
      [pathOf(hotelId, { extra: '1' }), 'x', {}, 400],
    ];
    for (const [where, body, headers, status] of refusals) {
      const answer = await send(pms, where, body, headers);
      expect([where, body.length, answer.status]).toEqual([where, body.length, status]);
      expect(answer.headers['content-type']).toContain('problem+json');
    }
    const staff = { token: pms.platform.a.STAFF.token, body: 'x', headers: { 'content-type': 'text/csv' } };
    expect((await pms.platform.call('POST', `/api/v1${path}`, staff)).status).toBe(403);
    expect(await pms.sql('SELECT id FROM booking_import WHERE hotel_id = $1', [hotelId])).toEqual([]);
  });

  it('the same file again is refused with the earlier import, for this hotel; of a failed one it takes the place', async () => {
    hotelId = await newHotel(pms);
    const file = fileOf(ROWS.slice(0, 1_500));
    const one = await accepted(pms, hotelId, file);
    const again = await send(pms, pathOf(hotelId), file, { 'idempotency-key': 'k' });
    expect([again.status, again.body['importId']]).toEqual([409, one.id]);
    const other = await accepted(pms, await newHotel(pms), file);
    expect(other.id).not.toBe(one.id);

    let n = 0;
    const transaction: JobContext['transaction'] = async (fn) => {
      if (++n > 2) throw new Error('killed');
      return pms.get(TenantDatabase).transaction(fn);
    };
    await expect(run(one, { transaction })).rejects.toThrow('killed');
    expect((await written(one.id))['bookings']).toBeGreaterThan(0);
    await pms.api('DELETE', `/jobs/${one.jobId}`);
    expect((await importOf(one.id))['status']).toBe('cancelled');
    const next = await accepted(pms, hotelId, file);
    expect((await pms.api('GET', `/booking-imports/${one.id}`)).status).toBe(404);
    await run(next);
    const [{ bookings }] = (await pms.sql('SELECT count(*)::int AS bookings FROM booking WHERE hotel_id = $1', [
      hotelId,
    ])) as [{ bookings: number }];
    expect(bookings).toBe(countsOf(ROWS.slice(0, 1_500)).imported);
  });

  it('the same file twice at once is one import', async () => {
    hotelId = await newHotel(pms);
    const answers = await Promise.all([1, 2, 3].map(() => send(pms, pathOf(hotelId), fileOf(ROWS.slice(0, 10)))));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    const { body } = await pms.api('GET', `/booking-imports?hotelId=${hotelId}`);
    expect(body['total']).toBe(1);
  });

  it('is taken back whole, or not at all once a booking was touched', async () => {
    hotelId = await newHotel(pms);
    const rows: MadeRow[] = ROWS.filter(({ text }) => text.includes('Check-Out')).slice(0, 50);
    const one = await accepted(pms, hotelId, fileOf(rows));
    const path = `/booking-imports/${one.id}`;
    expect((await pms.api('DELETE', path)).status).toBe(409);
    await run(one);
    const { body } = await pms.api('GET', `/bookings?hotelId=${hotelId}`);
    const [first] = body['bookings'] as { id: string }[];
    await pms.sql('UPDATE booking SET version = 2 WHERE id = $1', [first!.id]);
    const before = await written(one.id);
    expect((await pms.api('DELETE', path)).status).toBe(409);
    expect(await written(one.id)).toEqual(before);
    await pms.sql('UPDATE booking SET version = 1 WHERE id = $1', [first!.id]);
    // A bill that says something; one that was only looked at says nothing.
    const folio = (await pms.api('GET', `/bookings/${first!.id}/folio`)).body;
    const charge = { description: 'Found in the minibar', amount: '4.00' };
    expect((await pms.api('POST', `/folios/${String(folio['id'])}/charges`, charge)).status).toBe(201);
    expect((await pms.api('DELETE', path)).status).toBe(409);
    await pms.sql('DELETE FROM folio_line WHERE folio_id = $1', [folio['id']]);
    // And one of which somebody has said who pays it.
    const [guest] = folio['windows'] as { payer: object }[];
    const payer = async (body: object) =>
      expect((await pms.api('PATCH', `/folios/${String(folio['id'])}/windows/1`, body)).status).toBe(200);
    await payer({ name: 'Acme Ltd', vatNumber: 'PT501442600' });
    expect((await pms.api('DELETE', path)).status).toBe(409);
    expect((await pms.api('GET', `/folios/${String(folio['id'])}`)).status).toBe(200);
    await payer(guest!.payer);
    expect((await pms.api('DELETE', path)).status).toBe(204);
    expect(await written(one.id)).toMatchObject({ bookings: 0, nights: 0 });
    expect((await pms.api('GET', path)).status).toBe(404);
    await expect(run(one)).rejects.toMatchObject({ code: 'IMPORT_GONE' });
  });

  it('keeps so many files of a tenant, and no more', async () => {
    hotelId = await newHotel(pms);
    await pms.sql('UPDATE booking_import SET finished_at = now()');
    const open = (count: number) =>
      pms.sql(
        `INSERT INTO booking_import (id, tenant_id, hotel_id, source_hotel, room_types)
         SELECT gen_random_uuid(), $1, $2, 'x', '{"types": {}, "fallback": null}' FROM generate_series(1, $3)`,
        [pms.tenantId, hotelId, count],
      );
    await open(19);
    // Two that come together do not both find the last place.
    const pair = await Promise.all([HEADER, `${HEADER}\r\n`].map((file) => send(pms, pathOf(hotelId), file)));
    expect(pair.map(({ status }) => status).sort()).toEqual([202, 409]);
    const last = pair.find(({ status }) => status === 202)!.body as unknown as Accepted;
    expect((await send(pms, pathOf(hotelId), `${HEADER}\n`)).status).toBe(409);
    await run(last);
    expect((await send(pms, pathOf(hotelId), `${HEADER}\n`)).status).toBe(202);
    await pms.sql('DELETE FROM booking_import WHERE job_id IS NULL');
  });

  it('forgets uploads that nobody ended', async () => {
    hotelId = await newHotel(pms);
    await pms.sql(
      `INSERT INTO booking_import (id, tenant_id, hotel_id, source_hotel, room_types, touched_at)
       VALUES ($1, $2, $3, 'x', '{"types": {}, "fallback": null}', now() - interval '1 hour'),
              ($4, $2, $3, 'x', '{"types": {}, "fallback": null}', now())`,
      [randomUUID(), pms.tenantId, hotelId, randomUUID()],
    );
    await accepted(pms, hotelId, HEADER);
    const { body } = await pms.api('GET', `/booking-imports?hotelId=${hotelId}`);
    const statuses = (body['imports'] as { status: string }[]).map(({ status }) => status).sort();
    expect(statuses).toEqual(['queued', 'uploading']);
  });

  it('notes who sent a file, and nothing of it', async () => {
    hotelId = await newHotel(pms);
    await accepted(pms, hotelId, HEADER);
    const [entry] = await pms.sql<{ detail: unknown; status: number }>(
      `SELECT detail, status FROM audit_entry WHERE action = 'POST /booking-imports' AND tenant_id = $1 ORDER BY id DESC LIMIT 1`,
      [pms.tenantId],
    );
    expect(entry).toEqual({ detail: null, status: 202 });
  });
});
