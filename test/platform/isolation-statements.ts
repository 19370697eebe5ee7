import { RequestContext } from '../../src/platform/tenancy/context.js';
import { StatementGeneration } from '../../src/statements/statements/statement-generation.js';
import type { Platform, Tenant } from './harness.js';
import type { Owned } from './isolation-kinds.js';

const SET = { kind: 'amount', amount: '1.00', description: 'Matrix', reason: 'matrix' };

const OPENING = { amount: '12.50', date: '2028-12-31', note: 'Matrix' };

export const STATEMENT_BODIES: Record<string, (own: Owned) => object> = {
  'POST /owners/{id}/opening-balances': (own) => ({ ...OPENING, listingId: own.listing }),
  'POST /statements/{id}/void': () => ({ reason: 'matrix' }),
  'POST /statements/{id}/adjustments': () => SET,
  'POST /agreements/preview': () => ({
    ...{ currency: 'EUR', terms: { feePercent: '20' } },
    stay: { checkIn: '2030-03-01', checkOut: '2030-03-04', rent: '300.00' },
  }),
};

export const STATEMENT_QUERIES: Record<string, (own: Owned) => Record<string, string | number>> = {
  'GET /statements': (own) => ({ ownerId: own.owner, listingId: own.listing }),
  'GET /statements/{id}/explain': () => ({ total: 'net' }),
  'GET /statements/targets': (own) => ({ ownerId: own.owner, from: '2030-03-01', to: '2030-03-31' }),
};

/** A draft with an amount set by hand. */
export async function ownStatement(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  const { owner: ownerId, listing: listingId } = made;
  const outcome = await platform.app
    .get(RequestContext)
    .asTenant(tenant.id, () =>
      platform.app
        .get(StatementGeneration, { strict: false })
        .generate({ ownerId, listingId, from: '2030-03-01', to: '2030-03-31', calculationType: null } as never),
    );
  if (outcome.outcome !== 'generated') throw new Error(JSON.stringify(outcome));
  made.statement = outcome.statementId;
  const path = `/api/v1/statements/${made.statement}/adjustments`;
  const answer = await platform.call('POST', path, { token: tenant.ADMIN.token, body: SET });
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  made.statementAdjustment = answer.body['id'] as string;
  // That of all listings together, so that one of the listing can be entered.
  const openings = `/api/v1/owners/${ownerId}/opening-balances`;
  const opening = await platform.call('POST', openings, { token: tenant.ADMIN.token, body: OPENING });
  if (opening.status !== 201) throw new Error(`${openings} answered ${opening.status}: ${opening.text}`);
  made.openingBalance = opening.body['id'] as string;
}
