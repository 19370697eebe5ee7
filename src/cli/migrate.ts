import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { type Config, ConfigError, loadConfig } from '../platform/config/config.js';
import { ownerOptions } from '../platform/database/data-source.js';
import { prepareLogIns } from '../platform/database/log-in-roles.js';
import { requireTenantProof } from '../platform/database/tenant-policies.js';

/**
 * Applies the missing migrations, then runs what each migrate has to do with the present code: policies that ask for a proven
 * tenant, and the roles that the serving processes log in as. An advisory lock makes a second migrate wait.
 */
async function migrate(config: Config, print: (line: string) => void = console.log): Promise<void> {
  // Read first, so that a missing variable is reported before anything is changed.
  const urls = { app: config.appDatabaseUrl, system: config.systemDatabaseUrl };
  const dataSource = await new DataSource(ownerOptions(config.ownerDatabaseUrl)).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('nightshift:migrate'))`);
    const applied = await dataSource.runMigrations();
    for (const migration of applied) print(`applied ${migration.name}`);
    await requireTenantProof(dataSource);
    await prepareLogIns(dataSource, urls);
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
    const config = loadConfig({
      CRON_SECRET: filler,
      JWT_SECRET: filler,
      SECRET_KEYS: `none:${'x'.repeat(43)}`,
      ...process.env,
    });
    await migrate(config);
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : `Migration failed: ${(error as Error).message}`);
    process.exit(1);
  }
}
