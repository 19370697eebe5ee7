import { describe, expect, it } from '@jest/globals';
import { UserSuggestions } from '../../src/catchup/suggestions/user-suggestions.js';
import type { Person } from '../platform/harness.js';
import type { PeopleWorld } from './people-world.js';

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

type Body = Record<string, unknown>;

/** What she decides about suggestions, over HTTP. */
export function decisionsCases(world: () => PeopleWorld): void {
  const generate = (her: Pick<Person, 'id'>) => world().as(her, () => world().get(UserSuggestions).run(new Date()));
  /** A user, a contact who is due, and the open suggestion about her. */
  const suggested = async (contact: Body = {}) => {
    const her = await world().platform.person(world().tenant, `d${Math.random().toString(36).slice(2)}`, 'STAFF');
    const made = await world().contact(her, { frequency: 'monthly', lastContactOn: inDays(-45), ...contact });
    await generate(her);
    const { suggestions } = (await world().ask(her, 'GET', '/suggestions?state=open')) as { suggestions: Body[] };
    const decide = (what: string, body: object = {}, id = suggestions[0]!['id']) =>
      world().call(her, 'POST', `/suggestions/${String(id)}/${what}`, body);
    const open = async () =>
      ((await world().ask(her, 'GET', '/suggestions?state=open'))['suggestions'] as Body[]).length;
    const see = () => world().ask(her, 'GET', `/contacts/${String(made['id'])}`);
    return { her, contact: made, suggestion: suggestions[0]!, decide, open, see };
  };

  describe('a decision', () => {
    it('finds the suggestion with its reason in words, page by page, by what it is', async () => {
      const { her, contact, suggestion, decide } = await suggested({ name: 'Ana' });
      expect(suggestion).toMatchObject({
        ...{
          kind: 'overdue',
          state: 'open',
          event: null,
          contact: { id: contact['id'], name: 'Ana', medium: 'in_person' },
        },
        reason: expect.stringMatching(
          /^Last met 45 days ago; you wanted monthly\. \w+day \d\d:\d\d is free; how often it is, your calendar does not tell yet\.$/,
        ),
      });
      await world().contact(her, { frequency: 'weekly', lastContactOn: inDays(-45) });
      await generate(her);
      const first = await world().ask(her, 'GET', '/suggestions?limit=1&state=open&kind=overdue');
      const second = await world().ask(
        her,
        'GET',
        `/suggestions?limit=1&state=open&cursor=${first['nextCursor'] as string}`,
      );
      expect([(first['suggestions'] as Body[]).length, second['nextCursor']]).toEqual([1, null]);
      expect((first['suggestions'] as Body[])[0]!['id']).not.toBe((second['suggestions'] as Body[])[0]!['id']);
      expect(
        (await world().ask(her, 'GET', `/suggestions?contactId=${contact['id'] as string}`))['suggestions'],
      ).toHaveLength(1);
      expect((await world().call(her, 'GET', '/suggestions?cursor=x')).status).toBe(400);

      const { a, b } = world().platform;
      for (const other of [a.ADMIN, a.MANAGER, b.ADMIN]) {
        for (const [what, body] of [
          ['accept', {}],
          ['dismiss', {}],
          ['snooze', { until: inDays(3) }],
        ] as const)
          expect(
            (await world().call(other, 'POST', `/suggestions/${String(suggestion['id'])}/${what}`, body)).status,
          ).toBe(404);
        expect((await world().call(other, 'GET', `/suggestions/${String(suggestion['id'])}`)).status).toBe(404);
      }
      expect((await decide('accept')).status).toBe(200);
    });

    it('to dismiss lets the contact rest, and the next run makes nothing of her', async () => {
      const { her, decide, open, see } = await suggested();
      const dismissed = await decide('dismiss');
      expect(dismissed).toMatchObject({
        status: 200,
        body: {
          suggestion: { state: 'dismissed', decision: 'not_now' },
          frequency: 'monthly',
          pausedUntil: inDays(15),
          question: null,
        },
      });
      expect(await see()).toMatchObject({ pausedUntil: inDays(15), frequency: 'monthly', lastContactOn: inDays(-45) });
      await generate(her);
      expect(await open()).toBe(0);
      for (const what of ['dismiss', 'accept'])
        expect(await decide(what)).toMatchObject({ status: 409, body: { reason: 'dismissed' } });
      await world().sql('UPDATE contact SET paused_until = current_date WHERE user_id = $1', [her.id]);
      await generate(her);
      expect(await open()).toBe(1);
    });

    it('that they met too recently asks how often they want to meet', async () => {
      const { her, decide, open, see } = await suggested({ frequency: 'weekly' });
      expect((await decide('dismiss', { reason: 'met_recently' })).body).toMatchObject({
        question: { current: 'weekly', offered: ['biweekly', 'monthly', 'quarterly', 'yearly'] },
        pausedUntil: inDays(7),
      });
      await world().sql('UPDATE contact SET paused_until = NULL WHERE user_id = $1', [her.id]);
      await generate(her);
      const [next] = (await world().ask(her, 'GET', '/suggestions?state=open'))['suggestions'] as Body[];
      const told = await decide(
        'dismiss',
        { reason: 'met_recently', metOn: inDays(-2), frequency: 'monthly' },
        next!['id'],
      );
      expect(told.body).toMatchObject({ frequency: 'monthly', question: null });
      expect(await see()).toMatchObject({ frequency: 'monthly', lastContactOn: inDays(-2), due: false });
      expect(await open()).toBe(0);
    });

    it('may ask for fewer, and must make sense', async () => {
      const { decide, see } = await suggested();
      expect((await decide('dismiss', { frequency: 'yearly', lessOften: true })).status).toBe(400);
      expect((await decide('dismiss', { metOn: inDays(-1) })).status).toBe(400);
      expect((await decide('dismiss', { reason: 'met_recently', metOn: inDays(2) })).status).toBe(400);
      expect((await decide('dismiss', { lessOften: true })).body).toMatchObject({ frequency: 'quarterly' });
      expect(await see()).toMatchObject({ frequency: 'quarterly' });
    });

    it('to snooze puts her off until that day', async () => {
      const { her, decide, open, see } = await suggested();
      for (const until of [inDays(0), inDays(-1), inDays(400), '2027-02-30'])
        expect((await decide('snooze', { until })).status).toBe(400);
      expect((await decide('snooze', { until: inDays(20) })).body).toMatchObject({
        state: 'snoozed',
        snoozedUntil: inDays(20),
      });
      expect(await see()).toMatchObject({ pausedUntil: inDays(20) });
      await generate(her);
      expect(await open()).toBe(0);
    });

    it('that put somebody off is taken back while the time is ahead and nothing else has its place', async () => {
      const { her, suggestion, decide, open, see } = await suggested();
      for (const [what, body] of [
        ['dismiss', {}],
        ['snooze', { until: inDays(20) }],
      ] as const) {
        expect((await decide(what, body)).status).toBe(200);
        expect(await decide('reopen')).toMatchObject({
          status: 200,
          body: { id: suggestion['id'], state: 'open', decision: null, snoozedUntil: null, decidedAt: null },
        });
        expect(await see()).toMatchObject({ pausedUntil: null });
      }
      await generate(her);
      expect(await open()).toBe(1);
      expect((await decide('reopen')).body).toMatchObject({ state: 'open' });
      expect(
        (await world().call(world().tenant.ADMIN, 'POST', `/suggestions/${String(suggestion['id'])}/reopen`)).status,
      ).toBe(404);
      // Another one of the same contact is open by now.
      await decide('dismiss');
      await world().sql('UPDATE contact SET paused_until = NULL WHERE user_id = $1', [her.id]);
      await generate(her);
      expect(await open()).toBe(1);
      expect(await decide('reopen')).toMatchObject({ status: 409, body: { reason: 'replaced' } });
      // Its time has begun, and no run has noted that yet.
      await world().sql(
        `UPDATE suggestion SET starts_at = now() - interval '1 minute', ends_at = now() + interval '9 minutes' WHERE user_id = $1 AND state = 'open'`,
        [her.id],
      );
      expect((await decide('reopen')).body).toMatchObject({ state: 'open' });
      const { suggestions } = (await world().ask(her, 'GET', '/suggestions?state=expired')) as { suggestions: Body[] };
      expect(suggestions).toMatchObject([{ decision: 'passed' }]);
      const late = await suggested();
      await late.decide('dismiss');
      await world().sql(
        `UPDATE suggestion SET starts_at = now() - interval '1 minute', ends_at = now() + interval '59 minutes' WHERE user_id = $1`,
        [late.her.id],
      );
      expect(await late.decide('reopen')).toMatchObject({ status: 409, body: { reason: 'passed' } });
      const accepted = await suggested();
      await accepted.decide('accept');
      expect(await accepted.decide('reopen')).toMatchObject({ status: 409, body: { reason: 'accepted' } });
    });

    it('is found by its time', async () => {
      const { her, suggestion } = await suggested();
      const at = (ms: number) => new Date(Date.parse(suggestion['startsAt'] as string) + ms).toISOString();
      const found = async (from: string, to: string) =>
        ((await world().ask(her, 'GET', `/suggestions?from=${from}&to=${to}`))['suggestions'] as Body[]).length;
      expect(await found(at(-DAY), at(1))).toBe(1);
      expect(await found(at(-DAY), at(0))).toBe(0);
      expect(await found(String(suggestion['endsAt']), at(DAY))).toBe(0);
    });

    it('is made for her where she says that they met, or changes how they meet', async () => {
      const met = await suggested();
      await world().ask(met.her, 'POST', `/contacts/${String(met.contact['id'])}/met`, {});
      expect(await met.decide('accept')).toMatchObject({ status: 409, body: { reason: 'expired' } });
      const changed = await suggested();
      await world().ask(changed.her, 'PATCH', `/contacts/${String(changed.contact['id'])}`, { minutes: 240 });
      expect(await changed.open()).toBe(0);
      await generate(changed.her);
      const [next] = (await world().ask(changed.her, 'GET', '/suggestions?state=open'))['suggestions'] as Body[];
      expect(Date.parse(next!['endsAt'] as string) - Date.parse(next!['startsAt'] as string)).toBe(4 * 3_600_000);
      await world().ask(changed.her, 'DELETE', `/contacts/${String(changed.contact['id'])}`, undefined);
      expect(await changed.open()).toBe(0);
    });
  });
}
