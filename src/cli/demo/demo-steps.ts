import type { SystemDatabase } from '../../platform/database/system-database.js';
import type { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';

/** What a first start does at the demo's hotels, over the public API, once the server is up. */
export const DEMO_STEPS = ['sweep', 'night-audit'] as const;
export type DemoStep = (typeof DEMO_STEPS)[number];

export interface OwedStep {
  step: DemoStep;
  tenant: string;
  hotelId: number;
  hotel: string;
  /** The day that was open at the hotel when its guests were made. */
  businessDate: LocalDate;
}

/** Records the steps that npm start has to do at a hotel, in the transaction that makes it. */
export async function oweSteps(db: TenantDatabase, hotelId: number, businessDate: LocalDate): Promise<void> {
  await db.rows(
    `INSERT INTO demo_step (tenant_id, hotel_id, step, business_date)
     SELECT current_setting('app.tenant_id')::uuid, $1, step, $2 FROM unnest($3::text[]) AS step`,
    [hotelId, businessDate, DEMO_STEPS],
  );
}

/** Steps that have not succeeded yet, hotel by hotel. */
export function owedSteps(db: SystemDatabase): Promise<OwedStep[]> {
  return db.rows(
    `SELECT s.step, t.slug AS tenant, s.hotel_id AS "hotelId", h.name AS hotel, s.business_date AS "businessDate"
     FROM demo_step s JOIN hotel h ON h.id = s.hotel_id JOIN tenant t ON t.id = s.tenant_id
     WHERE s.done_at IS NULL ORDER BY s.hotel_id`,
  );
}

/** Notes that step $1 has succeeded at the hotels $2: it is not done there again. */
export const SETTLE =
  'UPDATE demo_step SET done_at = now() WHERE step = $1 AND hotel_id = ANY($2::int[]) AND done_at IS NULL';
