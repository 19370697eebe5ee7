import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';

/** Most instances of a series in a window: hourly for three months. More is no person's calendar. */
export const MOST_INSTANCES = 2_500;
/** Steps that a rule may take, so that one that never fits, or counts to a billion, ends. */
const MOST_STEPS = 5_000;
const MOST_CANDIDATES = 50_000;

/** A rule has more instances than anybody has appointments, or none can be found in reasonable time. */
export class TooManyInstances extends Error {
  override readonly name = 'TooManyInstances';
}

/** A UNTIL without a zone is compared with wall times, one in UTC with instants, a date with the whole local day. */
export type Until = { wall: number } | { instant: number } | undefined;

const STEP: Record<string, number> = {
  ...{ SECONDLY: 1_000, MINUTELY: 60_000, HOURLY: 3_600_000 },
  ...{ DAILY: 86_400_000, WEEKLY: 7 * 86_400_000 },
};

/** Members of a rule, as "FREQ=DAILY;COUNT=3". */
export function ruleMembers(rule: string): Map<string, string> {
  const pairs = rule.split(';').map((pair) => pair.split('=', 2) as [string, string | undefined]);
  return new Map(pairs.map(([name, value]) => [name.trim().toUpperCase(), value?.trim() ?? '']));
}

/**
 * Wall times (ms as if UTC) of a rule in [from, to], by an expansion on the calendar alone: the zone comes afterwards, so that an
 * appointment keeps its local hour when clocks are changed. UNTIL is the caller's, who knows the zone.
 * @throws TooManyInstances @throws Error for a rule that is none
 */
export function wallTimes(rule: string, start: number, from: number, to: number): number[] {
  const members = ruleMembers(rule);
  members.delete('UNTIL');
  const freq = members.get('FREQ')?.toUpperCase() ?? '';
  const interval = Number(members.get('INTERVAL') ?? 1);
  if (!(Number.isSafeInteger(interval) && interval >= 1)) throw new Error('INTERVAL is not a positive integer');
  const step = (STEP[freq] ?? Infinity) * interval;
  const plain = ![...members.keys()].some((name) => name.startsWith('BY'));
  const first = members.has('COUNT') ? start : nearer(start, from, step);
  if (first > to) return [];
  if (plain && Number.isFinite(step)) return regular(first, step, from, to, Number(members.get('COUNT') ?? Infinity));
  if (step < STEP['HOURLY']! && !members.has('COUNT') && !plain) limit(step, from, to);
  const text = [...members].map(([name, value]) => `${name}=${value}`).join(';');
  const dtstart = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO('UTC');
  try {
    const series = new RRuleTemporal({
      ...{
        rruleString: text,
        dtstart,
        cache: false,
        maxIterations: MOST_STEPS,
        maxCandidateEvaluations: MOST_CANDIDATES,
      },
    });
    const found = series.between(new Date(from), new Date(to), true).map((at) => at.epochMilliseconds);
    if (found.length > MOST_INSTANCES) throw new TooManyInstances();
    return found;
  } catch (error) {
    if (/exceeded/i.test((error as Error).message)) throw new TooManyInstances();
    throw error;
  }
}

/** A rule by the minute or second with conditions is looked at step by step: not for longer than the steps allow. */
function limit(step: number, from: number, to: number): void {
  if ((to - from) / step > MOST_CANDIDATES) throw new TooManyInstances();
}

/** The start moved near to what is wanted by whole periods, so that a series of many years costs what one of today does. */
function nearer(start: number, from: number, step: number): number {
  if (!Number.isFinite(step) || start >= from) return start;
  const periods = Math.floor((from - start) / step) - 1;
  return periods > 0 ? start + periods * step : start;
}

/** Without conditions the instances are a sum. */
function regular(start: number, step: number, from: number, to: number, count: number): number[] {
  const firstIndex = Math.max(0, Math.ceil((from - start) / step));
  const lastIndex = Math.min(Math.floor((to - start) / step), count - 1);
  if (lastIndex - firstIndex >= MOST_INSTANCES) throw new TooManyInstances();
  const times: number[] = [];
  for (let n = firstIndex; n <= lastIndex; n++) times.push(start + n * step);
  return times;
}
