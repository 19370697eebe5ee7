import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { rentalWorld } from '../statements/run-world.js';
import { createTestDatabase } from '../support/databases.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { freePort, seedDemo, ServerProcess } from '../support/server.js';

interface Job {
  id: string;
  status: string;
  progress: number;
  attempts: number;
  crashes: number;
  result: { totalRoomsCreated: number };
  error: unknown;
}

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

describe('processes die, Redis forgets, no job does', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let redis: TestRedis;
  let db: pg.Pool;
  let admin: string;
  let category: { id: number; rooms: number };
  let spare: number[];
  const servers: ServerProcess[] = [];

  const start = async (roles: string, env: Record<string, string> = {}) => {
    const server = await ServerProcess.start({
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      REDIS_PREFIX: 'faults',
      ROLES: roles,
      JOBS_LEASE_MS: '1500',
      JOBS_TICK_MS: '200',
      JOBS_DRAIN_MS: '500',
      THROTTLE_PER_MINUTE: '100000',
      ...env,
    });
    servers.push(server);
    return server;
  };

  const post = async (api: ServerProcess, data: object): Promise<Job> => {
    const answer = await api.call<Job>('POST', '/api/v1/jobs', admin, { type: 'room-generation', data });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  };

  const job = async (id: string): Promise<Job> => {
    const { rows } = await db.query<Job>(
      'SELECT id, status, progress, attempt AS attempts, crashes, result, error FROM job WHERE id = $1',
      [id],
    );
    return rows[0]!;
  };

  const until = async (id: string, condition: (job: Job) => boolean, ms = 60_000): Promise<Job> => {
    const end = Date.now() + ms;
    for (;;) {
      const now = await job(id);
      if (condition(now)) return now;
      if (Date.now() > end) throw new Error(`waited in vain: ${JSON.stringify(now)}\n${servers.at(-1)?.log}`);
      await new Promise((again) => setTimeout(again, 20));
    }
  };

  const final = (now: Job) => !['PENDING', 'QUEUED', 'RUNNING'].includes(now.status);

  const nights = async (from: string, to: string, categoryId = category.id) => {
    const { rows } = await db.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM room_night n JOIN room r ON r.id = n.room_id WHERE r.category_id = $1 AND stay_date BETWEEN $2 AND $3',
      [categoryId, from, to],
    );
    return rows[0]!.n;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = await startTestRedis();
    db = new pg.Pool({ connectionString: database.url, max: 3 });
    const users = seedDemo(database.url);
    admin = users.find((user) => user.email === 'admin@seaside.test')!.apiKey;
    const { rows } = await db.query<{ id: number; rooms: number }>(
      `SELECT c.id, count(r.id)::int AS rooms FROM room_category c JOIN room r ON r.category_id = c.id
       JOIN tenant t ON t.id = c.tenant_id WHERE t.slug = 'seaside' GROUP BY c.id ORDER BY rooms DESC, c.id`,
    );
    category = rows[0]!;
    spare = rows.slice(1).map((row) => row.id);
  });

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.end('SIGKILL')));
  });

  afterAll(async () => {
    await db.end();
    await redis.stop();
    await database.drop();
  });

  it('kill -9 of a worker in the middle of its batches: resumed at the checkpoint, counters exact', async () => {
    const api = await start('api');
    const first = await start('worker');
    const range = { startDate: day(400), endDate: day(699) };
    const { id } = await post(api, { roomCategoryId: category.id, ...range, batchSize: 1 });
    await until(id, (now) => now.progress >= 5);
    await first.end('SIGKILL');
    const before = await nights(range.startDate, range.endDate);
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(300 * category.rooms);

    await start('worker');
    const done = await until(id, final);
    expect(done).toMatchObject({
      status: 'COMPLETED',
      crashes: 1,
      result: { totalRoomsCreated: 300 * category.rooms },
    });
    expect(await nights(range.startDate, range.endDate)).toBe(300 * category.rooms);
  });

  it('kill -9 of a worker in the middle of the statements of all owners: each has one statement or a named reason', async () => {
    const { rows } = await db.query<{ id: string }>(`SELECT id FROM tenant WHERE slug = 'seaside'`);
    const size = { listings: 150, idle: 20, departures: ['2025-10-09', '2025-10-15', '2025-10-30'] };
    const world = await rentalWorld(db, rows[0]!.id, size);
    const api = await start('api');
    const body = { ownerId: 'all', startDate: '2025-10-01', endDate: '2025-10-31', calculationType: 'checkout' };
    const asked = await api.call<{ jobId: string }>('POST', '/api/v1/statements/generate', admin, body);
    expect(asked).toMatchObject({ status: 202 });
    const { jobId } = asked.body;
    const path = `/api/v1/statements/jobs/${jobId}`;
    const read = async () => (await api.call<{ progress: number; status: string }>('GET', path, admin)).body;
    const first = await start('worker');
    while ((await read()).progress < 20) await new Promise((again) => setTimeout(again, 5));
    await first.end('SIGKILL');
    expect((await read()).progress).toBeLessThan(150);

    await start('worker');
    await until(jobId, final);
    const run = await read();
    expect(run).toMatchObject({ status: 'completed', progress: 150 });
    const { rows: found } = await db.query<{
      owner: number;
      statements: number;
      net: number;
      state: string;
      reason: string | null;
    }>(
      `SELECT i.owner_id AS owner, i.state, i.reason, count(s.id)::int AS statements, sum(s.net_minor)::int AS net
       FROM statement_run_item i LEFT JOIN statement s ON s.owner_id = i.owner_id
       WHERE i.owner_id = ANY($1) GROUP BY i.owner_id, i.state, i.reason ORDER BY owner`,
      [world.owners],
    );
    // Three stays of 300.00, less a fifth.
    const made = (owner: number) => ({ owner, state: 'generated', reason: null, statements: 1, net: 72_000 });
    const idle = (owner: number) => ({ owner, state: 'skipped', reason: 'no_activity', statements: 0, net: null });
    expect(found).toEqual(world.owners.map((owner, n) => (n < 130 ? made(owner) : idle(owner))));
  });

  it('kill -9 of the API after the commit, before any doorbell: the job runs', async () => {
    const hole = await blackHole();
    const api = await start('api', { REDIS_URL: hole.url });
    const range = { startDate: day(1100), endDate: day(1109) };
    const { id } = await post(api, { roomCategoryId: category.id, ...range });
    await api.end('SIGKILL');
    hole.server.close();
    expect(final(await job(id))).toBe(false);
    await start('worker');
    expect(await until(id, final)).toMatchObject({ status: 'COMPLETED', attempts: 1, crashes: 0 });
    expect(await nights(range.startDate, range.endDate)).toBe(10 * category.rooms);
  });

  it('FLUSHALL again and again while jobs run: all end, nothing doubled', async () => {
    const api = await start('api');
    await start('worker');
    const jobs: Job[] = [];
    for (let i = 0; i < 40; i++) {
      const roomCategoryId = spare[i % spare.length] ?? category.id;
      jobs.push(await post(api, { roomCategoryId, startDate: day(700 + i), endDate: day(710 + i), batchSize: 1 }));
      if (i % 10 === 9) await redis.flushall();
    }
    for (const { id } of jobs) expect(await until(id, final)).toMatchObject({ status: 'COMPLETED' });
    const { rows } = await db.query<{ created: number; stored: number }>(
      `SELECT (SELECT sum((result ->> 'totalRoomsCreated')::int)::int FROM job WHERE id = ANY($1::uuid[])) AS created,
              (SELECT count(*)::int FROM room_night n JOIN generation_run g ON g.id = n.generation_run_id
               WHERE g.job_id = ANY($1::uuid[])) AS stored`,
      [jobs.map(({ id }) => id)],
    );
    expect(rows[0]!.created).toBe(rows[0]!.stored);
  });

  it('SIGTERM in the middle of a long job: quick, honest exit, no attempt spent, finished by another', async () => {
    const api = await start('api');
    const leaving = await start('worker');
    const range = { startDate: day(1110), endDate: day(1359) };
    const { id } = await post(api, { roomCategoryId: category.id, ...range, batchSize: 1 });
    await until(id, (now) => now.progress >= 2);
    const asked = Date.now();
    expect(await leaving.end('SIGTERM')).toBe(0);
    expect(Date.now() - asked).toBeLessThan(25_000);
    expect(await job(id)).toMatchObject({ attempts: 0, crashes: 0 });
    await start('worker');
    expect(await until(id, final)).toMatchObject({
      status: 'COMPLETED',
      attempts: 1,
      result: { totalRoomsCreated: 250 * category.rooms },
    });
  });

  it('Redis stopped: jobs are accepted and wait, and run when it is back', async () => {
    const api = await start('api,worker');
    await redis.pause();
    const { id } = await post(api, { roomCategoryId: category.id, startDate: day(1701), endDate: day(1702) });
    const ready = await api.fetch('/health/ready');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'degraded' });
    await redis.resume();
    expect(await until(id, final)).toMatchObject({ status: 'COMPLETED' });
  });
});

/** Accepts connections and never answers: a broker on the other side of a dead link. */
async function blackHole(): Promise<{ server: Server; url: string }> {
  const port = await freePort();
  const server = createServer(() => undefined);
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  return { server, url: `redis://127.0.0.1:${port}` };
}
