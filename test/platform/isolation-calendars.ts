import { randomUUID } from 'node:crypto';
import { defaultPreferences } from '../../src/catchup/preferences/preferences.js';
import { told } from '../../src/catchup/preferences/preferences.dto.js';
import type { Platform, Tenant } from './harness.js';
import type { Owned } from './isolation-kinds.js';

const NOBODY = 'https://127.0.0.1';

/** Bodies of what a user sets for herself and her calendars. */
export const CALENDAR_BODIES: Record<string, (own: Owned) => object> = {
  'PUT /catchup/calendars': () => ({ selected: [] }),
  'PUT /catchup/preferences': () => told(defaultPreferences('Europe/Lisbon')),
  'POST /catchup/blocks': () => ({ kind: 'busy', weekly: { weekdays: [1], from: '18:00', to: '19:00' } }),
  // Addresses that the guarded client refuses at once.
  'POST /catchup/accounts/caldav': () => ({ serverUrl: NOBODY, username: 'matrix', password: 'matrix' }),
  'POST /catchup/accounts/ics': () => ({ url: NOBODY, name: 'Matrix' }),
};

/** What a route of hers is asked for. */
export const CALENDAR_QUERIES: Record<string, (own: Owned) => Record<string, string>> = {
  'GET /catchup/availability': () => ({ from: '2030-03-01T00:00:00Z', to: '2030-03-02T00:00:00Z' }),
  'GET /catchup/events': () => ({ from: '2030-03-01T00:00:00Z', to: '2030-03-08T00:00:00Z' }),
  'GET /catchup/availability/why': () => ({ at: '2030-03-01T12:00:00Z' }),
};

/** A block of the tenant's ADMIN. */
export async function ownBlock(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  made.block = randomUUID();
  await platform.sql.query(
    `INSERT INTO manual_block (tenant_id, user_id, id, kind, weekdays, from_time, to_time)
     VALUES ($1, $2, $3, 'busy', '{1}', '18:00', '19:00')`,
    [tenant.id, tenant.ADMIN.id, made.block],
  );
}
