import { addDays, today } from '../../platform/dates/index.js';
import type { Interval } from './interval.js';
import { instantOn, type LocalDay, localDay, localDays, MINUTE } from './local-days.js';

/** How far back one looks. */
export const WEEKS = 8;
const CELLS = 48;
const CELL = 30 * MINUTE;
const DAY = CELLS * CELL;
const ALL = Array.from({ length: CELLS }, (_, cell) => cell);

/** For each weekday and half hour of the user's clock: in how many weeks it was free, of how many that are known. */
export class FreeCells {
  private readonly free = new Uint8Array(7 * CELLS);
  private readonly weeks = new Uint8Array(7 * CELLS);

  constructor(private readonly zone: string) {}

  /** Adds a day. @param cells which of its half hours were busy; undefined: the day has no such half hour */
  add(day: LocalDay, busy: (cell: number) => boolean | undefined): void {
    for (let cell = 0, n = (day.weekday - 1) * CELLS; cell < CELLS; cell++, n++) {
      const taken = busy(cell);
      if (taken === undefined) continue;
      this.weeks[n]!++;
      if (!taken) this.free[n]!++;
    }
  }

  /** How likely a half hour of a weekday is free: (free weeks + 1) / (weeks + 2), a half where nothing is known. */
  ofCell(weekday: number, cell: number): number {
    const n = (weekday - 1) * CELLS + cell;
    return (this.free[n]! + 1) / (this.weeks[n]! + 2);
  }

  /** Of the least likely half hour that a time touches on a day. */
  private ofDay(day: LocalDay, time: Interval): number {
    let p = 1;
    for (const cell of cellsOf(day, time)) p = Math.min(p, this.ofCell(day.weekday, cell));
    return p;
  }

  /** Of slots in the order of their starts: each as likely free as the least likely half hour that it touches. */
  ofSlots<Slot extends Interval>(slots: readonly Slot[]): (Slot & { p: number })[] {
    const first = slots[0];
    if (!first) return [];
    const last = slots.reduce((end, slot) => Math.max(end, slot.end), first.end);
    const days = localDays({ start: first.start, end: last }, this.zone);
    let at = 0;
    return slots.map((slot) => {
      while (days[at]!.end <= slot.start) at++;
      let p = 1;
      for (let n = at; n < days.length && days[n]!.start < slot.end; n++) p = Math.min(p, this.ofDay(days[n]!, slot));
      return { ...slot, p };
    });
  }

  /** Of the least likely half hour that a time touches, what its likelihood is made of: free weeks, and weeks that are known. */
  seen(time: Interval): { freeWeeks: number; weeks: number } {
    let least: { p: number; freeWeeks: number; weeks: number } | undefined;
    for (const day of localDays(time, this.zone)) {
      for (const cell of cellsOf(day, time)) {
        const n = (day.weekday - 1) * CELLS + cell;
        const p = this.ofCell(day.weekday, cell);
        if (!least || p < least.p) least = { p, freeWeeks: this.free[n]!, weeks: this.weeks[n]! };
      }
    }
    return { freeWeeks: least?.freeWeeks ?? 0, weeks: least?.weeks ?? 0 };
  }
}

/** The time that freeCells looks at: the last 8 weeks of whole local days before today. */
export function pastOf(now: number, zone: string): Interval {
  const end = localDay(today(zone, new Date(now)), zone);
  return { start: localDay(addDays(end.date, -7 * WEEKS), zone).start, end: end.start };
}

/**
 * What the last 8 weeks tell of each half hour. Days before `knownSince`, when her calendars began to be read, tell nothing.
 * @param busy sorted and merged
 */
export function freeCells(busy: readonly Interval[], now: number, zone: string, knownSince = 0): FreeCells {
  const cells = new FreeCells(zone);
  let next = 0;
  for (const day of localDays(pastOf(now, zone), zone)) {
    while (next < busy.length && busy[next]!.end <= day.start) next++;
    if (day.start < knownSince) continue;
    const taken = new Set<number>();
    for (let n = next; n < busy.length && busy[n]!.start < day.end; n++) {
      for (const cell of cellsOf(day, busy[n]!)) taken.add(cell);
    }
    const known = new Set(day.end - day.start === DAY ? ALL : realCells(day).cells);
    cells.add(day, (cell) => (known.has(cell) ? taken.has(cell) : undefined));
  }
  return cells;
}

/** The half hours of a day's clock that an interval touches. */
function cellsOf(day: LocalDay, { start, end }: Interval): number[] {
  const from = Math.max(start, day.start);
  const to = Math.min(end, day.end);
  const found: number[] = [];
  if (day.end - day.start === DAY) {
    for (let cell = Math.floor((from - day.start) / CELL); day.start + cell * CELL < to; cell++) found.push(cell);
    return found;
  }
  const { cells, begins } = realCells(day);
  return cells.filter((_, n) => begins[n]! < to && begins[n + 1]! > from);
}

interface RealCells {
  cells: readonly number[];
  /** Of each, and the day's end. */
  begins: readonly number[];
}

const real = new WeakMap<LocalDay, RealCells>();

/** Half hours of a day on which clocks are changed: one that they jump over begins no earlier than a later one does. */
function realCells(day: LocalDay): RealCells {
  let found = real.get(day);
  if (!found) {
    const begins = [...ALL.map((cell) => instantOn(day, cell * 30)), day.end];
    const cells = ALL.filter((cell) => begins.slice(cell + 1).every((later) => later > begins[cell]!));
    found = { cells, begins: [...cells.map((cell) => begins[cell]!), day.end] };
    real.set(day, found);
  }
  return found;
}
