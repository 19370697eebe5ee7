#!/usr/bin/env node
/** npm run openapi: writes openapi.json from the code, on a private Postgres and Redis. */
import { runInFolder } from './lib/in-folder.mjs';
import { build, install } from './lib/install.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { step } from './lib/print.mjs';
import { startRedis } from './lib/redis.mjs';
import { cli } from './lib/server.mjs';

runInFolder('openapi', async (folder) => {
  await step('dependencies', install);
  await step('build', build);
  await step('openapi.json', async (say) => {
    const postgres = await startPostgres({ folder, fast: true });
    const redis = await startRedis({ folder, appendOnly: false, say });
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
  return 0;
});
