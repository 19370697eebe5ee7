import { isValidTimeZone } from '../../platform/dates/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { type Cron, type DstPolicy, InvalidCronError, nextFiring, parseCron, previousFiring } from './cron.js';

/** When a schedule fires: expression, zone and what it does when clocks change. */
export interface Rhythm {
  cron: string;
  timezone: string;
  dst: DstPolicy;
}

const PARSED_MAX = 5_000;
const parsed = new Map<string, Cron>();

/** parseCron with its answers cached, because millions of schedules share few expressions. @throws InvalidCronError */
export function parsedCron(expression: string): Cron {
  const known = parsed.get(expression);
  if (known) return known;
  const cron = parseCron(expression);
  if (parsed.size >= PARSED_MAX) parsed.clear();
  parsed.set(expression, cron);
  return cron;
}

/**
 * Firings of many schedules: those with the same expression, zone and policy are computed once. An instance is meant for
 * one pass or one answer and keeps all it has computed, so it is not kept longer.
 */
export class Firings {
  private readonly known = new Map<string, Date | null>();

  /** The first firing strictly after an instant; null when there is none within ten years. */
  next(rhythm: Rhythm, after: Date): Date | null {
    return this.ask('next', rhythm, after, nextFiring);
  }

  /** The last firing strictly before an instant. */
  previous(rhythm: Rhythm, before: Date): Date | null {
    return this.ask('previous', rhythm, before, previousFiring);
  }

  /** The next firings after an instant, so many at most. */
  some(rhythm: Rhythm, after: Date, count: number): Date[] {
    const found: Date[] = [];
    for (let last: Date | null = after; found.length < count; found.push(last)) {
      last = this.next(rhythm, last);
      if (!last) break;
    }
    return found;
  }

  private ask(
    question: string,
    { cron, timezone, dst }: Rhythm,
    at: Date,
    answer: (cron: Cron, zone: string, at: Date, dst: DstPolicy) => Date | null,
  ): Date | null {
    const key = `${question} ${at.getTime()} ${dst} ${timezone} ${cron}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = answer(parsedCron(cron), timezone, at, dst);
      this.known.set(key, found);
    }
    return found;
  }
}

/**
 * A schedule's expression, checked.
 * @throws AppError VALIDATION_FAILED for a bad expression or zone, and for one that fires within a minute.
 */
export function checkedCron(cron: string, timezone: string): Cron {
  if (!isValidTimeZone(timezone)) throw invalid('timezone', `"${timezone}" is not an IANA time zone`);
  try {
    const read = parsedCron(cron);
    if (read.seconds.length > 1) throw new InvalidCronError('a schedule fires once a minute at most: name one second');
    return read;
  } catch (error) {
    if (error instanceof InvalidCronError) throw invalid('cron', error.message);
    throw error;
  }
}

/**
 * Next firing of a cron expression in a zone, strictly after an instant.
 * @throws AppError VALIDATION_FAILED for a bad expression or zone, and for one that never fires.
 */
export function nextRun(cron: string, timezone: string, after: Date, dst: DstPolicy = 'once'): Date {
  const next = nextFiring(checkedCron(cron, timezone), timezone, after, dst);
  if (!next) throw invalid('cron', `"${cron}" never fires`);
  return next;
}
