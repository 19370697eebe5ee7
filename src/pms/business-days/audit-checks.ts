/** One line of the checklist of a close. */
export interface AuditCheck {
  check: 'ARRIVALS_DUE' | 'DEPARTURES_DUE' | 'OPEN_BALANCES' | 'NO_TAXES' | 'NIGHT_JOBS';
  /** A blocker must be resolved or waived with a reason; a warning is noted. */
  level: 'ok' | 'warning' | 'blocker';
  count: number;
  /** What it is about: booking codes, job names; at most 20 of them. */
  examples: string[];
  /** Why the day was closed all the same. */
  waived?: string;
}

/** Why checks shall not hold up a close: by the check's name, and for night jobs by the job's. */
export interface Waivers {
  checks: Readonly<Record<string, string>>;
  jobs: Readonly<Record<string, string>>;
}

const NONE: Waivers = { checks: {}, jobs: {} };

/** What the database found for a date; the level each finding has is decided here. (rules pms B.0, B.5) */
export interface Findings {
  arrivals: string[];
  departures: string[];
  balances: string[];
  /** Bookings whose nights are charged without any tax, because the hotel has not said which. */
  untaxed: string[];
  /** Night jobs of the hotel without a run in the night that ends the date. */
  jobs: string[];
}

const EXAMPLES = 20;

/**
 * The checklist of a business date: expected guests must have come, been cancelled or be no-shows, due guests must have
 * left, and the jobs of the night must have run before the date rolls; money still owed is noted.
 */
export function auditChecks(findings: Findings, waivers: Waivers = NONE): AuditCheck[] {
  const line = (
    check: AuditCheck['check'],
    level: 'warning' | 'blocker',
    found: string[],
    waived = waivers.checks[check],
  ): AuditCheck => ({
    check,
    level: found.length === 0 ? 'ok' : level,
    count: found.length,
    examples: found.slice(0, EXAMPLES),
    ...(found.length > 0 && waived !== undefined && { waived }),
  });
  return [
    line('ARRIVALS_DUE', 'blocker', findings.arrivals),
    line('DEPARTURES_DUE', 'blocker', findings.departures),
    line('OPEN_BALANCES', 'warning', findings.balances),
    line('NO_TAXES', 'warning', findings.untaxed),
    line('NIGHT_JOBS', 'blocker', findings.jobs, jobsWaived(findings.jobs, waivers)),
  ];
}

/** Why each of the jobs that did not run is done without; undefined while one of them has no reason. */
function jobsWaived(jobs: readonly string[], { checks, jobs: reasons }: Waivers): string | undefined {
  const words = jobs.map((job) => reasons[job] ?? checks['NIGHT_JOBS']);
  if (words.some((reason) => reason === undefined)) return undefined;
  return new Set(words).size === 1 ? words[0] : jobs.map((job, index) => `${job}: ${words[index]}`).join('; ');
}

export const WAIVABLE = ['ARRIVALS_DUE', 'DEPARTURES_DUE', 'NIGHT_JOBS'] as const;

/** Blockers that nobody waived. */
export function blockers(checks: readonly AuditCheck[]): AuditCheck[] {
  return checks.filter(({ level, waived }) => level === 'blocker' && waived === undefined);
}
