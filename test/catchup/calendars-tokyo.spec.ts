/**
 * @jest-environment ./test/support/zoned-environment.mjs
 * @jest-environment-options {"zone": "Asia/Tokyo"}
 */
import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { googleReadingCases } from './google-reading-cases.js';
import { googleTokensCases } from './google-tokens-cases.js';
import { CatchupWorld } from './harness.js';
import { readingCases } from './reading-cases.js';

/** Calendars on a machine in Tokyo: E11 to E13, rows and the log of requests, and the rules of tokens. */
let world: CatchupWorld;
beforeAll(async () => (world = await CatchupWorld.start()));
afterAll(() => world?.stop());

readingCases(() => world);
googleReadingCases(() => world);
describe('at Google', () => {
  beforeEach(() => world.google.control('PUT', 'reset', {}));
  googleTokensCases(() => world);
});
