#!/usr/bin/env node
/** npm run openapi: writes openapi.json from the code, on a private Postgres and Redis. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, install } from './lib/install.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { fail, step } from './lib/print.mjs';
import { startRedis } from './lib/redis.mjs';
import { cli } from './lib/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'nightshift-openapi-'));
const running = [];
let code = 0;
try {
  await step('dependencies', install);
  await step('build', build);
  await step('openapi.json', async (say) => {
    const postgres = await startPostgres({ folder, fast: true });
    running.push(postgres.stop);
    const redis = await startRedis({ folder, appendOnly: false, say });
    running.push(redis.stop);
    const secret = 'x'.repeat(32);
    const env = {
      ...process.env,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      CRON_SECRET: secret,
      JWT_SECRET: secret,
      SECRET_KEYS: `k1:${'x'.repeat(43)}`,
    };
    await cli('migrate', env);
    await cli('openapi', env);
  });
} catch (error) {
  fail(error);
  code = 1;
}
for (const stop of running.reverse()) await stop();
rmSync(folder, { recursive: true, force: true });
process.exit(code);
