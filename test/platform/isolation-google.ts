import { randomUUID } from 'node:crypto';
import type { Platform, Tenant } from './harness.js';
import type { Owned } from './isolation-kinds.js';

/** Bodies of what a user does with her calendar accounts. */
export const GOOGLE_BODIES: Record<string, (own: Owned) => object> = {
  'POST /catchup/google/connect': () => ({}),
};

/** A calendar account of the tenant's ADMIN, which needs to be connected again: nobody asks a provider about it. */
export async function ownCalendarAccount(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  made.calendarAccount = randomUUID();
  await platform.sql.query(
    `INSERT INTO calendar_account (tenant_id, user_id, id, source, name, state, trouble, list_read_at)
     VALUES ($1, $2, $3, 'google', 'matrix@example.test', 'needs_reauth', 'Matrix', now())`,
    [tenant.id, tenant.ADMIN.id, made.calendarAccount],
  );
}
