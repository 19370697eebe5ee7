import { randomUUID } from 'node:crypto';
import { openSuggestion } from '../platform/isolation-people.js';
import { type Place, post } from './keyed-place.js';

/** An open suggestion of its own, at an hour that no other request uses. */
const suggestion =
  (inHours: number) =>
  async (place: Place): Promise<void> => {
    const { platform, tenant, ids } = place;
    const contact = await post(place, '/catchup/contacts', { name: randomUUID(), frequency: 'weekly' });
    ids.suggestion = await openSuggestion(platform, tenant, contact['id'] as string, inHours);
  };

/** The state in which each route finds its suggestion. */
export const PEOPLE_BEFORE: Record<string, (place: Place) => Promise<unknown>> = {
  // Without an account that could be asked nothing is read.
  'POST /catchup/calendars/sync': ({ platform, tenant }) =>
    platform.sql.query(`UPDATE calendar_account SET state = 'active' WHERE user_id = $1`, [tenant.ADMIN.id]),
  // Three an hour.
  'POST /catchup/digest/test': ({ platform }) => platform.sql.query(`DELETE FROM notification WHERE kind = 'test'`),
  'POST /catchup/suggestions/{id}/accept': suggestion(96),
  'POST /catchup/suggestions/{id}/dismiss': suggestion(120),
  'POST /catchup/suggestions/{id}/snooze': suggestion(144),
  'POST /catchup/suggestions/{id}/reopen': async (place) => {
    await suggestion(168)(place);
    await place.platform.sql.query(`UPDATE suggestion SET state = 'dismissed', decision = 'not_now' WHERE id = $1`, [
      place.ids.suggestion,
    ]);
  },
};
