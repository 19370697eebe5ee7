import type { Type } from '@nestjs/common';
import { defineJob, type JobContract } from '../../jobs/index.js';
import { NightPayload } from './night-payload.js';

/** A night job as the settings, the cron routes and the night audit use it. */
export interface NightJob<Result extends object = object> {
  contract: JobContract<NightPayload, Result>;
  /** `POST /cron/<route>`, and another name for the job in `POST /jobs/trigger/<name>`. */
  route: string;
  /** What people call it. In the OpenAPI document "at every hotel of every tenant" is added to it for the cron route. */
  title: string;
  /** When it runs at a hotel that has no setting of its own: five fields, in the hotel's zone. */
  cron: string;
  /** Place in lists of night jobs, in steps of ten. Without it the order would be that of imports. */
  position: number;
  /** It does its work each time it is started. The others run once a date, unless `asOf` names one. */
  repeats: boolean;
  /** What a run did, in one line of the pack. */
  line: (result: Result) => string;
  /** What a manager should look at in the morning. */
  exceptions: (result: Result) => string[];
}

/** The definition of a night job, given by its area. */
export interface NightJobDefinition<Result extends object> extends Omit<NightJob<Result>, 'contract' | 'repeats'> {
  name: string;
  summary: string;
  result: Type<Result>;
  repeats?: boolean;
}

const jobs: NightJob[] = [];
const names: string[] = [];

/**
 * Every night job, by position. Jobs enter when their files are imported, which may be after this one: read the list when
 * a request or the boot asks, never while a file is being loaded.
 */
export const NIGHT_JOBS: readonly NightJob[] = jobs;

/** Their names. Decorators of DTOs keep this array itself, so they see names that are added later. */
export const NIGHT_JOB_NAMES: readonly string[] = names;

/** Two hours after its time a job of the night should be done, unless its schedule says otherwise. */
const DUE_SECONDS = 7_200;

/**
 * Declares a job of the night: one for each hotel, by the hotel's clock, safe to run again. Its area's module passes the
 * contract to `NightsModule.forFeature`; settings, schedules, cron route, runs and the audit's texts follow from this.
 */
export function defineNightJob<Result extends object>({
  name,
  summary,
  result,
  repeats = false,
  ...words
}: NightJobDefinition<Result>): JobContract<NightPayload, Result> {
  const contract = defineJob<NightPayload, Result>({
    name,
    title: words.title,
    summary,
    payload: NightPayload,
    result,
    aliases: [words.route],
    attempts: 3,
    backoff: { type: 'exponential', delayMs: 5_000 },
    dueSeconds: DUE_SECONDS,
    hotelOf: ({ hotelId }) => hotelId,
    dedupe: ({ hotelId, asOf = '' }) => `hotel:${hotelId ?? 'all'}:${asOf}`,
  });
  // The functions take the results of this job only, and are called with these: see `nightJob`.
  jobs.push({ contract, repeats, ...words } as unknown as NightJob);
  jobs.sort((a, b) => a.position - b.position || (a.contract.name < b.contract.name ? -1 : 1));
  names.splice(0, names.length, ...jobs.map((job) => job.contract.name));
  return contract;
}

/** The night job of a name; undefined for a name of an earlier release. */
export function nightJob(name: string): NightJob | undefined {
  return jobs.find(({ contract }) => contract.name === name);
}
