import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { Acceptance } from '../accept/acceptance.js';
import { Quota } from '../accept/quota.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { isStarter, startable } from '../contract/startable.js';
import { JobControl } from '../control/job-control.js';
import type { LedgerStatus } from '../ledger/job-row.js';
import { nextFiring } from '../cron/cron.js';
import { checkedCron } from '../cron/rhythm.js';
import { SCHEDULE_VIEW, type ScheduleView } from './schedule-row.js';
import { jobOf, type ScheduleToFire } from './slot-job.js';
import { SLOTS, SLOTS_OF, type SlotState } from './slots.sql.js';

/** Slots one request backfills. */
const BACKFILL_MAX = 1_000;

export interface SlotView {
  scheduleId: string;
  scheduleName: string | null;
  scheduleKey: string;
  type: string;
  hotelId: number | null;
  fireAt: Date;
  state: SlotState;
  jobId: string | null;
  jobStatus: LedgerStatus | null;
  firedAt: Date | null;
  waivedAt: Date | null;
  waivedBy: string | null;
  waiveReason: string | null;
  backfilledAt: Date | null;
  backfilledBy: string | null;
}

export interface SlotFilter {
  states?: readonly SlotState[];
  scheduleId?: string;
  hotelId?: number;
  /** At or after. */
  from?: Date;
  /** Before. */
  to?: Date;
}

export interface Backfill {
  /** Missed slots that match the filter. */
  matched: number;
  /** Those that run now. */
  backfilled: number;
}

/** Gives the jobs $1, which are not committed yet, the data that their schedules have now. */
const PRESENT_DATA = `
  UPDATE job_live j SET data = d.data, hotel_id = d.hotel_id, input_hash = NULL
  FROM schedule d WHERE j.id = ANY($1::uuid[]) AND d.id = j.schedule_id`;

/** Schedules of missed slots, locked before the slots, because a transaction that fires or edits a schedule locks it first, too. */
const HOLD = (missed: string) => `
  SELECT FROM schedule WHERE id IN (SELECT "scheduleId" FROM (
    SELECT "scheduleId", "fireAt" ${missed} ORDER BY "fireAt", "scheduleId" LIMIT $6) wanted)
  ORDER BY id FOR NO KEY UPDATE`;

/** A tenant's slots: what was to run when, and what became of it. */
@Injectable()
export class SlotsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly contracts: ContractRegistry,
    private readonly acceptance: Acceptance,
    private readonly control: JobControl,
    private readonly quota: Quota,
  ) {}

  /** Slots, the latest first; without a schedule those of the business, not of single people. */
  async list(filter: SlotFilter, limit: number, offset: number): Promise<{ slots: SlotView[]; total: number }> {
    const fitting = `FROM (${SLOTS_OF}) fitting WHERE $5::text[] IS NULL OR state = ANY($5)`;
    const values = [...parameters(filter), filter.states ?? null];
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>(`SELECT count(*) AS total ${fitting}`, values);
      const slots = await tx.rows<SlotView>(
        `SELECT * ${fitting} ORDER BY "fireAt" DESC, "scheduleId" LIMIT $6 OFFSET $7`,
        [...values, limit, offset],
      );
      return { slots, total: count!.total };
    });
  }

  /**
   * Runs missed slots, each exactly once however many people ask: the oldest first, at most BACKFILL_MAX a request; without a
   * schedule those of the business whose kinds the caller may start.
   * One whose job was given up runs as that job again, with the schedule's present data, which may have been corrected since.
   * @throws AppError NOT_FOUND for a schedule that is not there; FORBIDDEN when the role may not start its kind.
   */
  async backfill(filter: SlotFilter, dryRun: boolean): Promise<Backfill> {
    return this.db.transaction(async (tx) => {
      if (filter.scheduleId)
        startable(this.contracts, this.context.principal, (await this.schedule(tx, filter.scheduleId)).type);
      const missed = `FROM (${SLOTS_OF}) fitting WHERE state = 'missed' AND type = ANY ($5::text[])`;
      const values = [...parameters(filter), this.startable()];
      const count = await tx.first<{ total: number }>(`SELECT count(*) AS total ${missed}`, values);
      const matched = count!.total;
      if (dryRun || matched === 0) return { matched, backfilled: 0 };
      await tx.rows(HOLD(missed), [...values, BACKFILL_MAX]);
      const slots = await tx.rows<Missed>(
        `SELECT s.schedule_id AS id, s.fire_at AS slot, s.job_id AS "jobId", d.tenant_id AS "tenantId", d.name AS type,
           d.data, d.hotel_id AS "hotelId"
         FROM (SELECT "scheduleId", "fireAt", "jobId" ${missed} ORDER BY "fireAt", "scheduleId" LIMIT $6) wanted
         JOIN schedule_slot s ON s.schedule_id = wanted."scheduleId" AND s.fire_at = wanted."fireAt"
         JOIN schedule d ON d.id = s.schedule_id
         -- Who waited here for somebody else's backfill finds that slot taken.
         WHERE s.job_id IS NOT DISTINCT FROM wanted."jobId" AND s.waived_at IS NULL
         ORDER BY s.fire_at, s.schedule_id FOR UPDATE OF s`,
        [...values, BACKFILL_MAX],
      );
      const again = await this.control.retryAll(slots.flatMap(({ jobId }) => jobId ?? []));
      await tx.run(PRESENT_DATA, [again.map(({ id }) => id)]);
      const ran = await this.runAnew(
        tx,
        slots.filter(({ jobId }) => jobId === null),
      );
      await this.note(tx, slots, new Set(again.map(({ id }) => id)));
      return { matched, backfilled: again.length + ran };
    });
  }

  /**
   * Decides that a slot need not run: one that was missed, is owed, or is yet to come. When it is called again, the last reason counts.
   * @throws AppError NOT_FOUND when the schedule does not fire then; CONFLICT when its job runs or has run.
   */
  async waive(scheduleId: string, fireAt: Date, reason: string): Promise<SlotView> {
    return this.db.transaction(async (tx) => {
      const { cron, timezone, dst } = await this.schedule(tx, scheduleId, true);
      const before = await this.slot(tx, scheduleId, fireAt);
      if (!before) {
        const firing = nextFiring(checkedCron(cron, timezone), timezone, new Date(fireAt.getTime() - 1000), dst);
        if (firing?.getTime() !== fireAt.getTime() || fireAt.getTime() < Date.now()) throw notFound('Slot');
      }
      await tx.run(
        `INSERT INTO schedule_slot AS s (tenant_id, schedule_id, fire_at, waived_at, waived_by, waive_reason)
         VALUES ($1, $2, $3, now(), $4, $5)
         ON CONFLICT (schedule_id, fire_at) DO UPDATE SET waived_at = excluded.waived_at,
           waived_by = excluded.waived_by, waive_reason = excluded.waive_reason
         WHERE (s.job_id IS NULL
           OR EXISTS (SELECT 1 FROM job j WHERE j.id = s.job_id AND j.status IN ('FAILED', 'DEAD', 'CANCELLED')))`,
        [this.context.tenantId, scheduleId, fireAt, this.context.principal?.userId ?? null, reason],
      );
      const after = await this.slot(tx, scheduleId, fireAt);
      if (after!.state !== 'waived') throw new AppError('CONFLICT', `The slot is ${after!.state}`);
      return after!;
    });
  }

  /** Names of the kinds that the caller may start. */
  private startable(): string[] {
    return this.contracts.all().flatMap((one) => (isStarter(one, this.context.principal) ? one.name : []));
  }

  private async runAnew(tx: Tx, slots: readonly Missed[]): Promise<number> {
    if (slots.length === 0) return 0;
    await this.quota.admit(this.context.tenantId, slots.length);
    const now = new Date();
    const jobs = slots.map(({ slot, ...rest }) => ({
      ...jobOf(
        this.contracts.get(rest.type)!,
        { schedule: { ...rest, jitterSeconds: 0, dueSeconds: null }, slot },
        now,
      ),
      metadata: { backfill: true },
      createdBy: this.context.principal?.userId ?? null,
      requestId: this.context.store.requestId ?? null,
    }));
    await this.acceptance.accept(jobs);
    return tx.run(
      `UPDATE schedule_slot s SET job_id = b.job_id, fired_at = clock_timestamp()
       FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) AS b(schedule_id, fire_at, job_id)
       WHERE s.schedule_id = b.schedule_id AND s.fire_at = b.fire_at`,
      [slots.map(({ id }) => id), slots.map(({ slot }) => slot), jobs.map(({ id }) => id)],
    );
  }

  private async note(tx: Tx, slots: readonly Missed[], again: ReadonlySet<string>): Promise<void> {
    const ran = slots.filter(({ jobId }) => jobId === null || again.has(jobId));
    await tx.run(
      `UPDATE schedule_slot s SET backfilled_at = now(), backfilled_by = $3
       FROM unnest($1::uuid[], $2::timestamptz[]) AS b(schedule_id, fire_at)
       WHERE s.schedule_id = b.schedule_id AND s.fire_at = b.fire_at`,
      [ran.map(({ id }) => id), ran.map(({ slot }) => slot), this.context.principal?.userId ?? null],
    );
  }

  private async schedule(tx: Tx, id: string, hold = false): Promise<ScheduleView> {
    const row = await tx.first<ScheduleView>(
      `SELECT ${SCHEDULE_VIEW} FROM schedule WHERE id = $1${hold ? ' FOR NO KEY UPDATE' : ''}`,
      [id],
    );
    if (!row) throw notFound('Schedule');
    return row;
  }

  private slot(tx: Tx, scheduleId: string, fireAt: Date): Promise<SlotView | undefined> {
    return tx.first<SlotView>(`${SLOTS} WHERE s.schedule_id = $1 AND s.fire_at = $2`, [scheduleId, fireAt]);
  }
}

interface Missed extends Omit<ScheduleToFire, 'jitterSeconds' | 'dueSeconds'> {
  slot: Date;
  jobId: string | null;
}

function parameters({ scheduleId, hotelId, from, to }: SlotFilter): unknown[] {
  return [scheduleId ?? null, hotelId ?? null, from ?? null, to ?? null];
}
