import { describe, expect, it } from '@jest/globals';
import { CalendarLists } from '../../src/catchup/calendars/calendar-lists.js';
import { Calendars } from '../../src/catchup/calendars/calendars.service.js';
import { GoogleSource } from '../../src/catchup/sources/google/google.source.js';
import type { CatchupWorld } from './harness.js';

const signal = new AbortController().signal;
const CLUB = { id: 'club', summary: 'Club' };
const TEAM = { id: 'team', summary: 'Team' };

/** How an account's list of calendars is read: all of it, then what has changed. */
export function calendarListCases(world: () => CatchupWorld): void {
  const connected = async (name: string) => {
    const email = `${name}@example.test`;
    const person = await world().person(name);
    await world().google.user(email, [CLUB, TEAM]);
    const account = await world().connect(person, email);
    const look = async (changes = true) => {
      await world().google.forget();
      await world().as(person, async () => {
        const lists = world().get(CalendarLists);
        await lists.keep(account, await lists.ask(account, world().get(GoogleSource), changes, signal));
      });
      const asked = await world().google.log('/calendarList', email);
      return asked.map(({ query, status }) => [query['syncToken'] === undefined ? 'all' : 'changes', status]);
    };
    const names = async () => {
      const calendars = await world().as(person, () => world().get(Calendars).list());
      return calendars.map(({ name: told, trouble }) => (trouble === null ? told : `${told}: ${trouble}`)).sort();
    };
    const select = (...wanted: string[]) =>
      world().as(person, async () => {
        const calendars = await world().get(Calendars).list();
        const ids = calendars.filter((one) => wanted.includes(one.name)).map(({ id }) => id);
        await world().get(Calendars).select(ids);
      });
    return { email, account, look, names, select, define: (list: object[]) => world().google.user(email, list) };
  };

  describe('the list of calendars', () => {
    it('is read whole at first, then by its changes: what is new, named anew, hidden or gone', async () => {
      const { email, look, names, select, define } = await connected('list1');
      expect(await look()).toEqual([['all', 200]]);
      await select(email, 'Club', 'Team');
      expect(await look()).toEqual([['changes', 200]]);
      expect(await names()).toEqual(['Club', 'Team', email].sort());
      // One is hidden, one deleted, one named anew, and one is new.
      await define([
        { ...CLUB, hidden: true },
        { id: 'work', summary: 'Work' },
      ]);
      expect(await look()).toEqual([['changes', 200]]);
      expect(await names()).toEqual(['Club: gone', 'Team: gone', 'Work', email].sort());
      await define([CLUB, { id: 'work', summary: 'Work', summaryOverride: 'Office' }]);
      expect(await look()).toEqual([['changes', 200]]);
      expect(await names()).toEqual(['Club', 'Office', 'Team: gone', email].sort());
    });

    it('is read whole where its token is over, where somebody asks, once a day, and after connecting again', async () => {
      const { email, account, look, names, define } = await connected('list2');
      await look();
      await world().google.control('POST', 'void', { email, list: true });
      expect(await look()).toEqual([['changes', 410], ['all', 200]]); // prettier-ignore
      expect(await look()).toEqual([['changes', 200]]);
      expect(await look(false)).toEqual([['all', 200]]);
      // No change tells of what the calendar's owner does.
      await define([{ ...CLUB, summary: 'The club' }, TEAM]);
      expect(await look()).toEqual([['changes', 200]]);
      expect(await names()).toContain('Club');
      await world().sql(`UPDATE calendar_account SET list_read_at = now() - interval '25 hours' WHERE id = $1`, [
        account.id,
      ]);
      expect(await look()).toEqual([['all', 200]]);
      expect(await names()).toContain('The club');
      await world().sql('UPDATE calendar_account SET list_token = NULL WHERE id = $1', [account.id]);
      expect(await look()).toEqual([['all', 200]]);
    });
  });
}
