import { describe, expect, it } from '@jest/globals';
import { SuggestionGeneration } from '../../src/catchup/suggestions/suggestion-generation.job.js';
import { UserSuggestions } from '../../src/catchup/suggestions/user-suggestions.js';
import { JobsService } from '../../src/jobs/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { PeopleWorld } from './people-world.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = new Date('2026-03-02T06:00:00Z'); // a Monday

type Made = {
  kind: string;
  name: string;
  start: string;
  reason: Record<string, unknown>;
  state: string;
  decision: string | null;
};

/** Whom it is time to meet, and when. */
export function generationCases(world: () => PeopleWorld): void {
  /** A user in Lisbon with contacts, met so many days before NOW. */
  const user = async (contacts: readonly Record<string, unknown>[], createdAt?: string) => {
    const person = await world().user();
    const calendar = await world().calendar(person, createdAt);
    await world().sql(
      `INSERT INTO catchup_preferences (tenant_id, user_id, time_zone, windows) VALUES ($1, $2, 'Europe/Lisbon', $3)`,
      [world().tenant.id, person.id, JSON.stringify(Array.from({ length: 7 }, () => [['09:00', '21:00']]))],
    );
    for (const { days, email, ...contact } of contacts)
      await world().sql(
        `INSERT INTO contact (tenant_id, user_id, id, name, emails, frequency, importance, medium, minutes, birthday, last_contact_at, created_at)
         VALUES ($1, $2, gen_random_uuid(), $3, $4, $5, $6, $7, 60, $8, $9, '2020-01-01')`,
        [
          ...[world().tenant.id, person.id, contact['name'], email ? [email] : [], contact['frequency'] ?? 'monthly'],
          ...[contact['importance'] ?? 'normal', contact['medium'] ?? 'in_person', contact['birthday'] ?? null],
          days === undefined ? null : new Date(NOW.getTime() - (days as number) * DAY),
        ],
      );
    const run = (now = NOW) => world().as(person, () => world().get(UserSuggestions).run(now));
    const made = () =>
      world().sql<Made>(
        `SELECT s.kind, c.name, to_char(s.starts_at AT TIME ZONE 'Europe/Lisbon', 'Dy DD HH24:MI') AS start, s.reason, s.state, s.decision
         FROM suggestion s JOIN contact c USING (tenant_id, user_id) WHERE c.id = s.contact_id AND s.user_id = $1 ORDER BY s.starts_at`,
        [person.id],
      );
    return { person, calendar, run, made };
  };

  const job = (fn: (jobs: JobsService) => Promise<unknown>) =>
    world()
      .platform.app.get(RequestContext)
      .asTenant(world().tenant.id, () => fn(world().get(JobsService)));
  const ended = async (id: string) => {
    let found: Record<string, unknown> = {};
    await job(async (jobs) => (found = (await jobs.waitFor(id, 30_000)) as unknown as Record<string, unknown>));
    return found;
  };
  const generate = async (): Promise<string> => {
    let id = '';
    await job(async (jobs) => (id = (await jobs.enqueue(SuggestionGeneration, {})).id));
    return id;
  };
  const items = (id: string) =>
    world().sql<{ key: string; outcome: string }>(
      `SELECT item_key AS key, outcome FROM job_item WHERE job_id = $1 ORDER BY 1`,
      [id],
    );

  describe('the job', () => {
    it('looks at fifty users: one who cannot be looked at stops no other, and a retry looks at her alone; three runs make what one makes', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 50; n++) {
        const { id } = await world().user();
        ids.push(id);
        await world().sql(
          `INSERT INTO contact (tenant_id, user_id, id, name, frequency, last_contact_at)
           VALUES ($1, $2, gen_random_uuid(), 'Due of job', 'weekly', now() - interval '10 days')`,
          [world().tenant.id, id],
        );
      }
      const seventh = ids.toSorted()[6]!;
      await world().sql(
        `INSERT INTO catchup_preferences (tenant_id, user_id, time_zone, windows) VALUES ($1, $2, 'Mars/Olympus', '[[],[],[],[],[],[],[]]')`,
        [world().tenant.id, seventh],
      );
      const count = async () =>
        Number(
          (
            await world().sql<{ n: number }>(`SELECT count(*) AS n FROM suggestion WHERE user_id = ANY($1::uuid[])`, [
              ids,
            ])
          )[0]!.n,
        );
      const first = await generate();
      expect(await ended(first)).toMatchObject({
        status: 'completed',
        result: { users: 50, done: 49, failed: 1, made: 49 },
      });
      const told = await items(first);
      expect(told.filter(({ outcome }) => outcome === 'ok')).toHaveLength(49);
      expect(told.filter(({ outcome }) => outcome === 'failed').map(({ key }) => key)).toEqual([seventh]);
      expect(await count()).toBe(49);
      // What may be listed by an ADMIN names nobody.
      const seen = await world().platform.call('GET', `/api/v1/jobs/${first}`, { token: world().tenant.ADMIN.token });
      expect(seen.text).not.toMatch(/Due of job|Mars/);

      for (const _ of [2, 3])
        expect(await ended(await generate())).toMatchObject({ result: { made: 0, done: 49, failed: 1 } });
      expect(await count()).toBe(49);

      await world().sql(`UPDATE catchup_preferences SET time_zone = 'UTC', windows = $2 WHERE user_id = $1`, [
        seventh,
        JSON.stringify(Array.from({ length: 7 }, () => [['09:00', '21:00']])),
      ]);
      const retried = await world().platform.call('POST', `/api/v1/jobs/${first}/retry`, {
        token: world().tenant.ADMIN.token,
        body: { failedItemsOnly: true },
      });
      expect(retried.status).toBe(200);
      expect(await ended(first)).toMatchObject({
        status: 'completed',
        result: { users: 50, done: 50, failed: 0, made: 1 },
      });
      expect(await count()).toBe(50);
    });

    it('runs every six hours, by a schedule that the first contact of a tenant makes', async () => {
      await world().contact(world().platform.b.STAFF, { frequency: 'monthly' });
      const found = await world().sql(
        `SELECT cron, timezone, enabled FROM schedule WHERE tenant_id = $1 AND key = 'catchup:suggestions'`,
        [world().platform.b.id],
      );
      expect(found).toEqual([{ cron: '20 */6 * * *', timezone: 'UTC', enabled: true }]);
    });
  });

  it('are made at once for a user who asks, and for nobody else', async () => {
    const { STAFF, MANAGER } = world().platform.b;
    for (const person of [STAFF, MANAGER])
      await world().contact(person, { frequency: 'weekly', lastContactOn: '2026-01-01' });
    const { jobId } = await world().ask(STAFF, 'POST', '/suggestions');
    const job = async () =>
      (await world().platform.call('GET', `/api/v1/jobs/${jobId as string}`, { token: STAFF.token })).body;
    for (let n = 0; n < 300 && (await job())['status'] !== 'completed'; n++)
      await new Promise((later) => setTimeout(later, 100));
    expect(await job()).toMatchObject({ status: 'completed', result: { users: 1, made: 1 } });
    const open = async (person: typeof STAFF) =>
      ((await world().ask(person, 'GET', '/suggestions?state=open'))['suggestions'] as unknown[]).length;
    expect([await open(STAFF), await open(MANAGER)]).toEqual([1, 0]);
  });

  describe('suggestions', () => {
    it('E9, E10: are of whom is due, the latest first, in the likeliest hours, with a reason made of data', async () => {
      const { calendar, run, made } = await user([
        { name: 'Weekly', frequency: 'weekly', days: 10 },
        { name: 'Monthly', frequency: 'monthly', days: 45 },
        { name: 'Yearly', frequency: 'yearly', days: 400 },
        { name: 'Quarterly', frequency: 'quarterly', days: 89 },
        { name: 'Never', frequency: 'na', days: 4_000 },
      ]);
      // Of the last eight weeks every hour but Tuesday 18:00–19:00 was busy, and that one in three of them.
      const busy = Array.from({ length: 56 }, (_, n) => NOW.getTime() - (n + 1) * DAY - 6 * HOUR).flatMap(
        (midnight) => {
          const at = (hour: number) => new Date(midnight + hour * HOUR);
          const week = Math.floor((NOW.getTime() - midnight) / (7 * DAY));
          return new Date(midnight).getUTCDay() === 2 && week % 3 !== 0
            ? [
                { start: at(9), minutes: 540 },
                { start: at(19), minutes: 120 },
              ]
            : [{ start: at(9), minutes: 720 }];
        },
      );
      await world().events(calendar, busy);
      expect(await run()).toMatchObject({ made: [{}, {}, {}], withdrawn: 0, kept: 0 });
      const found = await made();
      expect(found.map(({ name, kind }) => [name, kind])).toEqual(
        expect.arrayContaining([
          ['Monthly', 'overdue'],
          ['Weekly', 'overdue'],
          ['Yearly', 'overdue'],
        ]),
      );
      expect(found).toHaveLength(3);
      const monthly = found.find(({ name }) => name === 'Monthly')!;
      expect(monthly.start).toBe('Tue 03 18:00');
      expect(monthly.reason).toEqual({
        ...{ lastContactOn: '2026-01-16', daysSince: 45, frequency: 'monthly', ratio: 1.5 },
        slot: { weekday: 2, time: '18:00', freeWeeks: 5, weeks: 8 },
      });
      const [{ score }] = (await world().sql<{ score: number }>(
        `SELECT max(score) AS score FROM suggestion WHERE user_id = (SELECT user_id FROM calendar WHERE id = $1)`,
        [calendar],
      )) as [{ score: number }];
      expect(score).toBeCloseTo(1.5 * 0.6);
    });

    it('are spread over the days, with one open of each contact, seven at most, and the next run changes nothing', async () => {
      const { run, made } = await user(Array.from({ length: 12 }, (_, n) => ({ name: `C${n}`, days: 40 + n })));
      expect((await run()).made).toHaveLength(7);
      const found = await made();
      expect(found.map(({ name }) => name).sort()).toEqual(['C10', 'C11', 'C5', 'C6', 'C7', 'C8', 'C9']);
      expect(new Set(found.map(({ start }) => start.slice(0, 6))).size).toBe(7);
      expect(await run(new Date(NOW.getTime() + 6 * HOUR))).toEqual({ made: [], withdrawn: 0, kept: 7 });
      expect(await made()).toEqual(found);
    });

    it('keep the way to whom she meets, and none before a call', async () => {
      const people = [{ name: 'Call', medium: 'call', days: 90 }];
      const { person, calendar, run, made } = await user(people);
      await world().sql(
        'UPDATE catchup_preferences SET travel_minutes = 60, buffer_minutes = 0, windows = $2 WHERE user_id = $1',
        [person.id, JSON.stringify([[['09:00', '13:00']], ...Array.from({ length: 6 }, () => [])])],
      );
      // The only Mondays: 9 March with an event at ten, nothing but an hour before it.
      await world().events(calendar, [{ start: '2026-03-09T10:00:00Z', minutes: 180 }]);
      expect((await run()).made).toHaveLength(1);
      expect((await made()).map(({ start }) => start)).toEqual(['Mon 09 09:00']);
      await world().sql(`UPDATE contact SET medium = 'in_person' WHERE user_id = $1`, [person.id]);
      expect(await run()).toMatchObject({ made: [], withdrawn: 1 });
    });

    it('are taken back when their time is taken or she has met the contact, and made anew where there is time', async () => {
      const { person, calendar, run, made } = await user([
        { name: 'Ana', days: 60, email: 'ana@gen.test' },
        { name: 'Bo', days: 50, email: 'bo@gen.test' },
      ]);
      await run();
      const [first, second] = await made();
      const [{ at }] = (await world().sql<{ at: Date }>(
        `SELECT min(starts_at) AS at FROM suggestion WHERE user_id = $1`,
        [person.id],
      )) as [{ at: Date }];
      await world().events(calendar, [
        { start: at, minutes: 30 },
        { start: new Date(NOW.getTime() - 2 * HOUR), attendees: ['bo@gen.test'] },
      ]);
      expect(await run(new Date(NOW.getTime() + HOUR))).toMatchObject({ made: [{ kind: 'overdue' }], withdrawn: 2 });
      const after = await made();
      expect(after.filter(({ name }) => name === first!.name).map(({ state, decision }) => [state, decision])).toEqual(
        expect.arrayContaining([
          ['expired', 'busy'],
          ['open', null],
        ]),
      );
      expect(after.filter(({ name }) => name === second!.name).map(({ state, decision }) => [state, decision])).toEqual(
        [['expired', 'met']],
      );
    });

    it('are not made while a calendar has never been read, and none is taken back for that', async () => {
      const { calendar, run, made } = await user([{ name: 'Ana', days: 60 }]);
      const until = (time: string | null) =>
        world().sql('UPDATE calendar SET window_end = $2 WHERE id = $1', [calendar, time]);
      await until(null);
      expect(await run()).toEqual({ made: [], withdrawn: 0, kept: 0 });
      await until('2100-01-01');
      expect((await run()).made).toHaveLength(1);
      await until(null);
      expect(await run()).toEqual({ made: [], withdrawn: 0, kept: 1 });
      expect((await made()).map(({ state }) => state)).toEqual(['open']);
    });

    it('are over when their time begins, and the contact gets another', async () => {
      const { run, made } = await user([{ name: 'Ana', days: 60 }]);
      await run();
      expect(await run(new Date(NOW.getTime() + 3 * DAY))).toMatchObject({ made: [{}], withdrawn: 1 });
      expect((await made()).map(({ state, decision }) => [state, decision])).toEqual([
        ['expired', 'passed'],
        ['open', null],
      ]);
    });

    it('are for a birthday: on the day, or as near to it as there is time; not for a contact without a frequency', async () => {
      const { calendar, run, made } = await user([
        { name: 'Leap', birthday: '0004-03-09', days: 5 },
        { name: 'Far', birthday: '1980-04-20', days: 5 },
        { name: 'No', birthday: '1980-03-09', frequency: 'na', days: 5 },
      ]);
      await world().events(calendar, [{ start: '2026-03-09T00:00:00Z', minutes: 1440 }]);
      expect((await run()).made).toEqual([{ id: expect.any(String), kind: 'birthday' }]);
      const [one] = await made();
      expect(one).toMatchObject({ name: 'Leap', reason: { birthday: { on: '2026-03-09', turns: null } } });
      expect(one!.start).toMatch(/^(Sun 08|Tue 10)/);
      expect(await run(new Date(NOW.getTime() + DAY))).toEqual({ made: [], withdrawn: 0, kept: 1 });
    });

    it('are beside an event that both go to, and none is made of whom she meets anyway', async () => {
      const crowd = Array.from({ length: 30 }, (_, n) => `guest${n}@fair.test`);
      const { calendar, run, made } = await user([
        { name: 'Fair', days: 60, email: 'fair@gen.test' },
        { name: 'Not due', days: 5, email: 'early@gen.test' },
        { name: 'Lunch', days: 60, email: 'lunch@gen.test' },
      ]);
      const [fair] = await world().events(calendar, [
        {
          start: '2026-03-05T14:00:00Z',
          minutes: 120,
          title: 'Trade fair',
          attendees: [...crowd, 'fair@gen.test', 'early@gen.test'],
        },
        { start: '2026-03-06T12:00:00Z', title: 'Lunch', attendees: ['lunch@gen.test'] },
      ]);
      expect((await run()).made.map(({ kind }) => kind)).toEqual(['shared_event']);
      expect(await made()).toMatchObject([
        {
          ...{ kind: 'shared_event', name: 'Fair', start: 'Thu 05 16:00' },
          reason: {
            event: { externalId: fair, title: 'Trade fair', side: 'after', startsAt: '2026-03-05T14:00:00.000Z' },
          },
        },
      ]);
      await world().sql('DELETE FROM calendar_event WHERE external_id = $1', [fair]);
      expect(await run(new Date(NOW.getTime() + HOUR))).toMatchObject({ made: [{ kind: 'overdue' }], withdrawn: 1 });
    });

    it('are of whoever can be met, however many come first who cannot', async () => {
      const crowd = (name: string, more: object) =>
        Array.from({ length: 30 }, (_, n) => ({ name: `${name}${n}`, ...more }));
      const emails = Array.from({ length: 30 }, (_, n) => `c${n}@crowd.test`);
      const { person, calendar, run, made } = await user([
        ...crowd('Never free', { days: 400 }),
        ...crowd('Met for it', { days: 1, birthday: '1980-03-04', frequency: 'yearly' }),
        ...emails.map((email, n) => ({ name: `Not due${n}`, email, days: 5 })),
        { name: 'Later', days: 45 },
        { name: 'Born', days: 20, birthday: '1980-03-04', frequency: 'yearly' },
        { name: 'At the fair', days: 32, email: 'fair@crowd.test' },
      ]);
      const set = (what: string, name: string) =>
        world().sql(`UPDATE contact SET ${what} WHERE user_id = $1 AND name LIKE $2`, [person.id, name]);
      await set(`windows = '[[],[],[],[],[],[],[]]'`, 'Never free%');
      // Behind all others by their ids.
      for (const name of ['Born', 'At the fair']) await set(`id = ('ffffffff-' || substr(id::text, 10))::uuid`, name);
      const attendees = [...emails, 'fair@crowd.test'];
      await world().events(calendar, [{ start: '2026-03-05T14:00:00Z', minutes: 120, attendees }]);
      await run();
      expect((await made()).map(({ name, kind }) => [name, kind]).sort()).toEqual([
        ['At the fair', 'shared_event'],
        ['Born', 'birthday'],
        ['Later', 'overdue'],
      ]);
      // Those of an event stay as they are, as long as both go to it.
      expect(await run(new Date(NOW.getTime() + HOUR))).toEqual({ made: [], withdrawn: 0, kept: 3 });
    });

    it('that she accepted were meetings, unless their events were taken out of the calendar', async () => {
      const { person, calendar, run } = await user([
        { name: 'Kept', days: 60 },
        { name: 'Taken out', days: 60 },
        { name: 'Feed alone', days: 60 },
        { name: 'Moved', days: 60 },
        { name: 'Moved back', days: 60 },
        { name: 'Declined', days: 60 },
      ]);
      const at = (days: number) => new Date(NOW.getTime() + days * DAY);
      const [event, moved, back, declined] = await world().events(calendar, [
        { start: at(-1) },
        { start: at(7) },
        { start: at(-2) },
        { start: at(-1), response: 'declined' },
      ]);
      await world().sql(
        `INSERT INTO suggestion (tenant_id, user_id, id, contact_id, kind, state, starts_at, ends_at, score, reason, event_state,
           event_calendar_id, event_external_id)
         SELECT tenant_id, user_id, gen_random_uuid(), id, 'overdue', 'accepted', at, at + interval '1 hour', 1, '{}',
           CASE name WHEN 'Feed alone' THEN 'none' ELSE 'written' END, CASE name WHEN 'Feed alone' THEN NULL ELSE $3::uuid END,
           coalesce($4::jsonb ->> name, 'gone')
         FROM (SELECT c.*, $2::timestamptz - interval '1 day' + make_interval(hours => 2 * (row_number() OVER ())::int) AS at
               FROM contact c WHERE user_id = $1) c`,
        [person.id, NOW, calendar, { Kept: event, Moved: moved, 'Moved back': back, Declined: declined }],
      );
      const { made: suggested } = await run();
      const met = () =>
        world().sql(
          `SELECT name, last_contact_source AS source, '2026-03-02' - (last_contact_at AT TIME ZONE 'UTC')::date AS days
           FROM contact WHERE user_id = $1 ORDER BY name`,
          [person.id],
        );
      expect(await met()).toEqual([
        { name: 'Declined', source: null, days: 60 },
        { name: 'Feed alone', source: 'accepted', days: 1 },
        { name: 'Kept', source: 'accepted', days: 1 },
        { name: 'Moved', source: null, days: 60 },
        { name: 'Moved back', source: 'accepted', days: 2 },
        { name: 'Taken out', source: null, days: 60 },
      ]);
      // Whom she will meet later than she said is not suggested once more.
      expect(suggested).toHaveLength(2);
      await run(at(8));
      expect(await met()).toContainEqual({ name: 'Moved', source: 'accepted', days: -7 });
    });
  });
}
