import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ContactsService } from '../../src/catchup/contacts/contacts.service.js';
import { FREQUENCIES } from '../../src/catchup/contacts/contact-types.js';
import { SuggestionDecisions } from '../../src/catchup/suggestions/decisions.service.js';
import { MOST_A_DAY, MOST_OPEN } from '../../src/catchup/suggestions/suggestion-types.js';
import { UserSuggestions } from '../../src/catchup/suggestions/user-suggestions.js';
import type { PeopleWorld } from './people-world.js';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-02T06:00:00Z');
const WINDOWS = [[['08:00', '12:00'], ['17:00', '22:00']], [['18:00', '21:00']], [], [['08:00', '20:00']], [['09:00', '10:30']], [['10:00', '23:00']], []]; // prettier-ignore

type Step =
  | { do: 'wait'; hours: number }
  | { do: 'busy'; inHours: number; hours: number }
  | { do: 'met' | 'dismiss' | 'snooze' | 'accept'; nth: number; days: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }),
    fc.record({
      do: fc.constant('busy' as const),
      inHours: fc.integer({ min: 0, max: 300 }),
      hours: fc.integer({ min: 1, max: 30 }),
    }),
    fc.record({
      do: fc.constantFrom('met' as const, 'dismiss' as const, 'snooze' as const, 'accept' as const),
      nth: fc.nat(20),
      days: fc.integer({ min: 1, max: 40 }),
    }),
  ),
  { minLength: 3, maxLength: 10 },
);
const contacts = fc.array(
  fc.record({
    frequency: fc.constantFrom(...FREQUENCIES),
    importance: fc.constantFrom('close_friend', 'normal', 'low'),
    medium: fc.constantFrom('in_person', 'call'),
    minutes: fc.constantFrom(30, 60, 150),
    days: fc.integer({ min: 0, max: 500 }),
    birthday: fc.constantFrom(null, '1980-02-29', '0004-03-07'),
  }),
  { minLength: 1, maxLength: 12 },
);

/** Whatever a user and her calendar do, these hold after every run. */
export function suggestionHistoriesCases(world: () => PeopleWorld): void {
  it('of any history: one open suggestion of a contact, no two at a time, none in busy time or outside windows, and rests are kept', async () => {
    await fc.assert(
      fc.asyncProperty(
        contacts,
        steps,
        fc.constantFrom('America/New_York', 'Asia/Kathmandu'),
        async (people, history, zone) => {
          const person = await world().user();
          const calendar = await world().calendar(person);
          await world().sql(
            `INSERT INTO catchup_preferences (tenant_id, user_id, time_zone, windows, travel_minutes, buffer_minutes)
           VALUES ($1, $2, $3, $4, 20, 10)`,
            [world().tenant.id, person.id, zone, JSON.stringify(WINDOWS)],
          );
          for (const { frequency, importance, medium, minutes, days, birthday } of people)
            await world().sql(
              `INSERT INTO contact (tenant_id, user_id, id, name, frequency, importance, medium, minutes, birthday, last_contact_at)
             VALUES ($1, $2, gen_random_uuid(), 'x', $3, $4, $5, $6, $7, $8)`,
              [
                world().tenant.id,
                person.id,
                frequency,
                importance,
                medium,
                minutes,
                birthday,
                new Date(START - days * 24 * HOUR),
              ],
            );
          let now = START;
          const busy: { start: number; end: number }[] = [];
          for (const step of [{ do: 'wait', hours: 1 } as const, ...history]) {
            if (step.do === 'wait') now += step.hours * HOUR;
            else if (step.do === 'busy') {
              const start = now + step.inHours * HOUR;
              busy.push({ start, end: start + step.hours * HOUR });
              await world().events(calendar, [{ start: new Date(start), minutes: step.hours * 60 }]);
            } else await decide(person, step, new Date(now));
            await world().as(person, () => world().get(UserSuggestions).run(new Date(now)));
            await check(person, zone, now, busy);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  const decide = async (person: { id: string }, step: Extract<Step, { nth: number }>, now: Date) => {
    const open = await world().sql<{ id: string; contact: string }>(
      `SELECT id, contact_id AS contact FROM suggestion WHERE user_id = $1 AND state = 'open' AND starts_at > $2 ORDER BY id`,
      [person.id, now],
    );
    const one = open[step.nth % Math.max(1, open.length)];
    if (!one) return;
    const until = new Date(now.getTime() + (step.days + 1) * 24 * HOUR).toISOString().slice(0, 10);
    await world().as(person, async () => {
      if (step.do === 'dismiss') await world().get(SuggestionDecisions).dismiss(one.id, { reason: 'not_now' }, now);
      else if (step.do === 'snooze') await world().get(SuggestionDecisions).snooze(one.id, until, now);
      else if (step.do === 'met') await world().get(ContactsService).tell(one.contact, 'met');
    });
    if (step.do === 'met')
      await world().sql('UPDATE contact SET last_contact_at = $2 WHERE id = $1', [one.contact, now]);
    if (step.do === 'accept')
      await world().sql(`UPDATE suggestion SET state = 'accepted', decided_at = $2 WHERE id = $1`, [one.id, now]);
  };

  const check = async (
    person: { id: string },
    zone: string,
    now: number,
    busy: readonly { start: number; end: number }[],
  ) => {
    const rows = await world().sql<{
      contact: string;
      state: string;
      start: Date;
      end: Date;
      day: string;
      from: string;
      to: string;
      weekday: number;
      paused: boolean;
      frequency: string;
      medium: string;
    }>(
      `SELECT s.contact_id AS contact, s.state, s.starts_at AS start, s.ends_at AS "end", c.frequency, c.medium,
         (s.starts_at AT TIME ZONE $2)::date::text AS day, to_char(s.starts_at AT TIME ZONE $2, 'HH24:MI') AS "from",
         to_char(s.ends_at AT TIME ZONE $2, 'HH24:MI') AS "to", extract(isodow FROM s.starts_at AT TIME ZONE $2)::int AS weekday,
         c.paused_until > ($3::timestamptz AT TIME ZONE $2)::date AS paused
       FROM suggestion s JOIN contact c ON c.id = s.contact_id
       WHERE s.user_id = $1 AND (s.state = 'open' OR (s.state = 'accepted' AND s.ends_at > $3))`,
      [person.id, zone, new Date(now)],
    );
    const open = rows.filter(({ state }) => state === 'open');
    expect(new Set(open.map(({ contact }) => contact)).size).toBe(open.length);
    expect(open.length).toBeLessThanOrEqual(MOST_OPEN);
    for (const one of open) {
      expect([one.paused ?? false, one.frequency === 'na']).toEqual([false, false]);
      expect(one.start.getTime()).toBeGreaterThan(now);
      expect(one.start.getTime()).toBeLessThan(now + 14 * 24 * HOUR);
      const windows = WINDOWS[one.weekday - 1] as string[][];
      expect(windows.some(([from, to]) => from! <= one.from && one.to <= to!)).toBe(true);
      const away = (10 + (one.medium === 'call' ? 0 : 20)) * 60_000;
      for (const { start, end } of busy)
        expect(one.end.getTime() + away <= start || end + away <= one.start.getTime()).toBe(true);
      expect(rows.filter(({ day }) => day === one.day).length).toBeLessThanOrEqual(MOST_A_DAY);
    }
    for (const [n, one] of rows.entries())
      for (const other of rows.slice(n + 1)) expect(one.end <= other.start || other.end <= one.start).toBe(true);
  };
}
