import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { v7 as uuidv7 } from 'uuid';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { Ledger, type NewJob } from '../ledger/ledger.js';
import { Relay } from '../relay/relay.js';
import { nextFiring, parseCron } from './cron.js';

const AT_ONCE = 500;

interface DueSchedule {
  id: string;
  tenant_id: string;
  name: string;
  data: Record<string, unknown>;
  cron: string;
  timezone: string;
  hotel_id: number | null;
  next_run_at: Date;
  now: Date;
}

/** One tick for all schedules. Any number of processes tick; each slot fires once. */
@Injectable()
export class ScheduleTick {
  private readonly logger = new Logger('Schedules');
  private active = false;
  private pass?: Promise<number>;

  constructor(
    private readonly db: SystemDatabase,
    private readonly contracts: ContractRegistry,
    private readonly ledger: Ledger,
    private readonly relay: Relay,
  ) {}

  start(): void {
    this.active = true;
  }

  async stop(): Promise<void> {
    this.active = false;
    await this.pass?.catch(() => undefined);
  }

  @Cron(CronExpression.EVERY_SECOND)
  async tick(): Promise<void> {
    if (!this.active || this.pass) return;
    try {
      let fired: number;
      do fired = await (this.pass = this.fireDue());
      while (fired === AT_ONCE && this.active);
    } catch (error) {
      this.logger.warn(`tick: ${(error as Error).message}`);
    } finally {
      this.pass = undefined;
    }
  }

  /**
   * Fires up to AT_ONCE due schedules: slot, job and the schedule's next instant in one transaction. Slots missed
   * while no process was up collapse into one run, for the latest of them. Answers how many schedules were due.
   */
  async fireDue(): Promise<number> {
    const names = new Set<string>();
    const due = await this.db.transaction(async (tx) => {
      const rows = await tx.rows<DueSchedule>(
        `SELECT id, tenant_id, name, data, cron, timezone, hotel_id, next_run_at, clock_timestamp() AS now
         FROM schedule WHERE enabled AND next_run_at <= now()
         ORDER BY next_run_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
        [AT_ONCE],
      );
      if (rows.length > 0) await this.fire(tx, rows, names);
      return rows.length;
    });
    for (const name of names) this.relay.wake(name);
    return due;
  }

  private async fire(tx: Tx, rows: readonly DueSchedule[], names: Set<string>): Promise<void> {
    const firings = rows.map((schedule) => ({ schedule, ...slotOf(schedule), jobId: uuidv7() }));
    const known = firings.filter((f) => this.contracts.get(f.schedule.name));
    const slots = await tx.rows<{ job_id: string }>(
      `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at, job_id)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[])
       ON CONFLICT DO NOTHING RETURNING job_id`,
      [
        known.map((f) => f.schedule.tenant_id),
        known.map((f) => f.schedule.id),
        known.map((f) => f.fireAt),
        known.map((f) => f.jobId),
      ],
    );
    const fresh = new Set(slots.map((slot) => slot.job_id));
    await this.ledger.insert(
      tx,
      known.filter((f) => fresh.has(f.jobId)).map((f) => this.jobFor(f.schedule, f.fireAt, f.jobId)),
    );
    for (const f of known) names.add(f.schedule.name);
    await tx.run(
      `UPDATE schedule SET next_run_at = n.next_run_at, last_run_at = n.fire_at
       FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS n(id, next_run_at, fire_at)
       WHERE schedule.id = n.id`,
      [firings.map((f) => f.schedule.id), firings.map((f) => f.next), firings.map((f) => f.fireAt)],
    );
  }

  private jobFor(schedule: DueSchedule, fireAt: Date, id: string): NewJob {
    const contract = this.contracts.get(schedule.name)!;
    return {
      id,
      tenantId: schedule.tenant_id,
      name: schedule.name,
      data: JSON.stringify(schedule.data),
      priority: contract.priority,
      maxAttempts: contract.attempts,
      runAt: null,
      dedupeKey: null,
      hotelId: schedule.hotel_id,
      scheduleId: schedule.id,
      scheduledFor: fireAt,
    };
  }
}

/** The slot to fire (the latest that is due) and the instant after it. */
function slotOf(schedule: DueSchedule): { fireAt: Date; next: Date | null } {
  const cron = parseCron(schedule.cron);
  let fireAt = schedule.next_run_at;
  let next = nextFiring(cron, schedule.timezone, fireAt);
  // Far behind, walking slot by slot would take long: start over shortly before now.
  const recent = new Date(schedule.now.getTime() - 2 * 86_400_000);
  if (next && next < recent) next = nextFiring(cron, schedule.timezone, recent);
  while (next && next <= schedule.now) {
    fireAt = next;
    next = nextFiring(cron, schedule.timezone, fireAt);
  }
  return { fireAt, next };
}
