import { randomUUID } from 'node:crypto';
import { type Place, post } from './keyed-place.js';

const TERMS = { feePercent: '20' };
const STAY = { checkIn: '2030-03-01', checkOut: '2030-03-04', rent: '300.00' };

/** Makes a statement of an owner of its own, with a stay on it, and brings it so far. */
async function statement(place: Place, ...steps: ('review' | 'finalize')[]): Promise<void> {
  const { platform, tenant, ids } = place;
  const owner = { name: 'Repeat', currency: 'EUR', email: 'repeat@example.test' };
  const ownerId = (await post(place, '/owners', owner))['id'] as number;
  const listing = { name: 'Repeat', code: `R-${randomUUID().slice(0, 8)}`, currency: 'EUR', timezone: 'Europe/Lisbon' };
  const listingId = (await post(place, '/listings', listing))['id'] as number;
  await platform.call('PUT', `/api/v1/listings/${listingId}/ownership`, {
    token: tenant.ADMIN.token,
    body: { from: '2030-01-01', shares: [{ ownerId, shareBp: 10_000 }] },
  });
  await post(place, '/agreements', { ownerId, listingId, from: '2030-01-01', terms: TERMS });
  await post(place, '/reservations', { listingId, ...STAY });
  const period = { startDate: '2030-03-01', endDate: '2030-03-31' };
  const { statements } = await post(place, '/statements/generate', { ownerId, ...period });
  ids.statement = (statements as { statementId: string }[])[0]!.statementId;
  for (const step of steps) await post(place, `/statements/${ids.statement}/${step}`);
}

/** An owner with a listing and no statement. */
async function newcomer(place: Place): Promise<void> {
  const { platform, tenant, ids } = place;
  ids.owner = (await post(place, '/owners', { name: 'Repeat', currency: 'EUR' }))['id'] as number;
  const listing = { name: 'Repeat', code: `R-${randomUUID().slice(0, 8)}`, currency: 'EUR', timezone: 'Europe/Lisbon' };
  ids.listing = (await post(place, '/listings', listing))['id'] as number;
  await platform.call('PUT', `/api/v1/listings/${ids.listing}/ownership`, {
    token: tenant.ADMIN.token,
    body: { from: '2030-01-01', shares: [{ ownerId: ids.owner, shareBp: 10_000 }] },
  });
}

/** The state in which each route finds its statement. */
export const STATEMENTS_BEFORE: Record<string, (place: Place) => Promise<unknown>> = {
  'POST /owners/{id}/opening-balances': newcomer,
  'POST /statements/{id}/review': (place) => statement(place),
  'POST /statements/{id}/reopen': (place) => statement(place, 'review'),
  'POST /statements/{id}/finalize': (place) => statement(place),
  'POST /statements/{id}/void': (place) => statement(place),
  'POST /statements/{id}/adjustments': (place) => statement(place),
  'POST /statements/{id}/send': (place) => statement(place, 'finalize'),
  'POST /statements/{id}/pay': (place) => statement(place, 'finalize'),
};
