import { Injectable } from '@nestjs/common';
import {
  type Completed,
  type JobContext,
  type JobContract,
  type JobRequest,
  JobsService,
  momentOf,
} from '../../jobs/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { type LocalDate, today } from '../../platform/dates/index.js';
import { type HotelRow, HotelsService } from '../../rooms/index.js';
import { JobSettingsRepository } from './job-settings.repository.js';
import { NIGHT_JOBS } from './night-job.js';
import type { NightPayload } from './night-payload.js';

/** One night of one hotel, as a night job sees it. */
export interface Night {
  hotel: HotelRow;
  /** Instant the job takes for now. */
  now: Date;
  /** The hotel's local date at that instant. */
  date: LocalDate;
  jobId: string;
}

/** The result of a job without a hotel, which starts one job for each hotel. */
export interface FannedOut {
  hotels: number;
  batchId: string | null;
  statusUrl: string | null;
}

export interface NightRun {
  jobName: string;
  businessDate: LocalDate;
  jobId: string;
  asOf: Date;
  result: Record<string, unknown>;
  finishedAt: Date;
}

/** Runs night jobs: finds the hotel and its date, and records that the work was done. */
@Injectable()
export class NightRuns {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly settings: JobSettingsRepository,
    private readonly jobs: JobsService,
  ) {}

  /**
   * Does the work, writes down that it was done and completes the job, in one transaction. Without a hotel, starts a
   * batch of one job for each hotel; its result then says so (FannedOut): contracts tell of a hotel's.
   * @throws AppError NOT_FOUND (hotel)
   */
  run<Result extends object>(
    contract: JobContract<NightPayload, Result>,
    { hotelId, asOf, once }: NightPayload,
    ctx: JobContext,
    work: (night: Night) => Promise<Result>,
  ): Promise<Completed<Result>> {
    return ctx.complete(async (): Promise<Result> => {
      if (hotelId === undefined) return (await this.fanOut(contract, { asOf, once })) as unknown as Result;
      const hotel = await this.hotels.get(hotelId);
      const now = momentOf(asOf, hotel.timeZone, ctx.scheduledFor);
      const night: Night = { hotel, now, date: today(hotel.timeZone, now), jobId: ctx.jobId };
      const earlier = once ? await this.last(contract.name, night) : undefined;
      if (earlier) return earlier.result as Result;
      const result = await work(night);
      await this.record(contract.name, night, result);
      return result;
    });
  }

  /** One job for each of the tenant's hotels that has the kind enabled; only of these hotels, if given. */
  async perHotel(
    contract: JobContract<NightPayload>,
    payload: Omit<NightPayload, 'hotelId'>,
    only?: readonly number[],
  ): Promise<JobRequest[]> {
    const ids = await this.settings.hotelsWith(contract.name, only);
    return ids.map((hotelId) => ({ contract, payload: { ...payload, hotelId }, options: { hotelId } }));
  }

  /**
   * What each job did in the night that ends a business date: of its runs on the next date, the last; for a job that works
   * once a night and runs before midnight, that of the evening. What ran in the morning of the date itself ended the date
   * before.
   */
  ofNight({ id, timeZone }: Pick<HotelRow, 'id' | 'timeZone'>, date: LocalDate): Promise<NightRun[]> {
    const repeating = NIGHT_JOBS.filter(({ repeats }) => repeats).map(({ contract }) => contract.name);
    return this.db.rows(
      `SELECT DISTINCT ON (job_name) ${RUN} FROM night_run
       WHERE hotel_id = $1 AND (business_date = $2::date + 1 OR (business_date = $2 AND job_name <> ALL($3::text[])
         AND (as_of AT TIME ZONE $4)::time >= '12:00'))
       ORDER BY job_name, business_date DESC, finished_at DESC`,
      [id, date, repeating, timeZone],
    );
  }

  /** The hotel's daily jobs that have not run in the night that ends a business date; those it turned off are not asked for. */
  async missing({ id, timeZone }: Pick<HotelRow, 'id' | 'timeZone'>, date: LocalDate): Promise<string[]> {
    return (await this.missingOf([{ id, timeZone, date }])).get(id) ?? [];
  }

  /** The same of many hotels, each with its date; a hotel without any has no entry. */
  async missingOf(
    days: readonly (Pick<HotelRow, 'id' | 'timeZone'> & { date: LocalDate })[],
  ): Promise<Map<number, string[]>> {
    if (days.length === 0) return new Map();
    const rows = await this.db.rows<{ id: number; jobs: string[] }>(MISSING, [
      days.map(({ id }) => id),
      days.map(({ date }) => date),
      days.map(({ timeZone }) => timeZone),
      NIGHT_JOBS.map(({ contract }) => contract.name),
      NIGHT_JOBS.map(({ cron }) => cron),
      NIGHT_JOBS.map(({ repeats }) => repeats),
    ]);
    return new Map(rows.map(({ id, jobs }) => [id, jobs]));
  }

  private async fanOut(contract: JobContract<NightPayload>, payload: NightPayload): Promise<FannedOut> {
    const children = await this.perHotel(contract, payload);
    if (children.length === 0) return { hotels: 0, batchId: null, statusUrl: null };
    const { id } = await this.jobs.enqueueBatch(contract.name, children);
    return { hotels: children.length, batchId: id, statusUrl: this.jobs.links(id).statusUrl };
  }

  private last(jobName: string, { hotel, date }: Night): Promise<NightRun | undefined> {
    return this.db.first(
      `SELECT ${RUN} FROM night_run WHERE hotel_id = $1 AND job_name = $2 AND business_date = $3
       ORDER BY finished_at DESC LIMIT 1`,
      [hotel.id, jobName, date],
    );
  }

  private async record(jobName: string, { hotel, date, jobId, now }: Night, result: object): Promise<void> {
    await this.db.rows(
      `INSERT INTO night_run (tenant_id, hotel_id, job_name, business_date, job_id, as_of, result)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6::jsonb)`,
      [hotel.id, jobName, date, jobId, now, JSON.stringify(result)],
    );
  }
}

/** Daily jobs ($4 names, $5 crons, $6 whether they repeat) that hotels $1 did not run in the nights that end the dates $2, zones $3. */
const MISSING = `
  SELECT d.id, array_agg(j.name ORDER BY j.place) AS jobs
  FROM unnest($1::int[], $2::date[], $3::text[]) AS d(id, date, zone)
  CROSS JOIN unnest($4::text[], $5::text[], $6::bool[]) WITH ORDINALITY AS j(name, cron, repeats, place)
  LEFT JOIN hotel_job_setting s ON s.hotel_id = d.id AND s.job_name = j.name
  WHERE coalesce(s.enabled, true) AND coalesce(s.cron, j.cron) LIKE '%* * *'
    AND NOT EXISTS (SELECT FROM night_run r WHERE r.hotel_id = d.id AND r.job_name = j.name
      AND (r.business_date = d.date + 1 OR (r.business_date = d.date AND NOT j.repeats
        AND (r.as_of AT TIME ZONE d.zone)::time >= '12:00')))
  GROUP BY d.id`;

const RUN = `job_name AS "jobName", business_date AS "businessDate", job_id AS "jobId", as_of AS "asOf", result,
  finished_at AS "finishedAt"`;
