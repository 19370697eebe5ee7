import type { JobContract } from '../../jobs/index.js';
import { AvailabilityRecalc } from '../availability/availability-recalc.job.js';
import { DailyHousekeepingRound } from '../housekeeping/daily-housekeeping-round.job.js';
import { InvoiceGeneration } from '../invoices/invoice-generation.job.js';
import { NoShowCheck } from '../no-shows/no-show-check.job.js';
import { PreventiveMaintenance } from '../maintenance/preventive-maintenance.job.js';
import type { NightPayload } from './night-job.js';

/** When a night job runs at a hotel that did not say otherwise, in the hotel's zone (seed 001). */
export interface NightJob {
  contract: JobContract<NightPayload>;
  cron: string;
  /** `POST /cron/<route>`. */
  route: string;
}

export const NIGHT_JOBS: readonly NightJob[] = [
  { contract: DailyHousekeepingRound, cron: '0 0 * * *', route: 'daily-housekeeping' },
  { contract: PreventiveMaintenance, cron: '0 0 * * 1', route: 'maintenance-schedule' },
  { contract: NoShowCheck, cron: '0 */2 * * *', route: 'check-no-shows' },
  { contract: AvailabilityRecalc, cron: '0 1 * * *', route: 'recalc-availability' },
  { contract: InvoiceGeneration, cron: '0 2 * * *', route: 'generate-invoices' },
];

/** Those that run once a date, however often they are asked for; the others look again each time. */
export const ONCE_A_DATE: ReadonlySet<string> = new Set(
  NIGHT_JOBS.map(({ contract }) => contract.name).filter((name) => name !== NoShowCheck.name),
);
