import type { ScheduleView } from '../../src/jobs/index.js';
import { GapWriter } from '../../src/jobs/schedules/gap-writer.js';
import { ScheduleTick } from '../../src/jobs/schedules/schedule-tick.js';
import type { ScheduleInput } from '../../src/jobs/schedules/schedules.service.js';
import { type SlotFilter, SlotsService } from '../../src/jobs/schedules/slots.service.js';
import { JobsProcess, JobsWorld } from './harness.js';
import { Once } from './kinds.js';

/** Minute of the hour that was two to three minutes ago: hourly slots then are all clearly past or far ahead. */
export function hourlyCron(): string {
  return `${(new Date().getUTCMinutes() + 57) % 60} * * * *`;
}

/** Slots of an hourly cron, so many back from the latest one that is due: [0] is the latest. */
export function hourlySlots(cron: string, many: number): Date[] {
  const latest = new Date();
  latest.setUTCMinutes(Number(cron.split(' ')[0]), 0, 0);
  if (latest > new Date()) latest.setUTCHours(latest.getUTCHours() - 1);
  return Array.from({ length: many }, (_, n) => new Date(latest.getTime() - n * 3_600_000));
}

/** Schedules in a world whose processes do not tick by themselves: tests say when. */
export class Scheduling {
  private constructor(
    readonly world: JobsWorld,
    readonly node: JobsProcess,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<Scheduling> {
    const world = await JobsWorld.create();
    return new Scheduling(world, await world.start({ ROLES: 'api', ...env }));
  }

  put(key: string, over: Partial<ScheduleInput<object>> = {}): Promise<ScheduleView> {
    const schedule = { key, contract: Once, data: { key }, cron: '0 2 * * *', timezone: 'UTC', ...over };
    return this.as(() => this.node.schedules.put(schedule));
  }

  as<T>(work: () => Promise<T>): Promise<T> {
    return this.node.as(this.world.a, work);
  }

  /** As if nothing had ticked since an instant: its slot is owed, and the expression held all the while. */
  async sleptSince(id: string, slot: Date): Promise<void> {
    const { db } = this.world;
    await db.query('DELETE FROM schedule_slot WHERE schedule_id = $1 AND job_id IS NULL AND fire_at > now()', [id]);
    await db.query('UPDATE schedule SET next_run_at = $2, counts_from = $2 WHERE id = $1', [id, slot]);
    await db.query(
      `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at) SELECT tenant_id, id, $2 FROM schedule WHERE id = $1
       ON CONFLICT DO NOTHING`,
      [id, slot],
    );
  }

  /** Fires all that is due, and writes out what was missed. */
  async tick(): Promise<void> {
    while ((await this.node.app.get(ScheduleTick).fireDue()) > 0);
    while ((await this.node.app.get(GapWriter).write()) > 0);
  }

  /** Instants and states of a schedule's slots, ascending; without those to come. */
  async states(scheduleId: string, over: SlotFilter = {}): Promise<[string, string][]> {
    const filter = { scheduleId, to: new Date(), ...over };
    const { slots } = await this.as(() => this.node.app.get(SlotsService).list(filter, 200, 0));
    return slots.map((slot): [string, string] => [slot.fireAt.toISOString(), slot.state]).reverse();
  }

  /** Slots that jobs of a schedule are meant for, in the order the jobs were made. */
  async firedFor(scheduleId: string): Promise<string[]> {
    const { rows } = await this.world.db.query<{ scheduled_for: Date }>(
      'SELECT scheduled_for FROM job WHERE schedule_id = $1 ORDER BY id',
      [scheduleId],
    );
    return rows.map((row) => row.scheduled_for.toISOString());
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
