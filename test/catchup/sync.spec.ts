import { afterAll, beforeAll } from '@jest/globals';
import { CatchupWorld } from './harness.js';
import { historiesCases } from './histories-cases.js';
import { preferencesCases } from './preferences-cases.js';
import { readingCases } from './reading-cases.js';

let world: CatchupWorld;
beforeAll(async () => (world = await CatchupWorld.start()));
afterAll(() => world?.stop());

preferencesCases(() => world);
readingCases(() => world);
historiesCases(() => world);
