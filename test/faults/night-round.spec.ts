import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../support/databases.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { seedDemo, ServerProcess } from '../support/server.js';

const HOTELS = 1_000;
const BROKEN = 3;
const CRON = 'c'.repeat(32);

interface Round {
  success: boolean;
  totals: { hotels: number; completed: number; failed: number; skipped: number; open: number };
  hotels: { hotelId: number; status: string; error?: string }[];
}

describe('a night of 1,000 hotels', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let redis: TestRedis;
  let db: pg.Pool;
  let tenant: string;
  let broken: number[];
  const servers: ServerProcess[] = [];

  const start = async (roles: string) => {
    const server = await ServerProcess.start({
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      REDIS_PREFIX: 'round',
      ROLES: roles,
      JOBS_LEASE_MS: '1500',
      JOBS_TICK_MS: '200',
      JOBS_DRAIN_MS: '500',
      JOBS_WAIT_MS: '0',
    });
    servers.push(server);
    return server;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = await startTestRedis();
    db = new pg.Pool({ connectionString: database.url, max: 2 });
    seedDemo(database.url);
    tenant = (await db.query<{ id: string }>(`SELECT id FROM tenant WHERE slug = 'alpine'`)).rows[0]!.id;
    await db.query(
      `INSERT INTO hotel (tenant_id, name, time_zone, currency)
       SELECT $1, 'Hotel ' || n, (ARRAY['Pacific/Auckland', 'Europe/Madrid', 'America/Los_Angeles'])[n % 3 + 1], 'EUR'
       FROM generate_series(1, $2::int) AS n`,
      [tenant, HOTELS],
    );
    await db.query(
      `INSERT INTO room_category (tenant_id, hotel_id, code, name, base_price_minor)
       SELECT tenant_id, id, 'STD', 'Standard', 10000 FROM hotel WHERE tenant_id = $1 AND name LIKE 'Hotel %'`,
      [tenant],
    );
    await db.query(
      `INSERT INTO room (tenant_id, hotel_id, category_id, number)
       SELECT c.tenant_id, c.hotel_id, c.id, n::text FROM room_category c CROSS JOIN generate_series(101, 105) AS n
       WHERE c.tenant_id = $1 AND c.code = 'STD'`,
      [tenant],
    );
    // A zone nobody knows, as a bad import might leave it.
    const rows = await db.query<{ id: number }>(
      `UPDATE hotel SET time_zone = 'Mars/Olympus' WHERE name IN ('Hotel 100', 'Hotel 500', 'Hotel 900') RETURNING id`,
    );
    broken = rows.rows.map(({ id }) => id).sort((a, b) => a - b);
  });

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
    await db.end();
    await redis.stop();
    await database.drop();
  });

  it('three fail with their reasons, all others are done once, though a worker is killed in the middle', async () => {
    const ids = (
      await db.query<{ id: number }>(`SELECT id FROM hotel WHERE name LIKE 'Hotel %' AND tenant_id = $1`, [tenant])
    ).rows
      .map(({ id }) => id)
      .filter((id) => id > 0);
    const api = await start('api');
    const victim = await start('worker');
    const started = await api.call<{ jobId: string; statusUrl: string }>(
      'POST',
      '/api/v1/cron/recalc-availability',
      CRON,
      { hotelIds: ids.slice(-HOTELS) },
    );
    expect(started.status).toBe(202);
    const round = async () => (await api.call<Round>('GET', started.body.statusUrl, CRON)).body;
    for (;;) {
      const { totals } = await round();
      if (totals.completed > 50) break;
      await new Promise((again) => setTimeout(again, 10));
    }
    await victim.end('SIGKILL');
    expect((await round()).totals.open).toBeGreaterThan(0);
    await start('worker');
    const end = Date.now() + 180_000;
    let now = await round();
    while (now.totals.open > 0 && Date.now() < end) {
      await new Promise((again) => setTimeout(again, 200));
      now = await round();
    }
    expect(now.totals).toEqual({ hotels: HOTELS, completed: HOTELS - BROKEN, failed: BROKEN, skipped: 0, open: 0 });
    expect(now.success).toBe(false);
    const failed = now.hotels.filter(({ status }) => status === 'failed');
    expect(failed.map(({ hotelId }) => hotelId)).toEqual(broken);
    for (const { error } of failed) expect(error).toMatch(/Mars\/Olympus/);
    const { rows } = await db.query<{ hotels: number; runs: number }>(
      `SELECT count(DISTINCT hotel_id)::int AS hotels, count(*)::int AS runs FROM night_run
       WHERE job_name = 'availability-recalc'`,
    );
    expect(rows[0]).toEqual({ hotels: HOTELS - BROKEN, runs: HOTELS - BROKEN });

    // Asked again for the same night: answered from what was done, nobody is worked twice.
    const again = await api.call<{ statusUrl: string }>('POST', '/api/v1/cron/recalc-availability', CRON, {
      hotelIds: ids.filter((id) => !broken.includes(id)).slice(0, 20),
    });
    for (const stop = Date.now() + 60_000; Date.now() < stop;) {
      const { totals } = (await api.call<Round>('GET', again.body.statusUrl, CRON)).body;
      if (totals.open === 0) break;
      await new Promise((wait) => setTimeout(wait, 100));
    }
    const after = await db.query<{ runs: number }>(
      `SELECT count(*)::int AS runs FROM night_run WHERE job_name = 'availability-recalc'`,
    );
    expect(after.rows[0]!.runs).toBe(HOTELS - BROKEN);
  }, 300_000);
});
