import { Injectable } from '@nestjs/common';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import type { Preferences } from '../preferences/preferences.js';
import { AvailabilityRepository, type NamedEvent, type UserTimes } from './availability.repository.js';
import { type EventTime, type IgnoredReason, keepsDistance, verdictOn } from './busy.js';
import { FreeBook, travelOf, type Wish } from './free-book.js';
import type { Interval } from './interval.js';
import { MINUTE } from './local-days.js';
import { timesOf } from './manual-blocks.js';
import { type NotFree, type TakenBy, whyNotFree } from './why-not-free.js';

/** As much around a time as the longest free time, buffer and way can matter. */
const AROUND = 2 * 24 * 60 * MINUTE;
/** What is asked about where no length is given. */
const HOUR = 60;

export interface Why {
  asked: Interval;
  timeZone: string;
  reasons: NotFree[];
  ignored: (Interval & { reason: IgnoredReason; title: string | null })[];
  times: UserTimes;
}

/** Why an hour of the user who acts is not free. */
@Injectable()
export class WhyService {
  constructor(
    private readonly kept: AvailabilityRepository,
    private readonly preferences: CatchupPreferences,
  ) {}

  /** @param more what takes time besides, and is not kept yet */
  async at(
    start: number,
    { minutes = HOUR, medium }: Wish,
    now = Date.now(),
    more: readonly EventTime[] = [],
  ): Promise<Why> {
    const asked = { start, end: start + minutes * MINUTE };
    const around = { start: asked.start - AROUND, end: asked.end + AROUND };
    const preferences = await this.preferences.mine();
    const kept = await this.kept.namedTimes(around);
    const unnamed = more.map((one) => ({ ...one, title: null, calendar: '' }));
    const times = { ...kept, events: [...kept.events, ...unnamed] };
    const { taken, ignored } = sorted(times, around, preferences);
    const { free } = new FreeBook(around, { ...preferences, minMinutes: 0 }, times, 0).of({ medium });
    const { timeZone: zone, windows, quiet, bufferMinutes, minMinutes } = preferences;
    const travelMinutes = travelOf(preferences, medium);
    const own = { zone, windows, quiet, bufferMinutes, travelMinutes, minMinutes };
    return {
      ...{ asked, timeZone: zone, times },
      reasons: whyNotFree({ asked, now, taken, freeAround: free, readUntil: times.readUntil, ...own }),
      ignored: ignored.filter((one) => one.start < asked.end && one.end >= asked.start),
    };
  }
}

function sorted(times: UserTimes<NamedEvent>, around: Interval, preferences: Preferences) {
  const taken: TakenBy[] = [];
  const ignored: Why['ignored'] = [];
  for (const { start, end, title, ...event } of times.events) {
    const verdict = verdictOn({ start, end, ...event }, preferences);
    if (!verdict.blocks) ignored.push({ start, end, title, reason: verdict.reason });
    else
      taken.push({
        start,
        end,
        title,
        reason: verdict.reason,
        spaced: keepsDistance({ ...event, reason: verdict.reason }),
      });
  }
  for (const block of times.blocks) {
    const reason = block.kind === 'commute' ? 'commute' : 'manual_block';
    const spaced = keepsDistance({ reason, allDay: false });
    for (const time of timesOf(block, around, preferences.timeZone))
      taken.push({ ...time, reason, spaced, title: block.title });
  }
  return { taken, ignored };
}
