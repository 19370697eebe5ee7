import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../support/databases.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { seedDemo } from '../support/server.js';

interface Counts {
  generated: number;
  unchanged: number;
  skipped: number;
  errors: number;
}

interface Report {
  counts: { listings: number; stays: number; lines: number; run: Counts; retried: Counts };
  found: Record<string, string[]>;
}

/** The short form of the last part of `npm run test:faults`: the same rules, 60 listings, each fault, each kill once. */
describe('owner statements of a provider that fails, in processes that are killed', () => {
  const seed = randomInt(1_000_000_000);
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let redis: TestRedis;
  let report: Report;

  beforeAll(async () => {
    [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
    const token = seedDemo(database.url).find(({ email }) => email === 'manager@alpine.test')!.apiKey;
    const db = new pg.Client({ connectionString: database.url });
    await db.connect();
    const { rows } = await db.query<{ id: string }>(`SELECT id FROM tenant WHERE slug = 'alpine'`);
    await db.end();
    const sizes = { listings: 60, stays: 1_000, kills: 1, full: false };
    report = await program({
      ...{ databaseUrl: database.url, redisUrl: redis.url, tenantId: rows[0]!.id, token, seed },
      ...sizes,
    });
  }, 400_000);
  afterAll(async () => {
    await redis?.stop();
    await database?.drop();
  });

  it('every stay is kept once, though the reading lost its process', () => {
    expect(report.counts).toMatchObject({ listings: 60 });
    expect(report.counts.stays).toBeGreaterThan(900);
    expect(report.found).toMatchObject({ lost: [], doubled: [] });
  });

  it('every owner has one statement or the reason for none, also after those that failed were run again', () => {
    const { run, retried } = report.counts;
    expect(report.found).toMatchObject({ outcomes: [] });
    expect(run.errors).toBe(retried.errors + 1);
    expect(retried.generated + retried.unchanged).toBe(run.generated + run.unchanged + 1);
  });

  it('every line is what plain SQL says, and the totals are their sums', () => {
    expect(report.counts.lines).toBeGreaterThan(400);
    expect(report.found).toMatchObject({ differences: [], totals: [] });
  });

  it('no key of a provider, address or account of an owner is in a log; no key in clear in the database', () => {
    expect(report.found).toMatchObject({ leaks: [] });
  });
});

async function program(options: object): Promise<Report> {
  const file = join(import.meta.dirname, 'statements/program.mjs');
  const child = spawn(process.execPath, [file, JSON.stringify(options)], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const code = await new Promise((done) => child.once('close', done));
  process.stderr.write(`\n${output.err}\n`);
  if (code !== 0) throw new Error(`the program ended with ${String(code)}`);
  return JSON.parse(output.out.trim().split('\n').at(-1)!) as Report;
}
