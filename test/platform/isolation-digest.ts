import { randomUUID } from 'node:crypto';
import type { Platform, Tenant } from './harness.js';
import type { Owned } from './isolation-kinds.js';

/** Bodies of a user's number. */
export const DIGEST_BODIES: Record<string, (own: Owned) => object> = {
  'PUT /catchup/phone': () => ({ number: '+351912345678' }),
  'PUT /catchup/phone/code': () => ({ code: '000000' }),
};

const FORM = { type: 'application/x-www-form-urlencoded', body: 'MessageSid=SM1&MessageStatus=delivered' };

/** Calls of other programs: forms that are signed, or whose address is the credential. */
export const DIGEST_STREAMED: Record<string, { type: string; body: string }> = {
  'POST /sms/twilio/status': FORM,
  'POST /sms/twilio/inbound': FORM,
  'POST /catchup/digest/unsubscribe/{token}': { ...FORM, body: 'List-Unsubscribe=One-Click' },
};

/** A notification of the tenant's ADMIN. */
export async function ownNotification(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  made.notification = randomUUID();
  await platform.sql.query(
    `INSERT INTO notification (tenant_id, user_id, id, key, kind, due_at, state, reason, settled_at)
     VALUES ($1, $2, $3::uuid, 'matrix', 'digest', now(), 'skipped', 'nothing_to_say', now())`,
    [tenant.id, tenant.ADMIN.id, made.notification],
  );
}
