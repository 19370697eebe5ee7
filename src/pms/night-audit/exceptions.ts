import type { AuditCheck } from '../business-days/audit-checks.js';
import type { AvailabilityResult } from '../jobs/availability-recalc.job.js';
import type { HousekeepingResult } from '../jobs/daily-housekeeping-round.job.js';
import type { InvoiceResult } from '../jobs/invoice-generation.job.js';
import type { NoShowResult } from '../jobs/no-show-check.job.js';
import type { MaintenanceResult } from '../jobs/preventive-maintenance.job.js';
import type { AuditException, JobLine } from './pack.js';

/** What each job's result has to say to a manager in the morning, in plain words. */
const READERS: Record<string, (result: never) => string[]> = {
  'daily-housekeeping-round': (result: HousekeepingResult) => [
    ...some(result.overflow, (n) => `${n} tasks (${result.overflowMinutes} minutes) have nobody to do them`),
    ...result.warnings,
  ],
  'preventive-maintenance': (result: MaintenanceResult) =>
    some(result.missed, (n) => `${n} due dates passed while an order was still open`),
  'no-show-check': (result: NoShowResult) =>
    result.bookings.map(({ code, outcome, penalty }) =>
      outcome === 'NO_SHOW' ? `${code} did not come: charged ${penalty}` : `${code} did not come: released, no fee`,
    ),
  'availability-recalc': (result: AvailabilityResult) =>
    result.drift.map(
      ({ roomCategoryId, date, counted, actual }) =>
        `Category ${roomCategoryId} on ${date}: counted ${counted} sold, bookings say ${actual}; repaired`,
    ),
  'invoice-generation': (result: InvoiceResult) =>
    result.skipped.filter(({ reason }) => reason !== 'ZERO_VALUE').map(({ message }) => message),
};

/** What somebody should look at: what jobs report, jobs that did not run, and the checklist's open lines. */
export function exceptionsOf(jobs: readonly JobLine[], checks: readonly AuditCheck[]): AuditException[] {
  const ofJobs = jobs.flatMap(({ jobName, result }) =>
    result ? (READERS[jobName]?.(result as never) ?? []).map((text) => ({ source: jobName, text })) : [],
  );
  const ofChecks = checks
    .filter(({ level }) => level !== 'ok')
    .map(({ check, count, examples, waived }) => ({
      source: check,
      text: `${count}: ${examples.join(', ')}${waived === undefined ? '' : `; closed all the same: ${waived}`}`,
    }));
  return [...ofJobs, ...ofChecks];
}

function some(count: number, words: (count: number) => string): string[] {
  return count > 0 ? [words(count)] : [];
}
