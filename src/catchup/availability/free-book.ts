import type { Preferences, WeekWindows } from '../preferences/preferences.js';
import type { UserTimes } from './availability.repository.js';
import { type BusyTime, busyTimes, keepsDistance, type Taken, verdictOn } from './busy.js';
import { freeTime, slotsIn } from './free-time.js';
import { type Interval, merged } from './interval.js';
import { MINUTE } from './local-days.js';
import { timesOf } from './manual-blocks.js';
import { type FreeCells, freeCells, pastOf } from './prediction.js';

/** What one wants to do in the free time. */
export interface Wish {
  /** Length of a slot; without it no slots are answered. */
  minutes?: number;
  /** People who are met in person have to be reached first. */
  medium?: 'in_person' | 'call';
  /** Working windows in place of the user's own. */
  windows?: WeekWindows;
}

export interface Slot extends Interval {
  /** How likely it stays free, by the last eight weeks; only to rank slots. */
  p: number;
}

export interface FreeTimes {
  free: Interval[];
  slots: Slot[];
}

/** What events and blocks take of a range and of the weeks before today, read once; answers any number of wishes. */
export class FreeBook {
  private readonly taken: readonly (Taken & { spaced: boolean })[];
  private cells?: FreeCells;

  constructor(
    readonly range: Interval,
    private readonly preferences: Preferences,
    private readonly times: UserTimes,
    private readonly now: number,
  ) {
    const around = aroundOf(range, preferences);
    this.taken = this.takenIn(around);
  }

  /** What is taken in the range, merged, with reasons. */
  busy(): BusyTime[] {
    return busyTimes(this.taken.filter(({ start, end }) => start < this.range.end && end > this.range.start));
  }

  /** Free intervals from now on, and slots of the wanted length in them. */
  of({ minutes, medium, windows }: Wish = {}): FreeTimes {
    const { timeZone: zone, quiet, bufferMinutes, minMinutes, ...own } = this.preferences;
    const free = freeTime({
      // What nobody has read is not known to be free.
      range: {
        start: Math.max(this.range.start, this.now),
        end: Math.min(this.range.end, this.times.readUntil ?? Infinity),
      },
      zone,
      windows: windows ?? own.windows,
      quiet,
      spaced: this.taken.filter(({ spaced }) => spaced),
      exact: this.taken.filter(({ spaced }) => !spaced),
      distanceMinutes: bufferMinutes + travelOf(this.preferences, medium),
      minMinutes: Math.max(minMinutes, minutes ?? 0),
    });
    return { free, slots: minutes === undefined ? [] : this.likelihood().ofSlots(slotsIn(free, minutes)) };
  }

  /** Whether all calendars are read as far as that: what is in them then is known. */
  isRead({ end }: Interval): boolean {
    return end <= (this.times.readUntil ?? Infinity);
  }

  /** In how many weeks a time was free, of how many that are known. */
  seen(time: Interval): { freeWeeks: number; weeks: number } {
    return this.likelihood().seen(time);
  }

  private likelihood(): FreeCells {
    if (!this.cells) {
      const { timeZone } = this.preferences;
      const past = merged(this.takenIn(pastOf(this.now, timeZone)));
      this.cells = freeCells(past, this.now, timeZone, this.times.knownSince ?? Infinity);
    }
    return this.cells;
  }

  private takenIn(span: Interval): (Taken & { spaced: boolean })[] {
    const taken: (Taken & { spaced: boolean })[] = [];
    for (const event of this.times.events) {
      if (event.start >= span.end || event.end <= span.start) continue;
      const verdict = verdictOn(event, this.preferences);
      if (!verdict.blocks) continue;
      const { reason } = verdict;
      taken.push({
        start: event.start,
        end: event.end,
        reason,
        spaced: keepsDistance({ reason, allDay: event.allDay }),
      });
    }
    for (const block of this.times.blocks) {
      const reason = block.kind === 'commute' ? 'commute' : 'manual_block';
      for (const { start, end } of timesOf(block, span, this.preferences.timeZone))
        taken.push({ start, end, reason, spaced: keepsDistance({ reason, allDay: false }) });
    }
    return taken;
  }
}

/** Time on the way: none for a call. */
export function travelOf({ travelMinutes }: Preferences, medium: Wish['medium']): number {
  return medium === 'in_person' ? travelMinutes : 0;
}

/** The range with as much on both sides as may have to be kept free. */
export function aroundOf(range: Interval, { bufferMinutes, travelMinutes }: Preferences): Interval {
  const distance = (bufferMinutes + travelMinutes) * MINUTE;
  return { start: range.start - distance, end: range.end + distance };
}
