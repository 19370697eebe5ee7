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

/** What the database found for a date; the level each finding has is decided here. (rules pms B.0, B.5) */
export interface Findings {
  arrivals: string[];
  departures: string[];
  balances: string[];
  /** Bookings whose nights are charged without any tax, because the hotel has not said which. */
  untaxed: string[];
  /** Night jobs without a run for the date. */
  jobs: string[];
}

const EXAMPLES = 20;

/**
 * The checklist of a business date: expected guests must have come, been cancelled or be no-shows, due guests must have
 * left, before the date rolls; money still owed and jobs that did not run are noted.
 */
export function auditChecks(findings: Findings, waivers: Readonly<Record<string, string>> = {}): AuditCheck[] {
  const line = (check: AuditCheck['check'], level: 'warning' | 'blocker', found: string[]): AuditCheck => ({
    check,
    level: found.length === 0 ? 'ok' : level,
    count: found.length,
    examples: found.slice(0, EXAMPLES),
    ...(found.length > 0 && waivers[check] !== undefined && { waived: waivers[check] }),
  });
  return [
    line('ARRIVALS_DUE', 'blocker', findings.arrivals),
    line('DEPARTURES_DUE', 'blocker', findings.departures),
    line('OPEN_BALANCES', 'warning', findings.balances),
    line('NO_TAXES', 'warning', findings.untaxed),
    line('NIGHT_JOBS', 'warning', findings.jobs),
  ];
}

export const WAIVABLE = ['ARRIVALS_DUE', 'DEPARTURES_DUE'] as const;

/** Blockers that nobody waived. */
export function blockers(checks: readonly AuditCheck[]): AuditCheck[] {
  return checks.filter(({ level, waived }) => level === 'blocker' && waived === undefined);
}
