import { defaultPreferences } from '../../src/catchup/preferences/preferences.js';
import type { Owned } from './isolation-kinds.js';

/** Bodies of what a user sets for herself and her calendars. */
export const CALENDAR_BODIES: Record<string, (own: Owned) => object> = {
  'PUT /catchup/calendars': () => ({ selected: [] }),
  'PUT /catchup/preferences': () => defaultPreferences('Europe/Lisbon'),
};

export const CALENDAR_QUERIES: Record<string, () => Record<string, string>> = {
  'GET /catchup/events': () => ({ from: '2030-03-01T00:00:00Z', to: '2030-03-08T00:00:00Z' }),
};
