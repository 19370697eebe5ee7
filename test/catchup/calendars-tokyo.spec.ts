/**
 * @jest-environment ./test/support/zoned-environment.mjs
 * @jest-environment-options {"zone": "Asia/Tokyo"}
 */
import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { contactsCases } from './contacts-cases.js';
import { googleReadingCases } from './google-reading-cases.js';
import { googleTokensCases } from './google-tokens-cases.js';
import { CatchupWorld } from './harness.js';
import { lastContactCases } from './last-contact-cases.js';
import { PeopleWorld } from './people-world.js';
import { readingCases } from './reading-cases.js';

/** Calendars and contacts on a machine in Tokyo: E8 and E9 in SQL, E11 to E13 with rows and the log of requests, the rules of tokens. */
let world: CatchupWorld;
beforeAll(async () => (world = await CatchupWorld.start()));
afterAll(() => world?.stop());
const people = () => new PeopleWorld(world.platform);

readingCases(() => world);
googleReadingCases(() => world);
contactsCases(people);
lastContactCases(people);
describe('at Google', () => {
  beforeEach(() => world.google.control('PUT', 'reset', {}));
  googleTokensCases(() => world);
});
