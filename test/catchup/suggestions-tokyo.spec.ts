/**
 * @jest-environment ./test/support/zoned-environment.mjs
 * @jest-environment-options {"zone": "Asia/Tokyo"}
 */
/** Suggestions on a machine in Tokyo, rows and all: E9 and E10, one open of each contact, fifty users at a time. */
import { afterAll, beforeAll } from '@jest/globals';
import { generationCases } from './generation-cases.js';
import { PeopleWorld } from './people-world.js';
import { Platform } from '../platform/harness.js';

let world: PeopleWorld;
beforeAll(async () => {
  world = new PeopleWorld(await Platform.start({ ROLES: 'api,worker', JOBS_WAIT_MS: '20000', JOBS_TICK_MS: '200' }));
});
afterAll(() => world?.platform.stop());

generationCases(() => world);
