import type { AuditCheck } from '../business-days/audit-checks.js';
import { counted } from '../nights/counted.js';
import { nightJob } from '../nights/night-job.js';
import type { AuditException, JobLine } from './night-audit.dto.js';

/** What somebody should look at: what jobs report, jobs that did not run, and the checklist's open lines. */
export function exceptionsOf(jobs: readonly JobLine[], checks: readonly AuditCheck[]): AuditException[] {
  const ofJobs = jobs.flatMap(({ jobName, result }) =>
    result ? (nightJob(jobName)?.exceptions(result) ?? []).map((text) => ({ source: jobName, text })) : [],
  );
  const ofChecks = checks
    .filter(({ level }) => level !== 'ok')
    .map((line) => ({ source: line.check, text: checkWords(line) }));
  return [...ofJobs, ...ofChecks];
}

const FOUND: Record<AuditCheck['check'], (count: number) => string> = {
  ARRIVALS_DUE: (n) => `${counted(n, 'expected guest')} neither came nor cancelled`,
  DEPARTURES_DUE: (n) => `${counted(n, 'guest')} should have left`,
  OPEN_BALANCES: (n) =>
    `${counted(n, 'bill')} of guests who left or did not come with something to pay or a deposit to give back`,
  NO_TAXES: (n) =>
    `the nights of ${counted(n, 'booking')} are charged without any tax; say which by roomTaxCode in the hotel's policy, an ` +
    'exempt one if there is none',
  NIGHT_JOBS: (n) => `${counted(n, 'job')} did not run for this date`,
};

/** A line of the checklist, in words. */
export function checkWords({ check, count, examples, waived }: AuditCheck): string {
  if (count === 0) return 'none';
  const more = count > examples.length ? ', …' : '';
  const why = waived === undefined ? '' : `. Closed all the same: ${waived}`;
  return `${FOUND[check](count)}: ${examples.join(', ')}${more}${why}`;
}
