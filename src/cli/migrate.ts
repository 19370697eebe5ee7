import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { ConfigError, loadConfig } from '../platform/config/config.js';
import { ownerOptions } from '../platform/database/data-source.js';

/** Applies the migrations that are missing. One process at a time: an advisory lock makes others wait. */
export async function migrate(databaseUrl: string, print: (line: string) => void = console.log): Promise<void> {
  const dataSource = await new DataSource(ownerOptions(databaseUrl)).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('nightshift:migrate'))`);
    const applied = await dataSource.runMigrations();
    for (const migration of applied) print(`applied ${migration.name}`);
    if (applied.length === 0) print('schema is up to date');
  } finally {
    await lock.query(`SELECT pg_advisory_unlock(hashtext('nightshift:migrate'))`).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}

if (process.argv[1] === import.meta.filename) {
  try {
    // Migrations need the database only; the other settings may be absent here.
    const filler = 'x'.repeat(32);
    const config = loadConfig({ CRON_SECRET: filler, JWT_SECRET: filler, ...process.env });
    await migrate(config.databaseUrl);
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : `Migration failed: ${(error as Error).message}`);
    process.exit(1);
  }
}
