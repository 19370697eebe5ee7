import { Temporal } from 'temporal-polyfill';
import type { FreeBook, Slot } from '../availability/free-book.js';
import type { Interval } from '../availability/interval.js';
import type { Preferences } from '../preferences/preferences.js';
import { addDays, type LocalDate, startOfDay, today } from '../../platform/dates/index.js';
import { nextBirthday, readStoredBirthday } from '../contacts/birthday.js';
import type { ContactRow } from '../contacts/contact-row.js';
import { standing, weightOf } from '../contacts/due.js';
import type { CommonEvent } from './generation.repository.js';
import type { Candidate } from './plan.js';
import { BESIDE_HOURS, BIRTHDAY_DAYS, LEAD_HOURS, type Reason } from './suggestion-types.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A candidate with what its reason is made of, but for the hour. */
export interface Prospect extends Candidate {
  contact: ContactRow;
  reasonOf(slot: Slot): Reason;
}

/** Makes candidates of one user's contacts; the free times of equal wishes are looked for once. */
export class Candidates {
  private readonly kept = new Map<string, readonly Slot[]>();
  private readonly free = new Map<string, readonly Interval[]>();
  private readonly today: LocalDate;

  constructor(
    private readonly book: FreeBook,
    private readonly preferences: Preferences,
    private readonly now: Date,
  ) {
    this.today = today(preferences.timeZone, now);
  }

  /** Somebody who is due, at any free time. */
  overdue(contact: ContactRow): Prospect {
    return this.prospect(contact, 'overdue', this.slots(contact), {});
  }

  /**
   * Somebody whose birthday is near: on the day itself, or as near to it as there is time. Undefined: it is too far, or they have met
   * for it.
   */
  birthday(contact: ContactRow): Prospect | undefined {
    if (contact.birthday === null) return undefined;
    const { on, turns } = nextBirthday(readStoredBirthday(contact.birthday), addDays(this.today, -BIRTHDAY_DAYS));
    const { timeZone: zone } = this.preferences;
    const first = addDays(on, -BIRTHDAY_DAYS);
    const { lastContactOn } = standing(contact, zone, this.now);
    if (lastContactOn !== null && lastContactOn >= first) return undefined;
    const span = {
      start: startOfDay(first, zone).getTime(),
      end: startOfDay(addDays(on, BIRTHDAY_DAYS + 1), zone).getTime(),
    };
    const midday = startOfDay(on, zone).getTime() + DAY / 2;
    const slots = this.slots(contact).filter(({ start }) => span.start <= start && start < span.end);
    if (slots.length === 0) return undefined;
    const distance = ({ start }: Slot) => Math.round(Math.abs(start - midday) / DAY);
    return { ...this.prospect(contact, 'birthday', slots, { birthday: { on, turns } }), distance };
  }

  /**
   * Somebody who is at the same large event: just after it, or just before. Undefined: she is not due by then, or there is no
   * time beside it.
   */
  beside(contact: ContactRow, event: CommonEvent): Prospect | undefined {
    const { dueOn } = standing(contact, this.preferences.timeZone, this.now);
    if (dueOn === null || dueOn > today(this.preferences.timeZone, new Date(event.start))) return undefined;
    const near = BESIDE_HOURS * HOUR;
    const gap = ({ start, end }: Interval) => (start >= event.end ? start - event.end : event.start - end);
    const slots = this.slots(contact).filter((slot) => gap(slot) >= 0 && gap(slot) <= near);
    if (slots.length === 0) return undefined;
    const { calendarId, externalId, title } = event;
    const startsAt = new Date(event.start).toISOString();
    const made = this.prospect(contact, 'shared_event', slots, {});
    const reasonOf = (slot: Slot): Reason => ({
      ...made.reasonOf(slot),
      event: { calendarId, externalId, title, startsAt, side: slot.start >= event.end ? 'after' : 'before' },
    });
    // After it rather than before: nobody has to leave in the middle of a talk.
    return { ...made, reasonOf, distance: (slot) => gap(slot) / HOUR + (slot.start >= event.end ? 0 : near / HOUR) };
  }

  /** Whether a time is still free for somebody. */
  holds(contact: ContactRow, { start, end }: Interval): boolean {
    const { medium, windows } = contact;
    const key = JSON.stringify([medium, windows]);
    const free = this.free.get(key) ?? this.book.of({ medium, windows: windows ?? undefined }).free;
    this.free.set(key, free);
    return free.some((time) => time.start <= start && end <= time.end);
  }

  /** Free times of the wanted length that are not too soon. */
  slots({ minutes, medium, windows }: Pick<ContactRow, 'minutes' | 'medium' | 'windows'>): readonly Slot[] {
    const key = JSON.stringify([minutes, medium, windows]);
    let slots = this.kept.get(key);
    if (!slots) {
      const soonest = this.now.getTime() + LEAD_HOURS * HOUR;
      slots = this.book
        .of({ minutes, medium, windows: windows ?? undefined })
        .slots.filter(({ start }) => start >= soonest);
      this.kept.set(key, slots);
    }
    return slots;
  }

  private prospect(
    contact: ContactRow,
    kind: Candidate['kind'],
    slots: readonly Slot[],
    more: Pick<Reason, 'birthday'>,
  ): Prospect {
    const stands = standing(contact, this.preferences.timeZone, this.now);
    // A birthday, or an event of both, makes it time as if somebody were just due.
    const ratio = kind === 'overdue' ? stands.ratio! : Math.max(1, stands.ratio ?? 1);
    const { lastContactOn, daysSince } = stands;
    return {
      ...{ contact, contactId: contact.id, kind, slots },
      urgency: ratio * weightOf(contact.importance, contact.frequency),
      reasonOf: (slot) => ({
        ...{ lastContactOn, daysSince, frequency: contact.frequency, ratio },
        slot: this.hour(slot),
        ...more,
      }),
    };
  }

  /** What the sentence of a suggestion says of its hour. */
  hour(time: Interval): Reason['slot'] {
    const { start } = time;
    const { timeZone: zone } = this.preferences;
    const at = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone);
    const clock = at.toPlainTime().toString({ smallestUnit: 'minute' });
    return { weekday: at.dayOfWeek, time: clock, ...this.book.seen(time) };
  }
}

/** Days, MM-DD, on which a birthday may be meant, with its date: those of the range, with 29 February where the 28th is one of them. */
export function birthdayDays(day: LocalDate, days: number): Map<string, LocalDate> {
  const dates = Array.from({ length: days + 1 }, (_, n) => addDays(day, n));
  const found = new Map(dates.map((date) => [date.slice(5), date]));
  if (found.has('02-28')) found.set('02-29', nextBirthday({ year: null, monthDay: '02-29' }, day).on);
  return found;
}
