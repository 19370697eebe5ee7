/** From how long before its start on a job that is not running yet is looked at, ms. */
export const LOOK_AHEAD_MS = 30 * 60_000;
/** With fewer runs nothing is said of how long the next one takes. */
export const FEWEST_RUNS = 3;

/** A job that is not done, or the slot that will get one. */
export interface Unfinished {
  /** When it may start. */
  startsAt: Date;
  startedAt: Date | null;
  /** When it should be done. */
  dueBy: Date | null;
  /** How long nineteen of twenty runs took at most, ms. */
  p95Ms: number | null;
  /** How many runs that is known from. */
  runs: number;
}

export interface Forecast {
  /** When it is done, should it take as long as nineteen of twenty runs; null: not known. */
  expectedEnd: Date | null;
  /** It will not be done in time, or is late already. */
  atRisk: boolean;
}

/** Whether a job will be done in time. A job that has no time to be done by is never at risk. */
export function forecast({ startsAt, startedAt, dueBy, p95Ms, runs }: Unfinished, now: Date): Forecast {
  const soon = startedAt !== null || startsAt.getTime() - now.getTime() <= LOOK_AHEAD_MS;
  const isKnown = soon && p95Ms !== null && runs >= FEWEST_RUNS;
  const begins = startedAt ?? (startsAt > now ? startsAt : now);
  // One that has taken longer than expected already ends now at the earliest.
  const expectedEnd = isKnown ? new Date(Math.max(begins.getTime() + p95Ms, now.getTime())) : null;
  const end = expectedEnd ?? now;
  return { expectedEnd, atRisk: dueBy !== null && end > dueBy };
}
