/**
 * @jest-environment ./test/support/zoned-environment.mjs
 * @jest-environment-options {"zone": "Asia/Tokyo"}
 */
/** Contacts, suggestions and what becomes of them on a machine in Tokyo, rows and all: E8 to E10, one open of each contact, fifty at a time. */
import { afterAll, beforeAll } from '@jest/globals';
import { contactsCases } from './contacts-cases.js';
import { generationCases } from './generation-cases.js';
import { lastContactCases } from './last-contact-cases.js';
import { PeopleWorld } from './people-world.js';
import { Platform } from '../platform/harness.js';

let world: PeopleWorld;
beforeAll(async () => {
  world = new PeopleWorld(await Platform.start({ ROLES: 'api,worker', JOBS_WAIT_MS: '20000', JOBS_TICK_MS: '200' }));
});
afterAll(() => world?.platform.stop());

generationCases(() => world);
contactsCases(() => world);
lastContactCases(() => world);
