import { defaultPreferences } from '../../src/catchup/preferences/preferences.js';
import type { Owned } from './isolation-kinds.js';

/** Bodies of what a user sets for herself and her calendars. */
export const CALENDAR_BODIES: Record<string, (own: Owned) => object> = {
  'PUT /catchup/preferences': () => defaultPreferences('Europe/Lisbon'),
};
