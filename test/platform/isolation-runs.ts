import { randomUUID } from 'node:crypto';
import type { Platform, Tenant } from './harness.js';
import type { Owned } from './isolation-kinds.js';

const MARCH = { startDate: '2030-03-01', endDate: '2030-03-31' };

/** Bodies of runs of statements and of their schedules. */
export const RUN_BODIES: Record<string, (own: Owned) => object> = {
  'POST /statements/generate': (own) => ({ ownerId: 'all', propertyId: own.listing, ...MARCH }),
  'POST /statement-schedules': () => ({ name: randomUUID(), rhythm: 'monthly', dayOfMonth: 1 }),
  'PATCH /statement-schedules/{id}': () => ({ name: 'Taken over' }),
};

/** A schedule, and a run that is known by the tenant's job. */
export async function ownRuns(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  const body = RUN_BODIES['POST /statement-schedules']!(made);
  const answer = await platform.call('POST', '/api/v1/statement-schedules', { token: tenant.ADMIN.token, body });
  if (answer.status !== 201) throw new Error(`POST /statement-schedules answered ${answer.status}: ${answer.text}`);
  made.statementSchedule = answer.body['id'] as number;
  await platform.sql.query(
    `WITH run AS (
       INSERT INTO statement_run (id, tenant_id, job_id, period_from, period_to, grouping_by, params, params_hash, notify, total)
       VALUES ($2, $1, $3, '2029-03-01', '2029-03-31', 'listing', '{}', 'matrix', false, 1))
     INSERT INTO statement_run_item (tenant_id, run_id, no, owner_id, listing_id) VALUES ($1, $2, 1, $4, $5)`,
    [tenant.id, randomUUID(), made.job, made.owner, made.listing],
  );
}
