import { randomUUID } from 'node:crypto';
import type { Platform, Tenant } from './harness.js';
import type { Owned } from './isolation-kinds.js';

/** Bodies of contacts and suggestions. */
export const PEOPLE_BODIES: Record<string, (own: Owned) => object> = {
  'POST /catchup/contacts': () => ({ name: randomUUID(), frequency: 'monthly' }),
  'PATCH /catchup/contacts/{id}': () => ({ name: 'Taken over' }),
  'POST /catchup/contacts/{id}/met': () => ({ on: '2026-01-31' }),
  'POST /catchup/suggestions/{id}/accept': () => ({}),
  'POST /catchup/suggestions/{id}/dismiss': () => ({ reason: 'not_now' }),
  'POST /catchup/suggestions/{id}/snooze': () => ({ until: '2027-01-31' }),
};

const FILE = {
  type: 'multipart/form-data; boundary=b',
  body: '--b\r\ncontent-disposition: form-data; name="file"; filename="c.csv"\r\n\r\nname\r\nImported\r\n--b--\r\n',
};

export const PEOPLE_STREAMED: Record<string, { type: string; body: string }> = {
  'POST /catchup/contacts/imports': FILE,
  'POST /catchup/contacts/imports/preview': FILE,
};

const REASON = {
  ...{ lastContactOn: null, daysSince: 45, frequency: 'monthly', ratio: 1.5 },
  slot: { weekday: 2, time: '18:00', freeWeeks: 0, weeks: 0 },
};

/** An open suggestion of the tenant's ADMIN for the next free hour but some; answers its id. */
export async function openSuggestion(
  platform: Platform,
  tenant: Tenant,
  contact: string,
  inHours = 72,
): Promise<string> {
  const id = randomUUID();
  await platform.sql.query(
    `INSERT INTO suggestion (tenant_id, user_id, id, contact_id, kind, starts_at, ends_at, score, reason)
     SELECT $1, $2, $3, $4, 'overdue', at, at + interval '1 hour', 0.75, $5
     FROM (SELECT date_trunc('day', now()) + interval '12 hours' + make_interval(hours => $6) AS at) t`,
    [tenant.id, tenant.ADMIN.id, id, contact, JSON.stringify(REASON), inHours],
  );
  return id;
}

/** A contact of the tenant's ADMIN, with an open suggestion. */
export async function ownPeople(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  const body = { name: 'Matrix', emails: ['matrix@example.test'], frequency: 'weekly' };
  const answer = await platform.call('POST', '/api/v1/catchup/contacts', { token: tenant.ADMIN.token, body });
  if (answer.status !== 201) throw new Error(`A contact could not be made: ${answer.status} ${answer.text}`);
  made.contact = answer.body['id'] as string;
  made.suggestion = await openSuggestion(platform, tenant, made.contact);
}
