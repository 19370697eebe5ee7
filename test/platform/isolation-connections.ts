import { randomUUID } from 'node:crypto';
import type { Platform, Tenant } from './harness.js';
import type { Owned } from './isolation-kinds.js';

// Nothing listens there, and nothing may: whoever got as far as the provider would be refused by the guarded client.
const NOBODY = 'https://provider.invalid';
const name = () => `m${randomUUID().slice(0, 8)}`;

/** Bodies of connections to providers of stays. */
export const CONNECTION_BODIES: Record<string, (own: Owned) => object> = {
  'POST /connections': () => ({ provider: 'hostify', name: name(), baseUrl: NOBODY, apiKey: 'matrix-key' }),
  'PATCH /connections/{id}': () => ({ cron: '0 5 * * *' }),
  'PUT /connections/{id}/listings': (own) => ({ listings: [{ externalId: name(), listingId: own.listing }] }),
  'POST /connections/{id}/sync': () => ({}),
};

/** One of them, whose owner's listing has a name there. */
export async function ownConnection(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  const token = tenant.ADMIN.token;
  const body = CONNECTION_BODIES['POST /connections']!(made);
  const answer = await platform.call('POST', '/api/v1/connections', { token, body });
  if (answer.status !== 201) throw new Error(`POST /connections answered ${answer.status}: ${answer.text}`);
  made.connection = answer.body['id'] as string;
}
