import { describe, expect, it } from '@jest/globals';
import { CoAttendance } from '../../src/catchup/contacts/co-attendance.js';
import { GenerationRepository } from '../../src/catchup/suggestions/generation.repository.js';
import { parseLocalDate } from '../../src/platform/dates/index.js';
import type { PeopleWorld } from './people-world.js';

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);
const day = (at: Date) => at.toISOString().slice(0, 10);

/** When she last met somebody: told by her, or learned from her calendar. */
export function lastContactCases(world: () => PeopleWorld): void {
  describe('the last contact', () => {
    it('told by hand goes forward only', async () => {
      const her = world().platform.a.MANAGER;
      const { id } = await world().contact(her, { frequency: 'weekly', lastContactOn: day(ago(20)) });
      const met = (body: object) => world().call(her, 'POST', `/contacts/${String(id)}/met`, body);
      expect((await met({ on: day(ago(5)) })).body).toMatchObject({ lastContactOn: day(ago(5)), due: false });
      expect((await met({ on: day(ago(9)) })).body).toMatchObject({ lastContactOn: day(ago(5)) });
      expect((await met({ on: day(ago(-2)) })).status).toBe(400);
      expect((await met({})).body).toMatchObject({ daysSince: 0, lastContactSource: 'hand' });
    });

    it('is learned from events that both were at: not from audiences, declined or unanswered ones, or what is to come', async () => {
      const her = world().platform.a.STAFF;
      const calendar = await world().calendar(her);
      const many = Array.from({ length: 40 }, (_, n) => `all${n}@hands.test`);
      const contact = async (email: string) =>
        String((await world().contact(her, { emails: [email], frequency: 'monthly' }))['id']);
      const events = (email: string) => [
        { start: ago(30), attendees: [email] },
        { start: ago(20), attendees: [email, 'b@x.test'], response: 'accepted' },
        { start: ago(10), attendees: [email], response: 'declined' },
        { start: ago(9), attendees: [email], response: 'needsAction' },
        { start: ago(8), attendees: [...many, email] },
        { start: ago(7), attendees: [email], status: 'tentative' },
        { start: ago(-3), attendees: [email] },
      ];
      const first = await contact('learned@x.test');
      await world().events(calendar, [...events('learned@x.test'), ...events('later@x.test')]);
      const learn = () => world().as(her, () => world().get(CoAttendance).learn(new Date()));
      expect(await learn()).toBe(1);
      const seen = await world().ask(her, 'GET', `/contacts/${first}`);
      expect(seen).toMatchObject({ lastContactOn: day(ago(20)), lastContactSource: 'calendar' });
      expect(await learn()).toBe(0);
      // A contact who is noted down later is looked for in what is there already.
      expect(await world().ask(her, 'GET', `/contacts/${await contact('later@x.test')}`)).toMatchObject({
        lastContactOn: day(ago(20)),
      });
      // What she has said herself is later: the calendar takes nothing back.
      await world().ask(her, 'POST', `/contacts/${first}/met`, { on: day(ago(2)) });
      expect(await learn()).toBe(0);
      expect(await world().ask(her, 'GET', `/contacts/${first}`)).toMatchObject({
        lastContactOn: day(ago(2)),
        lastContactSource: 'hand',
      });
    });

    it('is learned from her own calendars, and from other people’s only what she has said to an invitation', async () => {
      const person = await world().platform.person(world().tenant, 'assistant', 'STAFF');
      const learnt = async (source: string, role: string, externalId: string, response: string | null) => {
        const email = `${Math.random().toString(36).slice(2)}@x.test`;
        const id = String((await world().contact(person, { emails: [email], frequency: 'monthly' }))['id']);
        const calendar = await world().calendar(person);
        await world().sql(
          `WITH c AS (UPDATE calendar SET is_primary = $2 = 'ics', access_role = $3, external_id = $4 WHERE id = $1 RETURNING account_id)
           UPDATE calendar_account a SET source = $2 FROM c WHERE a.id = c.account_id`,
          [calendar, source, role, externalId],
        );
        await world().events(calendar, [
          { start: ago(3), attendees: [email], response },
          { start: ago(-3), attendees: [email], response },
        ]);
        await world().as(person, () => world().get(CoAttendance).learn(new Date()));
        const { lastContactOn } = await world().ask(person, 'GET', `/contacts/${id}`);
        const ahead = { start: Date.now(), end: ago(-9).getTime() };
        const common = await world().as(person, () =>
          world()
            .get(GenerationRepository)
            .common(ahead, 'UTC', parseLocalDate(day(new Date())), []),
        );
        expect(common.some(({ contactId }) => contactId === id)).toBe(lastContactOn !== null);
        return lastContactOn !== null;
      };
      // Her boss's calendar, which she reads or keeps; her own one of another account; one that she has made.
      expect(await learnt('google', 'reader', 'boss@x.test', null)).toBe(false);
      expect(await learnt('google', 'writer', 'boss@x.test', 'accepted')).toBe(false);
      expect(await learnt('google', 'reader', person.email, 'accepted')).toBe(true);
      expect(await learnt('google', 'owner', 'club@group.calendar.google.com', null)).toBe(true);
      // One of a team, in which she may write: of its meetings she has been at those that she has said so of.
      expect(await learnt('google', 'writer', 'team@group.calendar.google.com', null)).toBe(false);
      expect(await learnt('google', 'writer', 'team@group.calendar.google.com', 'accepted')).toBe(true);
      expect(await learnt('caldav', 'writer', 'https://dav.x.test/own/', null)).toBe(true);
      expect(await learnt('caldav', 'reader', 'https://dav.x.test/hers/', null)).toBe(false);
      expect(await learnt('ics', 'reader', 'feed', null)).toBe(false);
      expect(await learnt('ics', 'reader', 'feed', 'accepted')).toBe(true);
    });
  });
}
