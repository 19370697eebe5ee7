import { randomUUID } from 'node:crypto';
import type { Platform, Tenant } from './harness.js';
import type { Owned } from './isolation-kinds.js';

const code = () => `M-${randomUUID().slice(0, 8)}`;
const SETTINGS = { managerName: 'Matrix', timezone: 'Europe/Lisbon' };
const LISTING = { name: 'Matrix', currency: 'EUR', timezone: 'Europe/Lisbon' };
const STAY = { checkIn: '2030-03-01', checkOut: '2030-03-04', rent: '300.00' };
const SPENT = { category: 'supplies', description: 'Matrix', amount: '1.00' };
const MONTHLY = { ...SPENT, rhythm: 'monthly', onDay: 1, from: '2030-01-01' };
const MOVED = { day: '2030-03-01', kind: 'interest', amount: '1.00', currency: 'EUR' };
const RATE = { base: 'EUR', quote: 'USD', day: '2030-03-01', rate: '1.1', source: 'Matrix' };

/** Bodies of owners, listings, agreements, stays, and of the money around them. */
export const PARTY_BODIES: Record<string, (own: Owned) => object> = {
  'PUT /statement-settings': () => SETTINGS,
  'POST /owners': () => ({ name: 'Matrix', currency: 'EUR' }),
  'PATCH /owners/{id}': () => ({ name: 'Taken over' }),
  'POST /listings': (own) => ({ ...LISTING, code: code(), parentId: own.listing }),
  'PATCH /listings/{id}': () => ({ name: 'Taken over' }),
  'PUT /listings/{id}/aliases': () => ({ aliases: [{ source: 'matrix', externalId: code() }] }),
  'PUT /listings/{id}/ownership': (own) => ({ from: '2030-01-01', shares: [{ ownerId: own.owner, shareBp: 10_000 }] }),
  'POST /agreements': (own) => ({
    ...{ ownerId: own.owner, listingId: own.listing },
    ...{ from: '2031-01-01', terms: { feePercent: '20' } },
  }),
  'PATCH /agreements/{id}': () => ({ terms: { feePercent: '99' } }),
  'POST /exchange-rates': () => ({ rates: [RATE] }),
  'POST /reservations': (own) => ({ listingId: own.listing, ...STAY }),
  'PATCH /reservations/{id}': () => ({ guest: 'Taken over' }),
  'POST /reservations/{id}/resolve': () => ({ status: 'cancelled', reason: 'matrix' }),
  'POST /expenses': (own) => ({ listingId: own.listing, ownerId: own.owner, ...SPENT, day: '2030-03-01' }),
  'PATCH /expenses/{id}': () => ({ description: 'Taken over' }),
  'POST /expenses/{id}/void': () => ({ reason: 'matrix' }),
  'POST /recurring-expenses': (own) => ({ listingId: own.listing, ownerId: own.owner, ...MONTHLY }),
  'PATCH /recurring-expenses/{id}': () => ({ description: 'Taken over' }),
  'POST /payouts': (own) => ({
    ...{ ownerId: own.owner, listingId: own.listing },
    ...{ day: '2030-03-01', amount: '1.00', method: 'cash' },
  }),
  'POST /payouts/{id}/void': () => ({ reason: 'matrix' }),
  'POST /trust-movements': () => ({ movements: [{ ...MOVED, key: code() }] }),
  'POST /trust-movements/{id}/void': () => ({ reason: 'matrix' }),
};

export const PARTY_STREAMED = {
  'PUT /expenses/{id}/receipt': {
    type: 'multipart/form-data; boundary=b',
    body: [
      '--b',
      'content-disposition: form-data; name="file"; filename="a.pdf"',
      'content-type: application/pdf',
      '',
      '%PDF-1.4 matrix',
      '--b--',
      '',
    ].join('\r\n'),
  },
};

export const PARTY_QUERIES: Record<string, (own: Owned) => Record<string, string | number>> = {
  'GET /listings': (own) => ({ ownerId: own.owner }),
  'GET /agreements': (own) => ({ ownerId: own.owner, listingId: own.listing }),
  'GET /reservations': (own) => ({ listingId: own.listing }),
  'GET /expenses': (own) => ({ listingId: own.listing, ownerId: own.owner }),
  'GET /recurring-expenses': (own) => ({ listingId: own.listing }),
  'GET /payouts': (own) => ({ ownerId: own.owner, listingId: own.listing }),
};

/** One of each of them. */
export async function ownParties(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  const ask = async <Id = number>(method: string, path: string, body: object): Promise<Id> => {
    const answer = await platform.call(method, `/api/v1${path}`, { token: tenant.ADMIN.token, body });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body['id'] as Id;
  };
  const make = <Id = number>(path: string) => ask<Id>('POST', path, PARTY_BODIES[`POST ${path}`]!(made));
  await ask('PUT', '/statement-settings', SETTINGS);
  made.owner = await make('/owners');
  made.listing = await ask('POST', '/listings', { ...LISTING, code: code() });
  const share = { ownerId: made.owner, shareBp: 10_000 };
  await ask('PUT', `/listings/${made.listing}/ownership`, { from: '2029-01-01', shares: [share] });
  const agreed = { ...PARTY_BODIES['POST /agreements']!(made), from: '2029-01-01' };
  made.agreement = await ask('POST', '/agreements', agreed);
  made.reservation = await make<string>('/reservations');
  made.expense = await make<string>('/expenses');
  const { type, body } = PARTY_STREAMED['PUT /expenses/{id}/receipt'];
  const sent = { token: tenant.ADMIN.token, body, headers: { 'content-type': type } };
  const receipt = await platform.call('PUT', `/api/v1/expenses/${made.expense}/receipt`, sent);
  if (receipt.status !== 200) throw new Error(`the receipt was answered ${receipt.status}: ${receipt.text}`);
  made.recurringExpense = await make('/recurring-expenses');
  made.payout = await make<string>('/payouts');
  await make('/trust-movements');
  const { rows } = await platform.sql.query<{ id: string }>('SELECT id FROM trust_movement WHERE tenant_id = $1', [
    tenant.id,
  ]);
  made.trustMovement = rows[0]!.id;
}
