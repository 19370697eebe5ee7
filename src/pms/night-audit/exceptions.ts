import type { AuditCheck } from '../business-days/audit-checks.js';
import type { AvailabilityResult } from '../availability/availability-recalc.job.js';
import type { HousekeepingResult } from '../housekeeping/daily-housekeeping-round.job.js';
import type { InvoiceResult } from '../invoices/invoice-generation.job.js';
import type { NoShowResult } from '../no-shows/no-show-check.job.js';
import type { MaintenanceResult } from '../maintenance/preventive-maintenance.job.js';
import type { AuditException, JobLine } from './night-audit.dto.js';

/** What each job's result has to say to a manager in the morning, in plain words. */
const READERS: Record<string, (result: never) => string[]> = {
  'daily-housekeeping-round': (result: HousekeepingResult) => [
    ...some(result.overflow, (n) => `Nobody has time for ${counted(n, 'task')} (${result.overflowMinutes} minutes)`),
    ...result.warnings,
  ],
  'preventive-maintenance': (result: MaintenanceResult) =>
    some(result.missed, (n) => `${counted(n, 'due date')} passed while an order was still open`),
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
    .map((line) => ({ source: line.check, text: checkWords(line) }));
  return [...ofJobs, ...ofChecks];
}

const FOUND: Record<AuditCheck['check'], (count: number) => string> = {
  ARRIVALS_DUE: (n) => `${counted(n, 'expected guest')} neither came nor cancelled`,
  DEPARTURES_DUE: (n) => `${counted(n, 'guest')} should have left`,
  OPEN_BALANCES: (n) => `${counted(n, 'guest')} left with something to pay`,
  NIGHT_JOBS: (n) => `${counted(n, 'job')} did not run for this date`,
};

/** A line of the checklist, in words. */
export function checkWords({ check, count, examples, waived }: AuditCheck): string {
  if (count === 0) return 'none';
  const more = count > examples.length ? ', …' : '';
  const why = waived === undefined ? '' : `. Closed all the same: ${waived}`;
  return `${FOUND[check](count)}: ${examples.join(', ')}${more}${why}`;
}

/** `1 task`, `2 tasks`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function some(count: number, words: (count: number) => string): string[] {
  return count > 0 ? [words(count)] : [];
}
