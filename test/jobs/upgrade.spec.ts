import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CreatePlatform1764000000000 } from '../../migrations/1764000000000-create-platform.js';
import { CreateJobLedger1764000001000 } from '../../migrations/1764000001000-create-job-ledger.js';
import { CreateRooms1764000002000 } from '../../migrations/1764000002000-create-rooms.js';
import { Retention } from '../../src/platform/retention/retention.js';
import { logInUrl } from '../../src/platform/config/database-urls.js';
import { ownerOptions } from '../../src/platform/database/data-source.js';
import { JobsProcess } from './harness.js';
import { Once } from './kinds.js';

/** The schema before the ledger was split. */
const BEFORE = [CreatePlatform1764000000000, CreateJobLedger1764000001000, CreateRooms1764000002000];
const DAY = 86_400_000;

interface Old {
  status: string;
  /** Days since it was made. */
  age: number;
  name?: string;
  columns?: Record<string, unknown>;
}

const OLD: Record<string, Old> = {
  pending: { status: 'PENDING', age: 0, columns: { priority: 7 } },
  later: { status: 'PENDING', age: 1, columns: { due: false, run_at: new Date(Date.now() + DAY) } },
  queued: { status: 'QUEUED', age: 0, columns: { rung_at: new Date(), epoch: 3 } },
  running: {
    status: 'RUNNING',
    age: 0,
    columns: { token: 5, attempt: 2, worker: 'old', lease_until: new Date(Date.now() - 1_000), started_at: new Date() },
  },
  completed: { status: 'COMPLETED', age: 40, columns: { result: '{"n":1}', attempt: 1, token: 1, progress: 100 } },
  ancient: { status: 'COMPLETED', age: 800, columns: { result: '"old"' } },
  failed: { status: 'FAILED', age: 3, columns: { error: '{"code":"X","message":"discarded"}', attempt: 3 } },
  cancelled: { status: 'CANCELLED', age: 2 },
  dead: { status: 'DEAD', age: 2, columns: { error: '{"code":"X","message":"given up"}', attempt: 3, token: 3 } },
};

describe.each([
  ['a superuser', false],
  ['an owner who is none, bound by row-level security', true],
])('the split of the ledger, by %s', (_, plain) => {
  const name = `w_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const owner = `owner_${name}`;
  const [a, b] = [randomUUID(), randomUUID()];
  const ids = new Map<string, string>();
  let admin: pg.Client;
  let db: pg.Client;
  let ownerUrl: string;
  /** A superuser's are the roles of all tests; a plain owner has its own, as on a server with several installations. */
  let logIns: Record<'DATABASE_APP_URL' | 'DATABASE_SYSTEM_URL', string>;
  let node: JobsProcess | undefined;

  beforeAll(async () => {
    const url = new URL(process.env['TEST_DATABASE_URL']!);
    admin = new pg.Client({ connectionString: url.href });
    await admin.connect();
    if (plain) {
      await admin.query(`CREATE ROLE ${owner} LOGIN PASSWORD 'owner' NOSUPERUSER NOBYPASSRLS CREATEROLE`);
      await admin.query(`GRANT nightshift_app, nightshift_system TO ${owner} WITH ADMIN OPTION`);
    }
    await admin.query(`CREATE DATABASE ${name} ${plain ? `OWNER ${owner}` : ''}`);
    url.pathname = `/${name}`;
    db = new pg.Client({ connectionString: url.href });
    await db.connect();
    if (plain) [url.username, url.password] = [owner, 'owner'];
    ownerUrl = url.href;
    const logIn = (side: 'app' | 'system') => {
      const own = new URL(ownerUrl);
      [own.username, own.password] = [`${side}_${name}`, 'a long password'];
      return plain ? own.href : logInUrl(side, { DATABASE_URL: ownerUrl })!;
    };
    logIns = { DATABASE_APP_URL: logIn('app'), DATABASE_SYSTEM_URL: logIn('system') };

    const before = await new DataSource({ ...ownerOptions(ownerUrl), migrations: BEFORE }).initialize();
    await before.runMigrations();
    await before.destroy();
    await fill();
    migrate();
  });

  afterAll(async () => {
    await node?.stop();
    await db.end();
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    if (plain) await admin.query(`DROP ROLE app_${name}, system_${name}, ${owner}`);
    await admin.end();
  });

  /** What the old version left behind. */
  async function fill(): Promise<void> {
    await db.query(`INSERT INTO tenant (id, slug, name) VALUES ($1, 'a-tenant', 'A'), ($2, 'b-tenant', 'B')`, [a, b]);
    for (const [key, { status, age, columns = {} }] of Object.entries(OLD))
      for (const tenant of [a, b]) {
        const at = new Date(Date.now() - age * DAY);
        const id = uuidv7({ msecs: at.getTime() });
        ids.set(`${key}:${tenant}`, id);
        const final = !['PENDING', 'QUEUED', 'RUNNING'].includes(status);
        const row: Record<string, unknown> = {
          id,
          tenant_id: tenant,
          name: 'test-once',
          status,
          data: JSON.stringify({ key: `${key}:${tenant}` }),
          max_attempts: 3,
          created_at: at,
          run_at: at,
          scheduled_for: at,
          completed_at: final ? at : null,
          hotel_id: 4,
          ...columns,
        };
        const names = Object.keys(row);
        const values = names.map((_, i) => `$${i + 1}`);
        await db.query(`INSERT INTO job (${names.join(', ')}) VALUES (${values.join(', ')})`, Object.values(row));
      }
    await db.query(
      `INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome) SELECT tenant_id, id, 3, 3, 'failed' FROM job WHERE status = 'DEAD'`,
    );
    await db.query(
      `INSERT INTO dead_letter (id, tenant_id, job_id, name, data, error, reason, attempts)
       SELECT gen_random_uuid(), tenant_id, id, name, data, error, 'exhausted', 3 FROM job WHERE status = 'DEAD'`,
    );
    await db.query(`INSERT INTO queue_pause (name, tenant_id) VALUES ('somewhere-else', $1)`, [a]);
  }

  /** The product's own command. */
  function migrate(): void {
    const run = spawnSync(process.execPath, [resolve(import.meta.dirname, '../../dist/src/cli/migrate.js')], {
      env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: ownerUrl, ...logIns },
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`migrations failed:\n${run.stdout}${run.stderr}`);
  }

  const idOf = (key: string, tenant = a) => ids.get(`${key}:${tenant}`)!;

  it('loses no job and changes none, but for rings', async () => {
    const { rows } = await db.query<{ id: string; status: string; live: boolean; rank: number; priority: number }>(
      `SELECT id, status, rank, priority, id IN (SELECT id FROM job_live) AS live FROM job`,
    );
    expect(rows).toHaveLength(Object.keys(OLD).length * 2);
    for (const [key, { status }] of Object.entries(OLD))
      for (const tenant of [a, b]) {
        const row = rows.find(({ id }) => id === idOf(key, tenant))!;
        expect(row.status).toBe(status === 'QUEUED' ? 'PENDING' : status);
        expect(row.live).toBe(['PENDING', 'QUEUED', 'RUNNING'].includes(status));
        expect(row.rank).toBe(row.priority);
      }
    const one = async (key: string) =>
      (await db.query<Record<string, unknown>>('SELECT * FROM job WHERE id = $1', [idOf(key)])).rows[0]!;
    expect(await one('running')).toMatchObject({ token: 5, attempt: 2, worker: 'old', hotel_id: 4 });
    expect(await one('completed')).toMatchObject({ result: { n: 1 }, progress: 100, completed_at: expect.any(Date) });
    expect(await one('queued')).toMatchObject({ due: true, rung_at: null, bell: null });
    expect(await one('later')).toMatchObject({ due: false });
    const letters = await db.query('SELECT 1 FROM dead_letter JOIN job ON job.id = job_id WHERE resolved_at IS NULL');
    expect(letters.rowCount).toBe(2);
  });

  it('puts the history into months, also those long past, and months ahead are there', async () => {
    const { rows } = await db.query<{ month: string; partition: string }>(
      `SELECT to_char(created_at AT TIME ZONE 'UTC', '"job_history_"YYYY_MM') AS month, tableoid::regclass::text AS partition
       FROM job_history`,
    );
    for (const { month, partition } of rows) expect(partition).toBe(month);
    const { rows: ahead } = await db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_inherits WHERE inhparent = 'job_history'::regclass AND inhrelid::regclass::text > $1`,
      [`job_history_${new Date().toISOString().slice(0, 7).replace('-', '_')}`],
    );
    // Three months, and the partition for what fits nowhere.
    expect(ahead[0]!.n).toBe(4);
  });

  it('keeps tenants apart, in every part and partition', async () => {
    const app = new pg.Client({ connectionString: logIns.DATABASE_APP_URL, options: '-c role=nightshift_app' });
    await app.connect();
    const seen = async () => (await app.query<{ tenant_id: string }>('SELECT DISTINCT tenant_id FROM job')).rows;
    expect(await seen()).toEqual([]);
    const { rows: proof } = await db.query<{ proof: string }>(
      `SELECT encode(sha256(key || convert_to($1, 'UTF8')), 'hex') AS proof FROM tenant_proof_key`,
      [a],
    );
    await app.query(`SELECT set_config('app.tenant_id', $1, false), set_config('app.tenant_proof', $2, false)`, [
      a,
      proof[0]!.proof,
    ]);
    expect(await seen()).toEqual([{ tenant_id: a }]);
    const moved = app.query(`UPDATE job_history SET tenant_id = $1`, [b]);
    await expect(moved).rejects.toThrow(/row-level security/);
    const { rows } = await db.query<{ partition: string }>(
      `SELECT inhrelid::regclass::text AS partition FROM pg_inherits WHERE inhparent = 'job_history'::regclass`,
    );
    for (const { partition } of rows)
      await expect(app.query(`SELECT 1 FROM ${partition}`)).rejects.toThrow(/permission denied/);
    await expect(app.query(`SELECT ledger_drop('2020-01-01')`)).rejects.toThrow(/permission denied/);
    await app.end();
    const { rows: unforced } = await db.query(
      `SELECT relname FROM pg_class WHERE relname LIKE 'job\\_%' AND relkind IN ('r', 'p') AND relname NOT IN ('job_kind', 'job_round')
         AND NOT (relrowsecurity AND relforcerowsecurity)`,
    );
    expect(unforced).toEqual([]);
  });

  it('what waited runs, what ran elsewhere is taken back, what was given up can be requeued', async () => {
    await db.query(
      `CREATE TABLE test_effect (key text, attempt int); GRANT ALL ON test_effect TO nightshift_app, nightshift_system`,
    );
    node = await JobsProcess.start({
      ...logIns,
      REDIS_URL: process.env['TEST_REDIS_URL']!,
      REDIS_PREFIX: name,
      // No scheduler: months go when the test says so.
      ROLES: 'api,worker',
      JOBS_KEEP_MONTHS: '3',
    });
    for (const key of ['pending', 'queued', 'running'])
      for (const tenant of [a, b])
        expect(await node.as(tenant, () => node!.jobs.waitFor(idOf(key, tenant), 20_000))).toMatchObject({
          status: 'completed',
          crashes: key === 'running' ? 1 : 0,
        });
    const { deadLetters } = await node.as(a, () => node!.letters.list({ jobName: Once.name }, 50, 0));
    expect(deadLetters).toMatchObject([{ jobId: idOf('dead') }]);
    await node.as(a, () => node!.letters.requeue(deadLetters[0]!.id));
    expect(await node.as(a, () => node!.jobs.waitFor(idOf('dead'), 20_000))).toMatchObject({ status: 'completed' });
    expect((await node.as(a, () => node!.jobs.get(idOf('dead')))).attemptLog).toHaveLength(2);
  });

  it('months that nobody keeps go, those that somebody keeps stay', async () => {
    await node!.app.get(Retention).keep();
    const { rows } = await db.query<{ id: string }>('SELECT id FROM job WHERE id = ANY($1)', [
      ['ancient', 'completed'].map((key) => idOf(key)),
    ]);
    expect(rows).toEqual([{ id: idOf('completed') }]);
  });
});
