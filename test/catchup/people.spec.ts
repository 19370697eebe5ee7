import { afterAll, beforeAll } from '@jest/globals';
import { Platform } from '../platform/harness.js';
import { contactsCases } from './contacts-cases.js';
import { feedCases } from './feed-cases.js';
import { lastContactCases } from './last-contact-cases.js';
import { PeopleWorld } from './people-world.js';
import { privacyCases } from './privacy-cases.js';

let world: PeopleWorld;
beforeAll(async () => {
  world = new PeopleWorld(await Platform.start());
});
afterAll(() => world?.platform.stop());

contactsCases(() => world);
lastContactCases(() => world);
feedCases(() => world);
privacyCases(() => world);
