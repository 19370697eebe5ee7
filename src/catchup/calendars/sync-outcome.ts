import { PermanentJobError } from '../../jobs/index.js';
import type { SourceTrouble } from '../sources/calendar-source.js';

/** Reason codes of items. */
const CODES: Record<SourceTrouble, string> = {
  needs_reauth: 'NEEDS_REAUTH',
  calendar_lost: 'CALENDAR_LOST',
  token_void: 'REFUSED_IN_FULL',
  busy: 'BUSY',
  away: 'AWAY',
  misconfigured: 'MISCONFIGURED',
  refused: 'REFUSED',
};

/** Trouble of the account or of its provider: nothing else of it is asked in this attempt. */
const OF_THE_ACCOUNT = new Set<SourceTrouble>(['needs_reauth', 'busy', 'away', 'misconfigured']);
/** Not a failure of the job: its user has to do something, or the next slot tries again. */
const SKIPPED = new Set<SourceTrouble>(['needs_reauth', 'calendar_lost']);
/** Wait for a provider that is busy and does not say how long, ms. */
const BUSY_MS = 60_000;

export interface Verdict {
  code: string;
  outcome: 'skipped' | 'failed';
  ofTheAccount: boolean;
}

export function verdictOf(trouble: SourceTrouble): Verdict {
  return {
    code: CODES[trouble],
    outcome: SKIPPED.has(trouble) ? 'skipped' : 'failed',
    ofTheAccount: OF_THE_ACCOUNT.has(trouble),
  };
}

/** What went wrong in an attempt, and what follows for the job. */
export class Failures {
  private readonly met = new Set<SourceTrouble>();
  private waitMs = 0;

  /** @param known it was so before the job's time: told once, and no retry of one job mends it */
  add(trouble: SourceTrouble, { retryAfterMs, known = false }: { retryAfterMs?: number; known?: boolean } = {}): void {
    if (!known) this.met.add(trouble);
    if (trouble === 'busy') this.waitMs = Math.max(this.waitMs, retryAfterMs ?? BUSY_MS);
  }

  /** How long the job is to be put off, ms; 0: not at all. */
  get putOffMs(): number {
    return this.waitMs;
  }

  /** What to throw: something a retry may mend first, so that it is tried; else what none can mend. */
  error(): Error | undefined {
    if (this.met.has('away')) return Object.assign(new Error('A provider of calendars was away'), { code: CODES.away });
    const [lasting] = (['misconfigured', 'token_void', 'refused'] as const).filter((trouble) => this.met.has(trouble));
    return lasting && new PermanentJobError(CODES[lasting], WORDS[lasting]);
  }
}

const WORDS = {
  misconfigured: "The provider does not take our client: the operator's settings are wrong",
  token_void: 'The provider of a calendar refused its changes, and everything as well',
  refused: 'The provider of a calendar refused our request',
};
