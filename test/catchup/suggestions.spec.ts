import { afterAll, beforeAll } from '@jest/globals';
import { acceptanceCases } from './acceptance-cases.js';
import { decisionsCases } from './decisions-cases.js';
import { generationCases } from './generation-cases.js';
import { CatchupWorld } from './harness.js';
import { suggestionHistoriesCases } from './suggestion-histories-cases.js';
import { PeopleWorld } from './people-world.js';

let google: CatchupWorld;
let world: PeopleWorld;
beforeAll(async () => {
  google = await CatchupWorld.start({ ROLES: 'api,worker', JOBS_WAIT_MS: '20000' });
  world = new PeopleWorld(google.platform);
});
afterAll(() => google?.stop());

generationCases(() => world);
decisionsCases(() => world);
acceptanceCases(
  () => world,
  () => google,
);
suggestionHistoriesCases(() => world);
