import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export default async function teardown(): Promise<void> {
  const name = process.env['TEST_TEMPLATE_DB'];
  if (!process.env['TEST_DATABASE_URL'] || !name?.startsWith('template_')) return;
  // The file that shared-document.ts wrote.
  rmSync(join(tmpdir(), `nightshift-openapi-${name}.json`), { force: true });
  const client = new pg.Client({ connectionString: process.env['TEST_DATABASE_URL'] });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.end();
}
