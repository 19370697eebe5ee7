/**
 * Users, their calendars and events. A user is made when she is first asked about, from her address and the seed alone, so that ten
 * thousand cost nothing until they come, and are the same in every process.
 */
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';

const DAY_MS = 86_400_000;

/** A number of 32 bits from a text, and a generator from that (mulberry32). */
function random(text) {
  let state = 2_166_136_261;
  for (const letter of text) state = Math.imul(state ^ letter.codePointAt(0), 16_777_619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Calendar {
  events = new Map();
  /** Of each event the revision in which it changed last; the log of all changes by that. */
  revisions = new Map();
  rev = 0;
  /** Sync tokens from before it are over. */
  oldest = 0;
  /** Puts the events that the seed has for it, when it is first asked about. */
  seeded;

  constructor(entry) {
    this.entry = { timeZone: 'UTC', accessRole: 'owner', ...entry };
  }

  filled() {
    const seeded = this.seeded;
    this.seeded = undefined;
    seeded?.();
    return this;
  }

  /** Keeps of it what others could not be told from: ten thousand users have a million of them. */
  put(event) {
    const before = this.events.get(event.id);
    const updated = Date.now();
    const kept = {
      ...event,
      status: event.status ?? 'confirmed',
      created: before?.created ?? updated,
      updated,
      sequence: before ? before.sequence + 1 : 0,
      rev: this.rev + 1,
    };
    this.events.set(event.id, kept);
    this.touch(event.id);
    return kept;
  }

  /** The event as it is answered. */
  full({ rev, created, updated, was: _, ...event }) {
    return {
      kind: 'calendar#event',
      etag: `"${rev}"`,
      htmlLink: `https://www.google.com/calendar/event?eid=${event.id}`,
      created: new Date(created).toISOString(),
      updated: new Date(updated).toISOString(),
      creator: { email: this.entry.id, self: true },
      organizer: { email: this.entry.id, self: true },
      iCalUID: `${event.id}@google.com`,
      reminders: { useDefault: true },
      eventType: 'default',
      ...event,
    };
  }

  /** The event stays as a tombstone. */
  remove(id) {
    const event = this.events.get(id);
    if (!event || event.status === 'cancelled') return false;
    this.events.set(id, { ...event, status: 'cancelled', summary: null, rev: this.rev + 1 });
    this.touch(id);
    return true;
  }

  /**
   * What Google makes of "this and following events": the series ends before the instant, and another one begins there, whose id is made
   * of the first one's.
   */
  split(id, at) {
    const event = this.events.get(id);
    const zone = this.entry.timeZone;
    const from = Date.parse(at);
    const [next] = instancesOf(event, zone, from, from + 400 * DAY_MS).filter(
      ({ start }) => instantOf(start, zone) >= from,
    );
    const [rule] = event.recurrence;
    const before = rule.replaceAll(/;(?:COUNT|UNTIL)=[^;]*/g, '');
    const count = Number(/;COUNT=(\d+)/.exec(rule)?.[1]);
    const gone = instancesOf(event, zone, instantOf(event.start, zone), from).filter(
      ({ start }) => instantOf(start, zone) < from,
    ).length;
    const rest = Number.isNaN(count) ? rule : rule.replace(/;COUNT=\d+/, `;COUNT=${count - gone}`);
    this.put({ ...event, recurrence: [`${before};UNTIL=${stampOf(from - 1_000)}Z`], was: event.recurrence });
    const stamp = next.start.date?.replaceAll('-', '') ?? stampOf(instantOf(next.start, zone));
    const { start, end } = next;
    return this.put({ ...event, id: `${id}_R${stamp}`, start, end, recurrence: [rest] });
  }

  touch(id) {
    this.revisions.set(id, ++this.rev);
  }

  /** The ids of what has changed since a revision. */
  since(rev) {
    return [...this.revisions].filter(([, at]) => at > rev).map(([id]) => id);
  }
}

/** What of a list's entry is the user's own: Google tells of a change of these, and not of what the calendar's owner changes. */
const ownOf = ({ hidden, deleted, selected, summaryOverride, colorId } = {}) =>
  JSON.stringify([hidden, deleted, selected, summaryOverride, colorId]);

/** When which entry of a user's list of calendars was added, changed or taken out. */
class ListLog {
  rev = 0;
  /** Sync tokens from before it are over. */
  oldest = 0;
  changed = new Map();

  note(before, after) {
    for (const id of new Set([...before.keys(), ...after.keys()])) {
      const [old, now] = [before.get(id), after.get(id)];
      if (!old || !now || ownOf(old.entry) !== ownOf(now.entry)) this.changed.set(id, ++this.rev);
    }
  }

  since(rev) {
    return [...this.changed].filter(([, at]) => at > rev).map(([id]) => id);
  }
}

export class Store {
  users = new Map();
  seed = { text: 'stand-in', events: 0, calendars: 1, from: null, days: 60, timeZones: ['UTC'] };

  /** Forgets all users. */
  reset(seed = {}) {
    this.users.clear();
    Object.assign(this.seed, seed);
  }

  user(email) {
    let user = this.users.get(email);
    if (!user) this.users.set(email, (user = this.made(email)));
    return user;
  }

  calendar(email, id) {
    return this.user(email)
      .calendars.get(id === 'primary' ? email : id)
      ?.filled();
  }

  /** Replaces a user: {email, calendars: [{id, …, events?: []}]}; her primary calendar is always there. */
  define({ email, timeZone = 'UTC', calendars = [] }) {
    const before = this.users.get(email);
    const user = { email, calendars: new Map(), list: before?.list ?? new ListLog() };
    this.users.set(email, user);
    const primary = { id: email, summary: email, primary: true, timeZone };
    for (const { events = [], ...entry } of [primary, ...calendars]) {
      const calendar = user.calendars.get(entry.id) ?? new Calendar(entry);
      Object.assign(calendar.entry, entry);
      user.calendars.set(entry.id, calendar);
      for (const event of events) calendar.put(event);
    }
    if (before) user.list.note(before.calendars, user.calendars);
    return user;
  }

  made(email) {
    const { text, events, calendars: count, from, days, timeZones } = this.seed;
    const next = random(`${text} ${email}`);
    const timeZone = timeZones[Math.floor(next() * timeZones.length)];
    const others = Array.from({ length: count - 1 }, (_, n) => ({
      id: `c${n + 1}.${email.replace(/\W/g, '')}@group.calendar.google.com`,
      summary: `Calendar ${n + 1}`,
      timeZone,
    }));
    const user = this.define({ email, timeZone, calendars: others });
    const start = from === null ? Date.now() : Date.parse(from);
    for (const calendar of user.calendars.values())
      calendar.seeded = () => {
        const own = random(`${text} ${calendar.entry.id} of ${email}`);
        for (let n = 0; n < events; n++) {
          const at = start + Math.floor(own() * days * 48) * (DAY_MS / 48);
          const end = at + (1 + Math.floor(own() * 4)) * 1_800_000;
          const time = (ms) => ({ dateTime: new Date(ms).toISOString(), timeZone });
          calendar.put({ id: `seed${n}`, summary: `Event ${n}`, start: time(at), end: time(end) });
        }
      };
    return user;
  }
}

const stampOf = (ms) => new Date(ms).toISOString().replaceAll(/[-:]|\.\d+Z/g, '');

export function instantOf(time, zone) {
  if (time?.dateTime !== undefined) {
    if (/(?:Z|[+-]\d{2}:\d{2})$/.test(time.dateTime)) return Date.parse(time.dateTime);
    return Temporal.PlainDateTime.from(time.dateTime).toZonedDateTime(time.timeZone ?? zone).epochMilliseconds;
  }
  return Temporal.PlainDate.from(time.date).toZonedDateTime(zone).epochMilliseconds;
}

/** True if any moment of it lies in [from, to). */
export function overlaps(event, zone, from, to) {
  if (!event.start || !event.end) return false;
  const [start, end] = [instantOf(event.start, zone), instantOf(event.end, zone)];
  return start < to && (end > from || start >= from);
}

/** The instances of a series between two instants, each with the id of its original start. */
export function instancesOf(master, zone, from, to) {
  const allDay = master.start.date !== undefined;
  const tz = allDay ? zone : (master.start.timeZone ?? zone);
  const first = instantOf(master.start, zone);
  const length = instantOf(master.end, zone) - first;
  const local = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(tz).toPlainDateTime();
  const stamp = local.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
  const rule = new RRuleTemporal({
    rruleString: `DTSTART;TZID=${tz}:${stamp}\n${master.recurrence[0]}`,
    temporal: Temporal,
  });
  return rule.between(new Date(from - length), new Date(to), true).map((at) => {
    const utc = new Date(at.epochMilliseconds).toISOString();
    const day = at.toPlainDate().toString();
    const id = allDay ? day.replaceAll('-', '') : utc.replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
    const { recurrence: _, ...rest } = master;
    const time = (ms, date) => (allDay ? { date } : { dateTime: new Date(ms).toISOString(), timeZone: tz });
    const start = time(at.epochMilliseconds, day);
    const end = time(
      at.epochMilliseconds + length,
      at
        .toPlainDate()
        .add({ days: Math.round(length / DAY_MS) })
        .toString(),
    );
    return { ...rest, id: `${master.id}_${id}`, recurringEventId: master.id, originalStartTime: start, start, end };
  });
}
