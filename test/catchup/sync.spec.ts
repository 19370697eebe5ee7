import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { Config } from '../../src/platform/config/config.js';
import { ServerProcess } from '../support/server.js';
import { calendarListCases } from './calendar-list-cases.js';
import { googleReadingCases } from './google-reading-cases.js';
import { CatchupWorld } from './harness.js';
import { historiesCases } from './histories-cases.js';
import { jobsCases } from './jobs-cases.js';
import { scheduleJobsCases } from './schedule-jobs-cases.js';
import { preferencesCases } from './preferences-cases.js';
import { readingCases } from './reading-cases.js';

let world: CatchupWorld;
beforeAll(async () => (world = await CatchupWorld.start()));
afterAll(() => world?.stop());

preferencesCases(() => world);
readingCases(() => world);
calendarListCases(() => world);
historiesCases(() => world);
googleReadingCases(() => world);

describe('with a worker', () => {
  let worker: ServerProcess;
  const start = async () => {
    const { REDIS_PREFIX, GOOGLE_WATCH_URL } = world.get(Config);
    const [DATABASE_URL, REDIS_URL] = [world.platform.databaseUrl, process.env['TEST_REDIS_URL']!];
    worker = await ServerProcess.start({
      ...{
        DATABASE_URL,
        REDIS_URL,
        REDIS_PREFIX,
        GOOGLE_WATCH_URL: GOOGLE_WATCH_URL!,
        STORAGE_DIR: world.platform.fileFolder,
      },
      ...{ ...world.google.env, ROLES: 'worker', JOBS_LEASE_MS: '1500', JOBS_TICK_MS: '200', DATABASE_POOL_SIZE: '4' },
    });
  };
  beforeAll(async () => {
    // Of the readers without a queue.
    await world.sql('DELETE FROM job_live');
    await start();
  });
  afterEach(() => world.google.control('PUT', 'reset', {}));
  afterAll(() => worker?.end());

  for (const cases of [jobsCases, scheduleJobsCases])
    cases(
      () => world,
      () => ({ now: worker, restart: start }),
    );
});
