import type { DstPolicy } from '../cron.js';

/**
 * The DST policy of cron.ts, computed the slow and obvious way: walk every minute, read the wall clock, ask a
 * predicate. Shares nothing with what it checks: offsets come from Intl (not Temporal), expressions are predicates
 * written by hand (not parsed), times are minutes walked (not jumped).
 */
export interface Reading {
  minute: number;
  hour: number;
  day: number;
  month: number;
  /** 0 is Sunday. */
  weekday: number;
}

export interface Rule {
  expression: string;
  interval: boolean;
  matches: (reading: Reading) => boolean;
}

/** What the wall clock showed at one instant, in epoch minutes, and the readings it had just leapt over. */
interface Tick {
  instant: number;
  reading: Reading;
  /** This reading was on the wall before. */
  repeated: boolean;
  leapt: Reading[];
}

const HOUR = 60;

/** Minutes east of UTC at an epoch minute. */
export function offsetReader(zone: string): (minute: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (minute) => {
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(minute * 60_000)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  };
}

function readingOf(wall: number): Reading {
  const date = new Date(wall * 60_000);
  return {
    minute: date.getUTCMinutes(),
    hour: date.getUTCHours(),
    day: date.getUTCDate(),
    month: date.getUTCMonth() + 1,
    weekday: date.getUTCDay(),
  };
}

/** Every minute in (from, to], epoch minutes. Readings from two days before are remembered, to know a repetition. */
export function* walk(zone: string, from: number, to: number): Generator<Tick> {
  const offsetAt = offsetReader(zone);
  const begin = from - 48 * HOUR;
  const seen = new Uint8Array(to - begin + 100 * HOUR);
  const base = begin - 50 * HOUR;
  let lastWall: number | null = null;
  for (let hour = begin; hour <= to; hour += HOUR) {
    const early = offsetAt(hour);
    const steady = offsetAt(hour + HOUR) === early;
    for (let instant = hour; instant < hour + HOUR && instant <= to; instant++) {
      const wall = instant + (steady ? early : offsetAt(instant));
      const leapt: Reading[] = [];
      for (let missed = (lastWall ?? wall) + 1; missed < wall; missed++) leapt.push(readingOf(missed));
      if (instant > from) yield { instant, reading: readingOf(wall), repeated: seen[wall - base] === 1, leapt };
      seen[wall - base] = 1;
      lastWall = wall;
    }
  }
}

export function firesAt({ reading, repeated, leapt }: Tick, rule: Rule, policy: DstPolicy): boolean {
  const matches = rule.matches(reading);
  if (rule.interval) return matches;
  if (leapt.length > 0 && policy !== 'skip' && leapt.some(rule.matches)) return true;
  return matches && (!repeated || policy === 'both');
}
