import { afterAll, beforeAll } from '@jest/globals';
import { Platform } from '../platform/harness.js';
import { availabilityCases } from './availability-cases.js';
import { caldavCases } from './caldav-cases.js';
import { icsCases } from './ics-cases.js';

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({ OUTBOUND_ALLOW: '127.0.0.1' });
});
afterAll(() => platform?.stop());

caldavCases(() => platform);
icsCases(() => platform);
availabilityCases(() => platform);
