import { counted } from './exceptions.js';
import type { AvailabilityResult } from '../availability/availability-recalc.job.js';
import type { HousekeepingResult } from '../housekeeping/daily-housekeeping-round.job.js';
import type { InvoiceResult } from '../invoices/invoice-generation.job.js';
import type { NoShowResult } from '../no-shows/no-show-check.job.js';
import type { MaintenanceResult } from '../maintenance/preventive-maintenance.job.js';

/** What each job did, in one line. */
export const JOB_WORDS: Record<string, (result: never) => string> = {
  'daily-housekeeping-round': ({ tasks, minutes, tasksAssigned, overflow, skipped }: HousekeepingResult) =>
    `${counted(tasks, 'task')} of ${minutes} minutes: ${tasksAssigned} assigned, ${overflow} without anybody; ` +
    `${counted(skipped.length, 'room')} skipped`,
  'preventive-maintenance': ({ schedules, workOrdersCreated, missed }: MaintenanceResult) =>
    `${counted(workOrdersCreated, 'work order')} from ${counted(schedules, 'schedule')}; ${counted(missed, 'date')} missed`,
  'no-show-check': (result: NoShowResult) =>
    `${counted(result.noShowsDetected, 'no-show')}, ${result.released} released; ` +
    `${counted(result.penaltiesApplied, 'fee')}, ${result.penaltyTotal} ${result.currency}; ` +
    `${counted(result.roomsFreed, 'night')} given back`,
  'availability-recalc': ({ from, to, availabilityUpdated, occupancyRate, drift }: AvailabilityResult) =>
    `${availabilityUpdated} days from ${from} to ${to}` +
    `${occupancyRate === null ? '' : `, ${Number(occupancyRate)} % sold`}; ${counted(drift.length, 'counter')} repaired`,
  'invoice-generation': ({ invoicesGenerated, totalAmount, currency, skipped }: InvoiceResult) =>
    `${counted(invoicesGenerated, 'invoice')}, ${totalAmount} ${currency}; ${counted(skipped.length, 'bill')} skipped`,
};
