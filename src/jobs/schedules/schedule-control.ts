import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Config } from '../../platform/config/config.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { Acceptance } from '../accept/acceptance.js';
import { Quota } from '../accept/quota.js';
import { UserRate } from '../accept/user-rate.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import type { JobContract } from '../contract/define-job.js';
import { startable } from '../contract/startable.js';
import { KeyedJobs } from '../accept/keyed-jobs.js';
import { type JobView, toView } from '../ledger/job-view.js';
import { nextRun } from '../cron/rhythm.js';
import { API_KEY, isManaged, SCHEDULE_VIEW, type ScheduleView } from './schedule-row.js';
import { clock, type ScheduleInput, SchedulesService } from './schedules.service.js';
import { jobOf } from './slot-job.js';
import { WRITE_AHEAD } from './slots.sql.js';

/** The policies of a schedule that people may set. */
type Policies = Partial<
  Pick<ScheduleInput<object>, 'dst' | 'misfire' | 'jitterSeconds' | 'graceSeconds' | 'dueSeconds' | 'enabled'>
>;

export interface NewSchedule extends Policies {
  type: string;
  data: Record<string, unknown>;
  cron: string;
  timezone: string;
  /** Making one with the same name again edits it. */
  name?: string;
}

export interface ScheduleChange extends Policies {
  data?: Record<string, unknown>;
  cron?: string;
  timezone?: string;
}

/** What belongs to the feature that keeps a schedule, and is changed in its settings. */
const MANAGED_FIELDS = ['data', 'cron', 'timezone', 'enabled'] as const;

/** Until the transaction ends, no other of the tenant $1 counts schedules to add one. */
const ONE_AT_A_TIME = `SELECT pg_advisory_xact_lock(hashtextextended('schedules of ' || $1, 0))`;

/** What people do to schedules. */
@Injectable()
export class ScheduleControl {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly contracts: ContractRegistry,
    private readonly schedules: SchedulesService,
    private readonly acceptance: Acceptance,
    private readonly quota: Quota,
    private readonly userRate: UserRate,
    private readonly keyed: KeyedJobs,
    private readonly config: Config,
  ) {}

  /**
   * Makes one, or changes the given fields of the one that has this name already.
   * @throws AppError VALIDATION_FAILED; FORBIDDEN when the role may not start this kind; CONFLICT when the name is that
   * of a schedule of another type, and over SCHEDULES_PER_TENANT.
   */
  create({ type, name, ...rest }: NewSchedule): Promise<{ schedule: ScheduleView; isNew: boolean }> {
    const contract = this.startable(type);
    const key = API_KEY + (name ?? randomUUID());
    return this.db.transaction(async (tx) => {
      const before = await tx.first<{ type: string }>(
        'SELECT name AS type FROM schedule WHERE key = $1 FOR NO KEY UPDATE',
        [key],
      );
      if (before && before.type !== type)
        throw new AppError('CONFLICT', `The schedule "${name}" runs ${before.type}; give this one another name`);
      if (!before) await this.admit(tx);
      return { schedule: await this.schedules.put({ ...rest, key, contract, label: name }), isNew: !before };
    });
  }

  /**
   * Changes the given fields, in place.
   * @throws AppError NOT_FOUND; VALIDATION_FAILED; CONFLICT for fields that follow from a feature's settings.
   */
  async edit(id: string, change: ScheduleChange): Promise<ScheduleView> {
    return this.db.transaction(async (tx) => {
      const before = await this.lock(tx, id);
      const contract = this.startable(before.type);
      const field = MANAGED_FIELDS.find((one) => change[one] != null);
      if (field && isManaged(before))
        throw new AppError('CONFLICT', `The ${field} of this schedule follows from settings; change it there`);
      return this.schedules.put({
        key: before.key,
        contract,
        data: change.data ?? before.data,
        cron: change.cron ?? before.cron,
        timezone: change.timezone ?? before.timezone,
        enabled: change.enabled ?? before.enabled,
        hotelId: change.data ? undefined : before.hotelId,
        dst: change.dst,
        misfire: change.misfire,
        jitterSeconds: change.jitterSeconds,
        graceSeconds: change.graceSeconds,
        dueSeconds: change.dueSeconds,
      });
    });
  }

  /** Removes a schedule and its slots. @throws AppError NOT_FOUND; CONFLICT for one that a feature keeps. */
  async remove(id: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const schedule = await this.lock(tx, id);
      if (isManaged(schedule))
        throw new AppError('CONFLICT', 'This schedule follows from settings; change them, or pause it');
      await tx.run('DELETE FROM schedule WHERE id = $1', [id]);
    });
  }

  /**
   * One job now, by hand: the schedule's own slots come as they would have.
   * @throws AppError NOT_FOUND; FORBIDDEN when the role may not start this kind; TOO_MANY_REQUESTS.
   */
  async run(id: string): Promise<JobView> {
    const schedule = await this.find(id);
    const contract = this.startable(schedule.type);
    await this.userRate.admit(contract, 1);
    await this.quota.admit(this.context.tenantId, 1);
    const now = new Date();
    const accept = () =>
      this.acceptance.accept([
        {
          ...jobOf(
            contract,
            { schedule: { ...schedule, tenantId: this.context.tenantId, jitterSeconds: 0 }, slot: now },
            now,
          ),
          scheduledFor: null,
          metadata: { byHand: true },
          createdBy: this.context.principal?.userId ?? null,
          requestId: this.context.store.requestId ?? null,
        },
      ]);
    const [row] = await this.keyed.once(1, accept);
    return toView(row!);
  }

  /** Pauses it until it is resumed; edits do not resume it. One that is paused already keeps its first date. @throws AppError NOT_FOUND */
  async pause(id: string, reason?: string): Promise<ScheduleView> {
    return this.db.transaction(async (tx) => {
      await this.lock(tx, id);
      const row = await tx.first<ScheduleView>(
        `UPDATE schedule SET paused_at = coalesce(paused_at, now()), paused_by = $2, pause_reason = $3,
           next_run_at = NULL, updated_at = now() WHERE id = $1 RETURNING ${SCHEDULE_VIEW}`,
        [id, this.context.principal?.userId ?? null, reason ?? null],
      );
      await tx.run(WRITE_AHEAD, [id]);
      return row!;
    });
  }

  /** Goes on from now: slots that fell into the pause are neither run late nor counted as missed. @throws AppError NOT_FOUND */
  async resume(id: string): Promise<ScheduleView> {
    return this.db.transaction(async (tx) => {
      const schedule = await this.lock(tx, id);
      if (!schedule.pausedAt) return schedule;
      const now = await clock(tx);
      const next = schedule.enabled ? nextRun(schedule.cron, schedule.timezone, now, schedule.dst) : null;
      const row = await tx.first<ScheduleView>(
        `UPDATE schedule SET paused_at = NULL, paused_by = NULL, pause_reason = NULL, next_run_at = $2,
           counts_from = $3, updated_at = now() WHERE id = $1 RETURNING ${SCHEDULE_VIEW}`,
        [id, next, now],
      );
      await tx.run(WRITE_AHEAD, [id]);
      return row!;
    });
  }

  /** @throws AppError NOT_FOUND */
  async find(id: string): Promise<ScheduleView> {
    const row = await this.db.first<ScheduleView>(`SELECT ${SCHEDULE_VIEW} FROM schedule WHERE id = $1`, [id]);
    if (!row) throw notFound('Schedule');
    return row;
  }

  async list(
    filter: { type?: string; hotelId?: number; enabled?: boolean; paused?: boolean; personal?: boolean },
    limit: number,
    offset: number,
  ): Promise<{ schedules: ScheduleView[]; total: number }> {
    const where = `($1::text IS NULL OR name = $1) AND ($2::int IS NULL OR hotel_id = $2)
      AND ($3::bool IS NULL OR enabled = $3) AND ($4::bool IS NULL OR (paused_at IS NOT NULL) = $4)
      AND ($5::bool IS NULL OR (data ? 'userId') = $5)`;
    const { type = null, hotelId = null, enabled = null, paused = null, personal = null } = filter;
    const values = [type, hotelId, enabled, paused, personal];
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>(`SELECT count(*) AS total FROM schedule WHERE ${where}`, values);
      const schedules = await tx.rows<ScheduleView>(
        `SELECT ${SCHEDULE_VIEW} FROM schedule WHERE ${where} ORDER BY key LIMIT $6 OFFSET $7`,
        [...values, limit, offset],
      );
      return { schedules, total: count!.total };
    });
  }

  private async admit(tx: Tx): Promise<void> {
    await tx.rows(ONE_AT_A_TIME, [this.context.tenantId]);
    const count = await tx.first<{ total: number }>('SELECT count(*) AS total FROM schedule WHERE key LIKE $1', [
      `${API_KEY}%`,
    ]);
    const most = this.config.SCHEDULES_PER_TENANT;
    if (count!.total >= most)
      throw new AppError(
        'CONFLICT',
        `There are ${most} schedules already; remove one first, or have the operator allow more`,
      );
  }

  private startable(type: string): JobContract {
    return startable(this.contracts, this.context.principal, type);
  }

  private async lock(tx: Tx, id: string): Promise<ScheduleView> {
    const row = await tx.first<ScheduleView>(`SELECT ${SCHEDULE_VIEW} FROM schedule WHERE id = $1 FOR NO KEY UPDATE`, [
      id,
    ]);
    if (!row) throw notFound('Schedule');
    return row;
  }
}
