import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/server.js';
import { JobsWorld } from './harness.js';

const LEASE_MS = 2_000;

describe('a process whose loop is blocked', () => {
  let world: JobsWorld;
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    world = await JobsWorld.create();
    folder = mkdtempSync(join(tmpdir(), 'nightshift-blocked-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      const gone = new Promise((done) => child.once('exit', done));
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await gone;
    }
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const worker = async (env: Record<string, string>) => {
    const child = spawn(process.execPath, [resolve(import.meta.dirname, 'blocked-loop.mjs')], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        CRON_SECRET: 'c'.repeat(32),
        JWT_SECRET: 'j'.repeat(32),
        SECRET_KEYS: `k1:${'A'.repeat(43)}=`,
        DATABASE_URL: world.url,
        REDIS_URL: world.redisUrl,
        REDIS_PREFIX: world.prefix,
        ROLES: 'worker',
        PORT: String(await freePort()),
        LOG_LEVEL: 'error',
        JOBS_LEASE_MS: String(LEASE_MS),
        JOBS_TICK_MS: '100',
        TOLD: join(folder, 'told'),
        ...env,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    children.push(child);
    return child;
  };
  const told = () =>
    existsSync(join(folder, 'told'))
      ? readFileSync(join(folder, 'told'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => line.split(' ') as [string, string, string])
      : [];
  const began = () => told().filter(([what]) => what === 'began');
  const ask = async (ms: number) => {
    const id = randomUUID();
    await world.db.query(
      `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, run_at, due)
       VALUES ($1, $2, 'block', $3, 3, now(), true)`,
      [id, world.a, JSON.stringify({ ms })],
    );
    return id;
  };

  it('keeps its job for several leases, though another worker looks out for lost ones', async () => {
    const first = await worker({ BLOCKS: '1' });
    await ask(4 * LEASE_MS);
    await world.until(() => Promise.resolve(began().length === 1), 60_000);
    await worker({});
    await world.drain(60_000);
    expect(told().map(([what, pid]) => [what, Number(pid)])).toEqual([
      ['began', first.pid],
      ['ended', first.pid],
    ]);
    expect(await world.count(`status = 'COMPLETED' AND token = 1 AND crashes = 0`)).toBe(1);
  }, 180_000);

  it('loses it once it has been blocked for too long', async () => {
    const first = await worker({ BLOCKS: '1', JOBS_BLOCKED_MS: String(2 * LEASE_MS) });
    await ask(3_600_000);
    await world.until(() => Promise.resolve(began().length === 1), 60_000);
    const second = await worker({});
    await world.drain(60_000);
    expect(told().map(([what, pid]) => [what, Number(pid)])).toEqual([
      ['began', first.pid],
      ['began', second.pid],
      ['ended', second.pid],
    ]);
    expect(await world.count(`status = 'COMPLETED' AND crashes = 1`)).toBe(1);
  }, 180_000);
});
