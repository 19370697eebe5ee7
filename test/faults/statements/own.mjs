// The long form: the same on a Postgres and a Redis of its own, with the durability they have in production.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase, startPostgres } from '../../../scripts/lib/postgres.mjs';
import { programFile } from '../../../scripts/lib/programs.mjs';
import { startRedis } from '../../../scripts/lib/redis.mjs';
import { cli } from '../../../scripts/lib/server.mjs';
import { statementFaults } from './suite.mjs';

const SECRETS = { CRON_SECRET: 'c'.repeat(32), JWT_SECRET: 'j'.repeat(32), SECRET_KEYS: `test:${'k'.repeat(43)}` };
const LONG = { listings: 2_000, stays: 100_000, imported: 50_000, kills: 2, full: true };
const SHORT = { listings: 60, stays: 1_000, imported: 0, kills: 1, full: false };

/** @param short the sizes of the test; say: told what happens */
export async function statements(folder, { seed, short, say }) {
  const place = join(folder, 'servers', 'statements');
  mkdirSync(place, { recursive: true });
  const [postgres, redis] = await Promise.all([startPostgres({ folder: place }), startRedis({ folder: place })]);
  const databaseUrl = await createDatabase(postgres.url, 'statements');
  await cli('migrate', { ...process.env, ...SECRETS, DATABASE_URL: databaseUrl });
  const seeding = spawnSync(process.execPath, [programFile('cli/seed')], {
    env: { ...process.env, ...SECRETS, DATABASE_URL: databaseUrl, NIGHTSHIFT_HOME: place },
    encoding: 'utf8',
  });
  if (seeding.status !== 0) throw new Error(`the demo could not be made: ${seeding.stderr}${seeding.stdout}`);
  const { users } = JSON.parse(readFileSync(join(place, 'credentials.json'), 'utf8'));
  const { apiKey: token } = users.find(({ email }) => email === 'manager@alpine.test');
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  const { rows } = await db.query(`SELECT id FROM tenant WHERE slug = 'alpine'`);
  await db.end();
  const options = {
    ...(short ? SHORT : LONG),
    databaseUrl,
    redisUrl: redis.url,
    tenantId: rows[0].id,
    token,
    seed,
    say,
  };
  const report = await statementFaults(folder, options);
  print(report);
  return report;
}

function print({ counts, times, found, ok }) {
  console.log('  statements: a provider that fails, and kill -9 in the middle of everything');
  for (const [name, seconds] of Object.entries(times)) console.log(`  ${name}: ${seconds} s`);
  for (const [name, count] of Object.entries(counts)) console.log(`  ${name}: ${JSON.stringify(count)}`);
  for (const [kind, all] of Object.entries(found))
    if (all.length > 0) console.log(`  ${kind} ${all.length}: ${all.slice(0, 8).join('\n    ')}`);
  console.log(`  statements: ${ok ? 'holds' : 'FAILED'}`);
}
