import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import pg from 'pg';

/** Migrates one template database for the run, with the product's own command; every test file clones it. */
export default async function setup(): Promise<void> {
  const admin = process.env['TEST_DATABASE_URL'];
  // Pure tests run without servers; those that need one report that themselves.
  if (!admin) return;
  const name = `template_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(admin);
  url.pathname = `/${name}`;
  const run = spawnSync(process.execPath, [resolve(import.meta.dirname, '../../dist/src/cli/migrate.js')], {
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: url.href },
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`migrations failed:\n${run.stdout}${run.stderr}`);
  process.env['TEST_TEMPLATE_DB'] = name;
}
