import type { AvailabilityResult } from '../jobs/availability-recalc.job.js';
import type { HousekeepingResult } from '../jobs/daily-housekeeping-round.job.js';
import type { InvoiceResult } from '../jobs/invoice-generation.job.js';
import type { NoShowResult } from '../jobs/no-show-check.job.js';
import type { MaintenanceResult } from '../jobs/preventive-maintenance.job.js';

/** What each job did, in one line. */
export const JOB_WORDS: Record<string, (result: never) => string> = {
  'daily-housekeeping-round': ({ tasks, minutes, tasksAssigned, overflow, skipped }: HousekeepingResult) =>
    `${tasks} tasks of ${minutes} minutes: ${tasksAssigned} assigned, ${overflow} without anybody; ` +
    `${skipped.length} rooms skipped`,
  'preventive-maintenance': ({ schedules, workOrdersCreated, missed }: MaintenanceResult) =>
    `${workOrdersCreated} work orders from ${schedules} schedules; ${missed} dates missed`,
  'no-show-check': (result: NoShowResult) =>
    `${result.noShowsDetected} no-shows, ${result.released} released; ${result.penaltiesApplied} fees of ` +
    `${result.penaltyTotal} ${result.currency}; ${result.roomsFreed} nights given back`,
  'availability-recalc': ({ from, to, availabilityUpdated, occupancyRate, drift }: AvailabilityResult) =>
    `${availabilityUpdated} days from ${from} to ${to}` +
    `${occupancyRate === null ? '' : `, ${Number(occupancyRate)} % sold`}; ${drift.length} counters repaired`,
  'invoice-generation': ({ invoicesGenerated, totalAmount, currency, skipped }: InvoiceResult) =>
    `${invoicesGenerated} invoices of ${totalAmount} ${currency}; ${skipped.length} bills skipped`,
};
