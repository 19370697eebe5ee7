import { Injectable } from '@nestjs/common';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import type { Preferences } from '../preferences/preferences.js';
import type { EventTime } from './busy.js';
import { AvailabilityRepository, type UserTimes } from './availability.repository.js';
import { aroundOf, FreeBook, type FreeTimes, type Wish } from './free-book.js';
import type { Interval } from './interval.js';
import { pastOf } from './prediction.js';

/** When the user who acts has time (RequestContext.asPerson in jobs). */
@Injectable()
export class Availability {
  constructor(
    private readonly kept: AvailabilityRepository,
    private readonly preferences: CatchupPreferences,
  ) {}

  /** Free intervals of a range and slots of a length in them. For several wishes of one user: book. */
  async of(range: Interval, wish: Wish): Promise<FreeTimes> {
    return (await this.book(range)).of(wish);
  }

  /**
   * What is taken in a range and was in the last eight weeks, by one statement for all events of both.
   * @param preferences of the user, where they have been read already
   */
  async book(range: Interval, preferences?: Preferences, now = Date.now()): Promise<FreeBook> {
    return (await this.look(range, preferences, now)).book;
  }

  /** The same, with what was read. @param more what takes time besides, and is not kept yet */
  async look(
    range: Interval,
    given?: Preferences,
    now = Date.now(),
    more: readonly EventTime[] = [],
  ): Promise<{ book: FreeBook; preferences: Preferences; times: UserTimes }> {
    const preferences = given ?? (await this.preferences.mine());
    const around = aroundOf(range, preferences);
    const { start } = pastOf(now, preferences.timeZone);
    const kept = await this.kept.times({ start: Math.min(start, around.start), end: around.end });
    const times = { ...kept, events: [...kept.events, ...more] };
    return { book: new FreeBook(range, preferences, times, now), preferences, times };
  }
}
