import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { emulatorCases } from './emulator-cases.js';
import { googleAccountsCases } from './google-accounts-cases.js';
import { googleCallsCases } from './google-calls-cases.js';
import { googleOAuthCases } from './google-oauth-cases.js';
import { googleSecretsCases } from './google-secrets-cases.js';
import { googleTokensCases } from './google-tokens-cases.js';
import { standInCases } from './google-stand-in-cases.js';
import { CatchupWorld } from './harness.js';

let world: CatchupWorld;
beforeAll(async () => (world = await CatchupWorld.start()));
afterAll(() => world?.stop());
beforeEach(() => world.google.control('PUT', 'reset', {}));

googleOAuthCases(() => world);
googleTokensCases(() => world);
googleCallsCases(() => world);
googleAccountsCases(() => world);
googleSecretsCases(() => world);
emulatorCases(() => world);
standInCases(() => world);
