import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countsOf, fileOf, HEADER, madeRows } from './booking-rows.js';
import { PmsHarness } from './harness.js';
import { accepted, newHotel, pathOf, send } from './import-requests.js';

const ROWS = madeRows(1, 2_600, 0.2);

describe('booking imports on a server of their own', () => {
  let pms: PmsHarness;
  let port: number;
  beforeAll(async () => {
    pms = await PmsHarness.start({ ROLES: 'api,worker', IMPORT_LIMIT_BYTES: '2000000', JOBS_TICK_MS: '200' });
    await pms.platform.app.listen(0, '127.0.0.1');
    port = (pms.platform.app.getHttpServer().address() as AddressInfo).port;
  });
  afterAll(() => pms?.stop());

  /** Sends the parts one after the other, without saying how many there will be. */
  const stream = (path: string, parts: Iterable<string>) =>
    new Promise<{ status: number; connection?: string; body: Record<string, unknown> }>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${pms.platform.a.MANAGER.token}`,
        'content-type': 'text/csv; charset=utf-8',
      };
      const sent = request({ port, host: '127.0.0.1', method: 'POST', path: `/api/v1${path}`, headers }, (answer) => {
        let text = '';
        answer.on('data', (part: Buffer) => (text += part.toString()));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode!,
            connection: answer.headers.connection,
            body: JSON.parse(text) as Record<string, unknown>,
          }),
        );
      });
      sent.on('error', reject);
      void (async () => {
        for (const part of parts) {
          if (sent.destroyed || sent.writableFinished) return;
          sent.write(part);
          await new Promise((later) => setImmediate(later));
        }
        sent.end();
      })();
    });

  const final = async (id: string) => {
    for (let n = 0; n < 600; n++) {
      const { body } = await pms.api('GET', `/booking-imports/${id}`);
      if (['completed', 'failed', 'cancelled'].includes(String(body['status']))) return body;
      await new Promise((later) => setTimeout(later, 50));
    }
    throw new Error(`The import did not end: ${JSON.stringify((await pms.api('GET', `/booking-imports/${id}`)).body)}`);
  };

  it('a file that comes in parts is imported by a worker', async () => {
    const hotelId = await newHotel(pms);
    const file = fileOf(ROWS);
    const parts = Array.from({ length: Math.ceil(file.length / 10_007) }, (_, n) =>
      file.slice(n * 10_007, (n + 1) * 10_007),
    );
    const answer = await stream(pathOf(hotelId), parts);
    expect(answer.status).toBe(202);
    const done = await final(answer.body['id'] as string);
    expect(done).toMatchObject({ status: 'completed', counts: countsOf(ROWS), bytes: Buffer.byteLength(file) });
    const job = await pms.api('GET', `/jobs/${String(answer.body['jobId'])}`);
    expect(job.body).toMatchObject({ status: 'completed', hotelId, result: { imported: countsOf(ROWS).imported } });
  });

  it('a file beyond the limit is refused while it comes, and the connection closed', async () => {
    const hotelId = await newHotel(pms);
    const answer = await stream(pathOf(hotelId), Array(40).fill('x'.repeat(100_000)) as string[]);
    expect(answer).toMatchObject({ status: 413, connection: 'close', body: { code: 'PAYLOAD_TOO_LARGE' } });
    expect(await pms.sql('SELECT id FROM booking_import WHERE hotel_id = $1', [hotelId])).toEqual([]);
  });

  it('the same upload again with the same Idempotency-Key is the same import, another file is refused', async () => {
    const hotelId = await newHotel(pms);
    const key = { 'idempotency-key': `upload-${hotelId}` };
    const file = fileOf(ROWS.slice(0, 50));
    const first = await send(pms, pathOf(hotelId), file, key);
    expect(first.status).toBe(202);
    expect(await send(pms, pathOf(hotelId), file, key)).toMatchObject({ status: 202, text: first.text });
    const other = fileOf(ROWS.slice(0, 49));
    expect(await send(pms, pathOf(hotelId), other, key)).toMatchObject({ status: 422 });
    expect(await pms.sql('SELECT id FROM booking_import WHERE hotel_id = $1', [hotelId])).toEqual([
      { id: first.body['id'] },
    ]);
    await final(first.body['id'] as string);
    expect(await send(pms, pathOf(hotelId), file, key)).toMatchObject({ status: 202, text: first.text });
    expect((await pms.api('DELETE', `/booking-imports/${String(first.body['id'])}`)).status).toBe(204);
    // What was asked for was done, and then taken back by hand: it is not done again.
    expect(await send(pms, pathOf(hotelId), file, key)).toMatchObject({ status: 409 });
    expect(await pms.sql('SELECT id FROM booking_import WHERE hotel_id = $1', [hotelId])).toEqual([]);
  });

  it('a sender that goes away leaves nothing behind', async () => {
    const hotelId = await newHotel(pms);
    const headers = { authorization: `Bearer ${pms.platform.a.MANAGER.token}`, 'content-type': 'text/csv' };
    const sent = request({ port, host: '127.0.0.1', method: 'POST', path: `/api/v1${pathOf(hotelId)}`, headers });
    sent.on('error', () => undefined);
    sent.write(HEADER);
    const rows = () => pms.sql('SELECT id FROM booking_import WHERE hotel_id = $1', [hotelId]);
    while ((await rows()).length === 0) await new Promise((later) => setTimeout(later, 10));
    sent.destroy();
    for (let n = 0; n < 500 && (await rows()).length > 0; n++) await new Promise((later) => setTimeout(later, 10));
    expect(await rows()).toEqual([]);
  });

  it('a failed import says why, and the same file may come again', async () => {
    const hotelId = await newHotel(pms);
    const file = 'a,b\n1,2\n';
    const { id } = await accepted(pms, hotelId, file);
    expect(await final(id)).toMatchObject({ status: 'failed', error: { code: 'WRONG_HEADER' } });
    const next = await accepted(pms, hotelId, file);
    expect(next.id).not.toBe(id);
    await final(next.id);
    expect((await pms.api('DELETE', `/booking-imports/${next.id}`)).status).toBe(204);
  });
});
