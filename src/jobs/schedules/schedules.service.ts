import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { invalid } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { isValidTimeZone } from '../../platform/dates/index.js';
import type { JobContract } from '../contract/define-job.js';
import { checkPayload, serializePayload } from '../contract/payload.js';
import { InvalidCronError, nextFiring, parseCron } from './cron.js';

export interface ScheduleInput<Payload extends object> {
  /** What the schedule is, unique within the tenant: putting the same key again edits it. */
  key: string;
  contract: JobContract<Payload>;
  data: Payload | Record<string, unknown>;
  /** Five fields, minute precision. */
  cron: string;
  /** IANA zone the cron is read in. */
  timezone: string;
  enabled?: boolean;
  hotelId?: number | null;
}

export interface ScheduleView {
  id: string;
  key: string;
  type: string;
  cron: string;
  timezone: string;
  enabled: boolean;
  data: Record<string, unknown>;
  hotelId: number | null;
  nextRunAt: Date | null;
  lastRunAt: Date | null;
}

const VIEW = `id, key, name AS type, cron, timezone, enabled, data, hotel_id AS "hotelId",
  next_run_at AS "nextRunAt", last_run_at AS "lastRunAt"`;

/** A tenant's schedules: rows in Postgres, the same for every process and after every restart. */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
  ) {}

  /**
   * Creates the schedule, or edits the one with this key; an edit never leaves two. Its next firing is counted
   * from now.
   * @throws AppError VALIDATION_FAILED for a bad cron, zone or payload.
   */
  async put<Payload extends object>(input: ScheduleInput<Payload>): Promise<ScheduleView> {
    const data = serializePayload(checkPayload(input.contract, input.data));
    const enabled = input.enabled ?? true;
    return this.db.transaction(async (tx) => {
      const clock = await tx.first<{ now: Date }>('SELECT now()');
      const next = enabled ? nextRun(input.cron, input.timezone, clock!.now) : null;
      const row = await tx.first<ScheduleView>(
        `INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, enabled, hotel_id, next_run_at, created_by)
         VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (tenant_id, key) DO UPDATE SET name = excluded.name, data = excluded.data, cron = excluded.cron,
           timezone = excluded.timezone, enabled = excluded.enabled, hotel_id = excluded.hotel_id,
           next_run_at = excluded.next_run_at, updated_at = now()
         RETURNING ${VIEW}`,
        [
          uuidv7(),
          this.context.tenantId,
          input.key,
          input.contract.name,
          data,
          input.cron,
          input.timezone,
          enabled,
          input.hotelId ?? null,
          next,
          this.context.principal?.userId ?? null,
        ],
      );
      return row!;
    });
  }

  /** Schedules whose key starts with the prefix, by key. */
  list(keyPrefix: string): Promise<ScheduleView[]> {
    return this.db.rows<ScheduleView>(`SELECT ${VIEW} FROM schedule WHERE starts_with(key, $1) ORDER BY key`, [
      keyPrefix,
    ]);
  }

  /** Removes the schedule; what it has already started goes on. False when there is none. */
  async remove(key: string): Promise<boolean> {
    return this.db.transaction(async (tx) => (await tx.run('DELETE FROM schedule WHERE key = $1', [key])) > 0);
  }
}

/**
 * Next firing of a cron expression in a zone, strictly after an instant.
 * @throws AppError VALIDATION_FAILED for a bad expression or zone, and for one that never fires.
 */
export function nextRun(cron: string, timezone: string, after: Date): Date {
  if (!isValidTimeZone(timezone)) throw invalid('timezone', `"${timezone}" is not an IANA time zone`);
  try {
    const next = nextFiring(parseCron(cron), timezone, after);
    if (!next) throw new InvalidCronError(`"${cron}" never fires`);
    return next;
  } catch (error) {
    if (error instanceof InvalidCronError) throw invalid('cron', error.message);
    throw error;
  }
}
