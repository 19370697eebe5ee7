import { Injectable } from '@nestjs/common';
import { addDays, isoWeekday, type LocalDate, today } from '../../platform/dates/index.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import { AvailabilityRepository, type NamedEvent, type UserTimes } from './availability.repository.js';
import { type Verdict, verdictOn } from './busy.js';
import { aroundOf, FreeBook } from './free-book.js';
import { quietTimes, workingTimes } from './free-time.js';
import type { Interval } from './interval.js';
import { type LocalDay, localDays, localDay } from './local-days.js';
import { type ManualBlock, timesOf } from './manual-blocks.js';

const DAYS = 7;

export interface Week {
  timeZone: string;
  today: LocalDate;
  days: (LocalDay & { windows: Interval[]; quiet: Interval[] })[];
  events: (NamedEvent & { verdict: Verdict })[];
  blocks: (Interval & { block: ManualBlock })[];
  free: Interval[];
  times: UserTimes;
}

/** A local week of the user who acts: what is in it, what of it blocks, and what is free. */
@Injectable()
export class WeekService {
  constructor(
    private readonly kept: AvailabilityRepository,
    private readonly preferences: CatchupPreferences,
  ) {}

  /** The week from Monday on in which a day lies; default: her present one. */
  async of(date?: LocalDate, now = Date.now()): Promise<Week> {
    const preferences = await this.preferences.mine();
    const { timeZone, windows, quiet } = preferences;
    const present = today(timeZone, new Date(now));
    const day = date ?? present;
    const monday = addDays(day, 1 - isoWeekday(day));
    const range = { start: localDay(monday, timeZone).start, end: localDay(addDays(monday, DAYS), timeZone).start };
    const times = await this.kept.namedTimes(aroundOf(range, preferences));
    const touches = ({ start, end }: Interval) => start < range.end && end > range.start;
    return {
      ...{ timeZone, today: present, times },
      days: localDays(range, timeZone).map((one) => ({
        ...one,
        windows: workingTimes(one, timeZone, windows),
        quiet: quietTimes(one, timeZone, quiet),
      })),
      events: times.events
        .filter(touches)
        .map((event) => ({ ...event, verdict: verdictOn(event, preferences) }))
        .sort((a, b) => a.start - b.start || a.end - b.end),
      blocks: times.blocks.flatMap((block) =>
        timesOf(block, range, timeZone).map(({ start, end }) => ({ start, end, block })),
      ),
      free: new FreeBook(range, preferences, times, now).of().free,
    };
  }
}
