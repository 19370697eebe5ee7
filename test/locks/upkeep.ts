import { DailyHousekeepingRoundProcessor } from '../../src/pms/housekeeping/daily-housekeeping-round.processor.js';
import { PreventiveMaintenanceProcessor } from '../../src/pms/maintenance/preventive-maintenance.processor.js';
import { day, type PmsHarness, type World } from '../pms/harness.js';
import { type Answered, Choices, type Operation } from './pairs.js';

const NOTHING: Answered = { status: 204 };

/** Operations on a hotel's rooms, equipment and settings. */
export class Upkeep {
  private readonly choices = new Choices(7);
  private readonly machines: number[] = [];
  private readonly attendants: number[] = [];
  private readonly rules: number[] = [];
  private meter = 1_000;

  private constructor(
    readonly pms: PmsHarness,
    readonly world: World,
  ) {}

  static async open(pms: PmsHarness): Promise<Upkeep> {
    const world = await pms.hotel({
      rooms: 6,
      from: day({ timeZone: 'Europe/Lisbon' }, -3),
      to: day({ timeZone: 'Europe/Lisbon' }, 10),
    });
    const upkeep = new Upkeep(pms, world);
    const { hotelId } = world;
    const made = async (path: string, body: object) => (await pms.api('POST', path, body)).body['id'] as number;
    for (const name of ['Boiler', 'Chiller']) {
      const id = await made('/equipment', { hotelId, name, meterUnit: 'h' });
      upkeep.machines.push(id);
      for (const work of ['Filter', 'Valve', 'Seal'])
        await made(`/equipment/${id}/schedules`, {
          name: work,
          mode: 'floating',
          everyN: 1,
          unit: 'week',
          anchorDate: '2020-01-01',
          everyUsage: 10,
        });
    }
    for (const name of ['Rosa', 'Ines'])
      upkeep.attendants.push(await made('/housekeeping/attendants', { hotelId, name }));
    for (const name of ['One night', 'All nights'])
      upkeep.rules.push(await made('/penalty-rules', { hotelId, name, nights: 1 }));
    await pms.night(PreventiveMaintenanceProcessor, { hotelId }, new Date());
    await upkeep.round();
    return upkeep;
  }

  get operations(): Record<string, Operation> {
    return {
      reading: () => this.read('reading'),
      'meter reset': () => this.read('reset'),
      'work done': () => this.toOrder('complete', { reading: ++this.meter }),
      'work waived': () => this.toOrder('cancel', { reason: 'waived' }),
      'plan changed': () => this.plan(),
      'maintenance run': () =>
        this.pms.night(PreventiveMaintenanceProcessor, { hotelId: this.world.hotelId }, new Date()),
      'housekeeping round': () => this.round(),
      'task done': () => this.task(),
      shifts: () => this.shifts(),
      'default rule': () => this.pms.api('PATCH', `/penalty-rules/${this.choices.of(this.rules)}`, { isDefault: true }),
      'job settings': () => this.settings(),
      'generation on': () =>
        this.pms.api('POST', '/cron-room-generation/start', { daysAhead: 30 + this.choices.below(9) }),
      'hotel changed': () => this.hotel(),
    };
  }

  private read(kind: string): Promise<Answered> {
    const value = kind === 'reset' ? (this.meter = 1_000 + this.choices.below(50)) : ++this.meter;
    return this.pms.api('POST', `/equipment/${this.choices.of(this.machines)}/readings`, { value, kind });
  }

  private async toOrder(what: string, body: object): Promise<Answered> {
    const order = this.choices.of(
      await this.pms.sql<{ id: number }>(`SELECT id FROM work_order WHERE hotel_id = $1 AND state = 'open'`, [
        this.world.hotelId,
      ]),
    );
    return order ? this.pms.api('POST', `/work-orders/${order.id}/${what}`, body) : NOTHING;
  }

  private async plan(): Promise<Answered> {
    const plans = await this.pms.sql<{ id: number }>('SELECT id FROM pm_schedule WHERE hotel_id = $1', [
      this.world.hotelId,
    ]);
    const body = { everyUsage: 5 + this.choices.below(9) };
    return this.pms.api('PATCH', `/maintenance-schedules/${this.choices.of(plans)!.id}`, body);
  }

  private async round(): Promise<unknown> {
    const room = this.choices.of(Object.values(this.world.roomIds));
    await this.pms.api('PATCH', `/housekeeping/rooms/${room}`, { condition: 'dirty' });
    return this.pms.night(DailyHousekeepingRoundProcessor, { hotelId: this.world.hotelId }, new Date());
  }

  private async task(): Promise<Answered> {
    const task = this.choices.of(
      await this.pms.sql<{ id: number }>(
        `SELECT id FROM hk_task WHERE hotel_id = $1 AND state IN ('open', 'started')`,
        [this.world.hotelId],
      ),
    );
    return task ? this.pms.api('POST', `/housekeeping/tasks/${task.id}/finish`) : NOTHING;
  }

  private shifts(): Promise<Answered> {
    const dates = [0, 1, 2, 3, 4, 5].map((offset) => day(this.world, offset));
    if (this.choices.below(2) === 0) dates.reverse();
    const body = { dates, capacityMinutes: this.choices.below(2) * 240 };
    return this.pms.api('PUT', `/housekeeping/attendants/${this.choices.of(this.attendants)}/shifts`, body);
  }

  private settings(): Promise<Answered> {
    const jobs = [
      { jobName: 'no-show-check' },
      { jobName: 'availability-recalc' },
      { jobName: 'invoice-generation' },
    ].map((job) => ({ ...job, cron: `${this.choices.below(60)} 3 * * *` }));
    if (this.choices.below(2) === 0) jobs.reverse();
    return this.pms.api('PUT', `/hotels/${this.world.hotelId}/job-settings`, { jobs });
  }

  private hotel(): Promise<Answered> {
    const timeZone = this.choices.of(['Europe/Lisbon', 'Atlantic/Madeira']);
    return this.pms.api('PATCH', `/hotels/${this.world.hotelId}`, { timeZone });
  }
}
