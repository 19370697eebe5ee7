import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Retention } from '../../platform/retention/retention.js';

/** Slots of months the ledger does not keep either ($2 months), some at a time; tenant by tenant, in the order of their index. */
const PAST = `
  DELETE FROM schedule_slot WHERE (schedule_id, fire_at) IN (
    SELECT s.schedule_id, s.fire_at FROM tenant t CROSS JOIN LATERAL (
      SELECT schedule_id, fire_at FROM schedule_slot
      WHERE tenant_id = t.id
        AND fire_at < (date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => $2::int)) AT TIME ZONE 'UTC'
      ORDER BY fire_at LIMIT $1::int FOR UPDATE SKIP LOCKED) s
    LIMIT $1::int)`;

/**
 * Slots that their schedule keeps for fewer days, some at a time: 10,000 users with a slot each half an hour would have 175 million of
 * them in a year.
 */
const FREQUENT = `
  DELETE FROM schedule_slot WHERE (schedule_id, fire_at) IN (
    SELECT s.schedule_id, s.fire_at FROM schedule d CROSS JOIN LATERAL (
      SELECT schedule_id, fire_at FROM schedule_slot
      WHERE schedule_id = d.id AND fire_at < now() - make_interval(days => d.slots_days)
      ORDER BY fire_at LIMIT 100 FOR UPDATE SKIP LOCKED) s
    WHERE d.slots_days IS NOT NULL
    LIMIT $1::int)`;

/** Deletes slots when the jobs of their months are dropped, those of frequent schedules earlier. */
@Injectable()
export class SlotRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.register({ what: 'schedule_slot', keep: (signal) => this.keep(signal) });
    this.retention.register({ what: 'schedule_slot, frequent', keep: (signal) => this.keepFrequent(signal) });
  }

  /** Answers how many slots were deleted. */
  keep(signal: AbortSignal): Promise<number> {
    return this.retention.inBatches(signal, PAST, [this.config.JOBS_KEEP_MONTHS]);
  }

  /** Answers how many slots were deleted that their schedules keep for fewer days. */
  keepFrequent(signal: AbortSignal): Promise<number> {
    return this.retention.inBatches(signal, FREQUENT);
  }
}
