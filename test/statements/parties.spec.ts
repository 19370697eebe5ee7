import { afterAll, beforeAll } from '@jest/globals';
import { agreementsCases } from './agreements-cases.js';
import { moneyCases } from './money-cases.js';
import { ownersCases } from './owners-cases.js';
import { start, stop } from './rental-world.js';
import { staysCases } from './stays-cases.js';

// One application for all of them: it takes longer to start than any of them to run.
beforeAll(start);
afterAll(stop);

ownersCases();
agreementsCases();
staysCases();
moneyCases();
