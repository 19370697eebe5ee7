import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { ClockWatch } from '../clock/clock-watch.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import type { Inserted } from '../ledger/insert.sql.js';
import { Ledger } from '../ledger/ledger.js';
import { Relay } from '../relay/relay.js';
import { FIRST_TENANT, type Turns } from './turns.sql.js';
import { DUE, DUE_IN_TURNS, DUE_OF } from './due.sql.js';
import { GapWriter } from './gap-writer.js';
import { type Due, plan, type Plan } from './misfire.js';
import { Firings } from '../cron/rhythm.js';
import { jobOf, type ScheduleToFire } from './slot-job.js';
import { ADVANCE, FIRE, PASS } from './slots.sql.js';

/**
 * Schedules one pass takes, the oldest first, and as many again in turns by tenant when there are more: few enough that
 * several schedulers share many due schedules, many enough that few passes are needed.
 */
const AT_ONCE = 250;
/** Jobs one pass makes at most, so that a catch-up with `all` cannot hold a transaction open for long… */
const JOBS_AT_ONCE = 5_000;
/** …and those of one schedule. */
const JOBS_OF_ONE = 500;

const SET_ASIDE = `
  UPDATE schedule SET next_run_at = NULL, paused_at = now(), pause_reason = s.reason
  FROM unnest($1::uuid[], $2::text[]) AS s(id, reason) WHERE schedule.id = s.id`;

type DueSchedule = ScheduleToFire & Due & { now: Date };

/** One tick for all schedules. Any number of processes tick; each slot fires once. */
@Injectable()
export class ScheduleTick {
  private readonly logger = new Logger('Schedules');
  private active = false;
  private pass?: Promise<void>;
  /** The tenant that had the last turn. */
  private cursor = FIRST_TENANT;

  constructor(
    private readonly db: SystemDatabase,
    private readonly contracts: ContractRegistry,
    private readonly ledger: Ledger,
    private readonly relay: Relay,
    private readonly gaps: GapWriter,
    private readonly clock: ClockWatch,
  ) {}

  start(): void {
    this.active = true;
  }

  async stop(): Promise<void> {
    this.active = false;
    await this.pass;
  }

  @Cron(CronExpression.EVERY_SECOND)
  tick(): void {
    if (!this.active || this.pass) return;
    this.pass = this.work()
      .catch((error: Error) => this.logger.warn(`tick: ${error.message}`))
      .finally(() => (this.pass = undefined));
  }

  /** Fires what is due; only then, batch by batch, writes out what was missed. */
  private async work(): Promise<void> {
    await this.clock.look();
    while (this.active) {
      if ((await this.fireDue()) > 0) continue;
      if ((await this.gaps.write()) === 0) return;
    }
  }

  /**
   * Fires a pass of due schedules: slots, jobs, the schedules' next instants and next slots in one transaction.
   * What happens to slots that went by is the misfire policy's. Answers how many schedules were due.
   */
  async fireDue(): Promise<number> {
    const { due, made } = await this.db.transaction(async (tx) => {
      const rows = await this.due(tx);
      return { due: rows.length, made: rows.length > 0 ? await this.fire(tx, rows) : [] };
    });
    this.relay.accepted(made);
    return due;
  }

  /**
   * Taking only the oldest would serve a single tenant for as long as it has thousands to catch up with. So schedules are
   * also taken in turns by tenant, and another tenant's slot that becomes due meanwhile is not delayed.
   */
  private async due(tx: Tx): Promise<DueSchedule[]> {
    const names = this.contracts.names();
    const oldest = await tx.rows<DueSchedule>(DUE, [AT_ONCE, names]);
    if (oldest.length < AT_ONCE) return oldest;
    const turns = await tx.first<Turns>(DUE_IN_TURNS, [AT_ONCE, this.cursor, names]);
    this.cursor = turns?.last ?? FIRST_TENANT;
    const taken = new Set(oldest.map(({ id }) => id));
    const others = turns?.ids.filter((id) => !taken.has(id)) ?? [];
    return [...oldest, ...(await tx.rows<DueSchedule>(DUE_OF, [others]))];
  }

  private async fire(tx: Tx, rows: readonly DueSchedule[]): Promise<{ name: string; inserted: Inserted }[]> {
    const plans = await this.plans(tx, rows);
    const firings = plans.flatMap(({ schedule, fire }) => fire.map((slot) => ({ schedule, slot })));
    const jobs = firings.map((firing) => jobOf(this.contracts.get(firing.schedule.type)!, firing, firing.schedule.now));
    const fresh = await tx.rows<{ job_id: string }>(FIRE, [
      jobs.map((job) => job.tenantId),
      jobs.map((job) => job.scheduleId),
      firings.map((firing) => firing.slot),
      jobs.map((job) => job.id),
    ]);
    const toRun = new Set(fresh.map((slot) => slot.job_id));
    const wanted = jobs.filter((job) => toRun.has(job.id));
    const inserted = await this.ledger.insert(tx, wanted);
    await this.recordMissed(tx, plans);
    await tx.run(ADVANCE, [
      plans.map(({ schedule }) => schedule.id),
      plans.map(({ next }) => next),
      plans.map(({ fire }) => fire.at(-1) ?? null),
    ]);
    return wanted.map((job) => ({ name: job.name, inserted: inserted.get(job.id)! }));
  }

  /** A schedule that cannot be read (a zone that is gone, say) is paused with the reason, and the others still fire. */
  private async plans(tx: Tx, rows: readonly DueSchedule[]): Promise<(Plan & { schedule: DueSchedule })[]> {
    const most = Math.min(JOBS_OF_ONE, Math.max(1, Math.floor(JOBS_AT_ONCE / rows.length)));
    const firings = new Firings();
    const now = rows[0]!.now;
    const broken: { id: string; reason: string }[] = [];
    const plans = rows.flatMap((schedule) => {
      try {
        return [{ schedule, ...plan(schedule, now, most, firings) }];
      } catch (error) {
        broken.push({ id: schedule.id, reason: (error as Error).message });
        return [];
      }
    });
    if (broken.length > 0) {
      for (const { id, reason } of broken) this.logger.error(`schedule ${id} is paused: ${reason}`);
      await tx.run(SET_ASIDE, [broken.map(({ id }) => id), broken.map(({ reason }) => reason)]);
    }
    return plans;
  }

  private async recordMissed(tx: Tx, plans: readonly (Plan & { schedule: DueSchedule })[]): Promise<void> {
    const passed = plans.filter((one) => one.passed).map(({ schedule }) => schedule);
    if (passed.length === 0) return;
    await tx.run(PASS, [
      passed.map((schedule) => schedule.tenantId),
      passed.map((schedule) => schedule.id),
      passed.map((schedule) => schedule.nextRunAt),
    ]);
    await this.gaps.open(
      tx,
      plans.flatMap(({ schedule, gap }) => (gap ? [{ schedule, ...gap }] : [])),
    );
  }
}
