import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { nextRun, type ScheduleInput, SchedulesService } from '../../jobs/index.js';
import { Config } from '../../platform/config/config.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { isValidTimeZone } from '../../platform/dates/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { given } from '../../platform/http/given.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { TenantsService } from '../../platform/tenancy/tenants.service.js';
import { type HotelRow, HotelsService } from '../../rooms/index.js';
import type { JobSettingResponse, JobSettingRequest } from './job-settings.dto.js';
import { type JobSetting, JobSettingsRepository } from './job-settings.repository.js';
import type { NightPayload } from './night-payload.js';
import { NIGHT_JOBS, type NightJob } from './night-job.js';

const keyOf = ({ contract }: NightJob, hotelId: number) => `pms:${contract.name}:hotel:${hotelId}`;

/** When each night job runs at each hotel: a schedule for each pair, in the hotel's zone, edited in place. */
@Injectable()
export class JobSettingsService implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly tenants: TenantsService,
    private readonly hotels: HotelsService,
    private readonly settings: JobSettingsRepository,
    private readonly schedules: SchedulesService,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.hotels.onSaved((hotel) => this.apply(hotel));
  }

  /** Hotels that are older than this module, or were not made through the API, get their schedules here. */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.has('scheduler')) return;
    for (const tenantId of await this.tenants.ids()) await this.context.asTenant(tenantId, () => this.applyMissing());
  }

  /** @throws AppError NOT_FOUND */
  async get(hotelId: number): Promise<JobSettingResponse[]> {
    const hotel = await this.hotels.get(hotelId);
    const settings = await this.of(hotel.id);
    const schedules = await this.schedules.find(settings.map(({ job }) => keyOf(job, hotel.id)));
    return settings.map(({ job, ...setting }) => ({
      ...setting,
      timezone: hotel.timeZone,
      nextRunAt: schedules.find(({ key }) => key === keyOf(job, hotel.id))?.nextRunAt?.toISOString() ?? null,
    }));
  }

  /**
   * Changes the jobs named; the others stay as they are.
   * @throws AppError NOT_FOUND; VALIDATION_FAILED for a job named twice or a bad cron.
   */
  put(hotelId: number, jobs: readonly JobSettingRequest[]): Promise<JobSettingResponse[]> {
    return this.db.transaction(async () => {
      const hotel = await this.hotels.get(hotelId);
      const known = await this.of(hotel.id);
      const changed: JobSetting[] = [];
      for (const [index, request] of jobs.entries()) {
        if (jobs.findIndex(({ jobName }) => jobName === request.jobName) !== index)
          throw invalid(`jobs.${index}.jobName`, `${request.jobName} is named twice`);
        const before = known.find(({ jobName }) => jobName === request.jobName)!;
        const setting = { ...before, ...given(request) };
        checkCron(`jobs.${index}.cron`, setting.cron, hotel.timeZone);
        changed.push(setting);
      }
      // By name, whatever the order of the request: two requests in different orders would deadlock.
      for (const setting of changed.sort((a, b) => (a.jobName < b.jobName ? -1 : 1)))
        await this.settings.put(hotel.id, setting, this.context.principal?.userId ?? null);
      await this.schedules.hold([hotel.id]);
      await this.apply(hotel);
      return this.get(hotel.id);
    });
  }

  /** Writes the hotel's schedules according to its settings. */
  private async apply(hotel: ScheduledHotel): Promise<void> {
    for (const setting of await this.of(hotel.id)) await this.schedules.put(toSchedule(hotel, setting));
  }

  private async applyMissing(): Promise<void> {
    const byHotel = new Map<number, JobSetting[]>();
    for (const { hotelId, ...setting } of await this.settings.all())
      byHotel.set(hotelId, [...(byHotel.get(hotelId) ?? []), setting]);
    // A time zone that Postgres does not know was not written through the API. Such a hotel is left out, so that the others
    // get their schedules.
    const hotels = (await this.hotels.all()).filter(({ timeZone }) => isValidTimeZone(timeZone));
    await this.schedules.putMissing(
      hotels.flatMap((hotel) => withDefaults(byHotel.get(hotel.id) ?? []).map((one) => toSchedule(hotel, one))),
    );
  }

  private async of(hotelId: number): Promise<JobOfHotel[]> {
    return withDefaults(await this.settings.ofHotel(hotelId));
  }
}

type ScheduledHotel = Pick<HotelRow, 'id' | 'timeZone'>;
type JobOfHotel = JobSetting & { job: NightJob };

function withDefaults(own: readonly JobSetting[]): JobOfHotel[] {
  return NIGHT_JOBS.map((job) => {
    const jobName = job.contract.name;
    return { jobName, enabled: true, cron: job.cron, ...own.find((one) => one.jobName === jobName), job };
  });
}

function toSchedule(hotel: ScheduledHotel, { job, enabled, cron }: JobOfHotel): ScheduleInput<NightPayload> {
  return {
    key: keyOf(job, hotel.id),
    contract: job.contract,
    data: { hotelId: hotel.id, ...(!job.repeats && { once: true }) },
    cron,
    timezone: hotel.timeZone,
    enabled,
    hotelId: hotel.id,
  };
}

/** @throws AppError VALIDATION_FAILED naming the path */
function checkCron(path: string, cron: string, timeZone: string): void {
  try {
    nextRun(cron, timeZone, new Date());
  } catch (error) {
    if (error instanceof AppError) throw invalid(path, `${path}: ${error.message}`);
    throw error;
  }
}
