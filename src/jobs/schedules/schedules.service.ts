import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { JobContract } from '../contract/define-job.js';
import { NamedHotels } from '../accept/named-hotels.js';
import { checkPayload, serializePayload } from '../contract/payload.js';
import type { DstPolicy } from '../cron/cron.js';
import type { MisfirePolicy } from './misfire.js';
import { nextRun } from '../cron/rhythm.js';
import { jitterMs } from './jitter.js';
import { SCHEDULE_VIEW, type ScheduleView } from './schedule-row.js';
import { WRITE_AHEAD } from './slots.sql.js';

export interface ScheduleInput<Payload extends object> {
  /** What the schedule is, unique within the tenant: putting the same key again edits it. */
  key: string;
  contract: JobContract<Payload>;
  data: NoInfer<Payload>;
  /** Five fields, minute precision. */
  cron: string;
  /** IANA zone the cron is read in. */
  timezone: string;
  /** Default: the hotel that the data name. */
  hotelId?: number | null;
  /** Name for people. For this field and all below, undefined keeps the present value, or means the default for a new schedule. */
  label?: string;
  /** What it does when clocks change; default `once`. */
  dst?: DstPolicy;
  /** What it does about slots that went by while no scheduler ran; default `once`. */
  misfire?: MisfirePolicy;
  /** Its jobs start up to so many seconds after their slots, to spread the load; default 0. */
  jitterSeconds?: number;
  /** How late a job may begin before its slot counts as late or missed; default 900. */
  graceSeconds?: number;
  /** So many seconds after its slot a job should be done (`dueBy`); null: no time; default of a new one: its kind's. */
  dueSeconds?: number | null;
  /** Default of a new one: true. */
  enabled?: boolean;
  /** How many days its slots are kept, where it fires often for each of many users. Default: as long as the ledger's months. */
  slotsDays?: number;
}

/** A tenant's schedules: rows in Postgres, the same for every process and after every restart. */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly hotels: NamedHotels,
  ) {}

  /**
   * Creates the schedule, or edits the one with this key. An edit counts from now; a slot that is due at this moment still
   * fires, and a paused schedule stays paused.
   * @throws AppError VALIDATION_FAILED for a bad cron, zone or payload; NOT_FOUND for data about a hotel that is not there.
   */
  async put<Payload extends object>(input: ScheduleInput<Payload>): Promise<ScheduleView> {
    const payload = checkPayload(input.contract, input.data);
    const data = serializePayload(payload);
    return this.db.transaction(async (tx) => {
      const hotelId =
        input.hotelId === undefined ? ((await this.hotels.of(input.contract, [payload]))[0] ?? null) : input.hotelId;
      // Locks the row if there is one: its policy decides when the edited schedule runs next.
      const before = await tx.first<Pick<ScheduleView, 'dst' | 'enabled'>>(
        'SELECT dst, enabled FROM schedule WHERE key = $1 FOR NO KEY UPDATE',
        [input.key],
      );
      const dst = input.dst ?? before?.dst ?? 'once';
      const next = nextRun(input.cron, input.timezone, await clock(tx), dst);
      const row = await tx.first<ScheduleView>(PUT, [
        uuidv7(),
        this.context.tenantId,
        input.key,
        input.contract.name,
        data,
        input.cron,
        input.timezone,
        input.enabled ?? before?.enabled ?? true,
        hotelId,
        next,
        this.context.principal?.userId ?? null,
        input.label ?? null,
        dst,
        input.misfire ?? null,
        input.jitterSeconds ?? null,
        input.graceSeconds ?? null,
        input.slotsDays ?? null,
        input.dueSeconds === undefined ? (input.contract.dueSeconds ?? null) : input.dueSeconds,
        input.dueSeconds !== undefined,
      ]);
      await tx.run(WRITE_AHEAD, [row!.id]);
      return row!;
    });
  }

  /**
   * Creates those whose keys are new, with one statement however many there are; the others stay as they are. Answers
   * how many were new. @throws AppError VALIDATION_FAILED for a bad cron, zone or payload.
   */
  async putMissing(inputs: readonly ScheduleInput<object>[]): Promise<number> {
    return this.db.transaction(async (tx) => {
      const missing = await tx.rows<{ key: string }>(MISSING, [inputs.map(({ key }) => key)]);
      if (missing.length === 0) return 0;
      const keys = new Set(missing.map(({ key }) => key));
      const now = await clock(tx);
      const firings = new Map<string, Date>();
      const rows = inputs
        .filter(({ key }) => keys.has(key))
        .map(({ contract, data, cron, timezone, enabled = true, hotelId = null, key, dst = 'once' }) => {
          const rhythm = `${cron} ${timezone} ${dst}`;
          const next = firings.get(rhythm) ?? nextRun(cron, timezone, now, dst);
          firings.set(rhythm, next);
          const payload = JSON.parse(serializePayload(checkPayload(contract, data))) as object;
          const { name, dueSeconds = null } = contract;
          return { id: uuidv7(), key, name, data: payload, cron, timezone, dst, enabled, hotelId, next, dueSeconds };
        });
      await tx.run(PUT_MISSING, [this.context.tenantId, JSON.stringify(rows)]);
      return rows.length;
    });
  }

  /**
   * Locks all schedules of these hotels until the caller's transaction ends. For callers that put more than one: all
   * transactions that put or backfill several lock them in the same order.
   */
  async hold(hotelIds: readonly number[]): Promise<void> {
    await this.db.rows('SELECT FROM schedule WHERE hotel_id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE', [
      hotelIds,
    ]);
  }

  /** Those of the schedules with these keys that exist, by key. No other schedules of the tenant are read. */
  find(keys: readonly string[]): Promise<ScheduleView[]> {
    return this.db.rows<ScheduleView>(
      `SELECT ${SCHEDULE_VIEW} FROM schedule WHERE key = ANY($1::text[]) ORDER BY key`,
      [keys],
    );
  }

  /**
   * When the next job of a schedule starts, its jitter included: that of the latest slot, if it still waits for its start, else that
   * of the next slot. Null: there is no such schedule, or nothing of it is to come.
   */
  async nextStart(key: string): Promise<Date | null> {
    const [schedule] = await this.find([key]);
    if (!schedule) return null;
    const starts = [schedule.lastRunAt, schedule.nextRunAt].flatMap((slot) =>
      slot === null ? [] : [slot.getTime() + jitterMs(schedule.id, slot, schedule.jitterSeconds)],
    );
    const now = Date.now();
    const next = starts.find((start) => start > now);
    return next === undefined ? null : new Date(next);
  }

  /** Removes the schedule and its slots; what it has already started goes on. False when there is none. */
  async remove(key: string): Promise<boolean> {
    return this.db.transaction(async (tx) => (await tx.run('DELETE FROM schedule WHERE key = $1', [key])) > 0);
  }
}

const PUT = `
  INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, enabled, hotel_id, next_run_at, created_by,
    label, dst, misfire, jitter_seconds, grace_seconds, slots_days, due_seconds, counts_from)
  VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, CASE WHEN $8 THEN $10::timestamptz END, $11,
    $12, $13, coalesce($14, 'once'), coalesce($15::int, 0), coalesce($16::int, 900), $17::int, $18::int, clock_timestamp())
  ON CONFLICT (tenant_id, key) DO UPDATE SET name = excluded.name, data = excluded.data, cron = excluded.cron,
    timezone = excluded.timezone, enabled = excluded.enabled, hotel_id = excluded.hotel_id,
    label = coalesce($12, schedule.label), dst = excluded.dst, misfire = coalesce($14, schedule.misfire),
    jitter_seconds = coalesce($15::int, schedule.jitter_seconds),
    grace_seconds = coalesce($16::int, schedule.grace_seconds),
    slots_days = coalesce($17::int, schedule.slots_days),
    due_seconds = CASE WHEN $19::bool THEN $18::int ELSE schedule.due_seconds END,
    -- What is due already fires before the new rhythm begins.
    next_run_at = CASE WHEN NOT excluded.enabled OR schedule.paused_at IS NOT NULL THEN NULL
                       WHEN schedule.next_run_at <= clock_timestamp() THEN schedule.next_run_at
                       ELSE excluded.next_run_at END,
    counts_from = excluded.counts_from, updated_at = now()
  RETURNING ${SCHEDULE_VIEW}`;

const MISSING = `
  SELECT k.key FROM unnest($1::text[]) AS k(key) WHERE NOT EXISTS (SELECT FROM schedule s WHERE s.key = k.key)`;

const PUT_MISSING = `
  WITH made AS (
    INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, dst, enabled, hotel_id, next_run_at, due_seconds,
      counts_from)
    SELECT id, $1, key, name, data, cron, timezone, dst, enabled, "hotelId", CASE WHEN enabled THEN next END, "dueSeconds",
      clock_timestamp()
    FROM jsonb_to_recordset($2::jsonb) AS g (id uuid, key text, name text, data jsonb, cron text, timezone text, dst text,
      enabled boolean, "hotelId" int, next timestamptz, "dueSeconds" int)
    ON CONFLICT (tenant_id, key) DO NOTHING RETURNING tenant_id, id, next_run_at)
  INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at)
  SELECT tenant_id, id, next_run_at FROM made WHERE next_run_at IS NOT NULL ON CONFLICT DO NOTHING`;

/** The database's clock at this moment, not at the start of the transaction, which may have waited for locks since. */
export async function clock(tx: Tx): Promise<Date> {
  const row = await tx.first<{ now: Date }>('SELECT clock_timestamp() AS now');
  return row!.now;
}
