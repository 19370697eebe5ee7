import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../support/databases.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { seedDemo, ServerProcess } from '../support/server.js';
import { countsOf, fileOf, madeRows } from './booking-rows.js';

const ROWS = madeRows(2, 12_000, 0.1);

interface Import {
  id: string;
  status: string;
  counts: { imported: number; read: number };
}

describe('a worker that dies in the middle of an import', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let redis: TestRedis;
  let db: pg.Pool;
  let manager: string;
  const servers: ServerProcess[] = [];
  const start = async (roles: string) => {
    const server = await ServerProcess.start({
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      REDIS_PREFIX: 'imports',
      ROLES: roles,
      JOBS_LEASE_MS: '1500',
      JOBS_TICK_MS: '200',
      THROTTLE_PER_MINUTE: '100000',
    });
    servers.push(server);
    return server;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = await startTestRedis();
    db = new pg.Pool({ connectionString: database.url, max: 1 });
    manager = seedDemo(database.url).find(({ email }) => email === 'manager@seaside.test')!.apiKey;
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
    await db?.end();
    await redis?.stop();
    await database?.drop();
  });

  it('kill -9, twice: another goes on at the checkpoint; no booking doubled, none lost, counts exact', async () => {
    const api = await start('api');
    const { rows } = await db.query<{ hotel: number; code: string }>(
      `SELECT c.hotel_id AS hotel, c.code FROM room_category c JOIN tenant t ON t.id = c.tenant_id
       WHERE t.slug = 'seaside' ORDER BY c.id LIMIT 1`,
    );
    const { hotel, code } = rows[0]!;
    const query = new URLSearchParams({
      hotelId: String(hotel),
      sourceHotel: 'Resort Hotel',
      roomTypes: `A:${code},B:${code}`,
    });
    const sent = await api.fetch(`/api/v1/booking-imports?${query.toString()}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${manager}`, 'content-type': 'text/csv' },
      body: fileOf(ROWS),
    });
    expect(sent.status).toBe(202);
    const { id, jobId } = (await sent.json()) as { id: string; jobId: string };
    const now = async () => (await api.call<Import>('GET', `/api/v1/booking-imports/${id}`, manager)).body;
    const until = async (condition: (one: Import) => boolean): Promise<Import> => {
      for (const end = Date.now() + 45_000; Date.now() < end;) {
        const one = await now();
        if (condition(one)) return one;
        await new Promise((again) => setTimeout(again, 5));
      }
      throw new Error(`waited in vain: ${JSON.stringify(await now())}\n${servers.at(-1)!.log}`);
    };

    for (const least of [1, 4_000]) {
      const worker = await start('worker');
      await until(({ counts }) => counts.read > least);
      await worker.end('SIGKILL');
      const { counts, status } = await now();
      expect(status).not.toBe('completed');
      expect(counts.read).toBeLessThan(ROWS.length);
    }
    await start('worker');
    const done = await until(({ status }) => ['completed', 'failed'].includes(status));
    expect(done).toMatchObject({ status: 'completed', counts: countsOf(ROWS) });
    const { rows: stored } = await db.query<Record<string, number>>(
      `SELECT count(*)::int AS bookings, count(DISTINCT import_line)::int AS lines,
         (SELECT count(*)::int FROM booking_import_reject WHERE import_id = $1) AS rejects,
         (SELECT count(*)::int FROM booking_import_chunk WHERE import_id = $1) AS chunks,
         (SELECT crashes FROM job WHERE id = $2) AS crashes
       FROM booking WHERE import_id = $1`,
      [id, jobId],
    );
    const { imported, rejected } = countsOf(ROWS);
    expect(stored[0]).toEqual({ bookings: imported, lines: imported, rejects: rejected, chunks: 0, crashes: 2 });
  });
});
