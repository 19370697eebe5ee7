import { describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import type { PeopleWorld } from './people-world.js';

const REASON = {
  ...{ lastContactOn: null, daysSince: 45, frequency: 'monthly', ratio: 1.5 },
  slot: { weekday: 2, time: '18:00', freeWeeks: 5, weeks: 8 },
};

/** The secret address of a user's suggestions. */
export function feedCases(world: () => PeopleWorld): void {
  const read = (text: string) =>
    new ICAL.Component(ICAL.parse(text) as unknown[])
      .getAllSubcomponents('vevent')
      .map((event) => [String(event.getFirstPropertyValue('summary')), String(event.getFirstPropertyValue('status'))]);
  const get = (url: string, headers: Record<string, string> = {}) =>
    world().platform.call('GET', new URL(url).pathname, { headers });

  describe('the feed', () => {
    it('shows her suggestions to who has the address, and to nobody after it was changed or taken back', async () => {
      const her = world().platform.a.MANAGER;
      expect(await world().ask(her, 'GET', '/feed')).toEqual({ active: false, createdAt: null });
      const suggest = async (name: string, state: string, days: number, changedDaysAgo = 0) => {
        const { id } = await world().contact(her, { name });
        await world().sql(
          `INSERT INTO suggestion (tenant_id, user_id, id, contact_id, kind, state, starts_at, ends_at, score, reason, decided_at, updated_at)
           SELECT $1, $2, gen_random_uuid(), $3, 'overdue', $4, at, at + interval '1 hour', 1, $5,
             CASE WHEN $4 <> 'open' THEN now() END, now() - make_interval(days => $7)
           FROM (SELECT now() + make_interval(days => $6) AS at) t`,
          [world().tenant.id, her.id, id, state, JSON.stringify(REASON), days, changedDaysAgo],
        );
      };
      await suggest('Open', 'open', 2);
      await suggest('Accepted', 'accepted', 3);
      await suggest('Dismissed', 'dismissed', 4);
      await suggest('Over', 'expired', -20, 20);
      await suggest('Long over', 'expired', -40, 31);

      const { url } = (await world().ask(her, 'POST', '/feed')) as { url: string };
      const answer = await get(url, { accept: 'text/html' });
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
      expect(read(answer.text)).toEqual([
        ['Meet Over', 'CANCELLED'],
        ['Meet Open', 'TENTATIVE'],
        ['Meet Accepted', 'CONFIRMED'],
        ['Meet Dismissed', 'CANCELLED'],
      ]);
      const etag = String(answer.headers['etag']);
      expect(etag).toMatch(/^"[\w-]+"$/);
      expect((await get(url)).headers['etag']).toBe(etag);
      for (const known of [etag, `"x", W/${etag}`, '*'])
        expect(await get(url, { 'if-none-match': known })).toMatchObject({ status: 304, text: '' });
      expect((await get(url, { 'if-none-match': '"x"' })).status).toBe(200);
      await suggest('One more', 'open', 5);
      expect((await get(url, { 'if-none-match': etag })).headers['etag']).not.toBe(etag);

      // Of more than it holds, those that were taken back give way to those that stand.
      await world().sql(
        `INSERT INTO suggestion (tenant_id, user_id, id, contact_id, kind, state, starts_at, ends_at, score, reason, decided_at, updated_at)
         SELECT s.tenant_id, s.user_id, gen_random_uuid(), s.contact_id, 'overdue', 'expired', at, at + interval '1 minute', 1, s.reason, now(), now()
         FROM suggestion s, generate_series(1, 600) n, LATERAL (SELECT now() + make_interval(mins => n * 5 - 2000) AS at) t
         WHERE s.user_id = $1 AND s.state = 'accepted'`,
        [her.id],
      );
      const full = read((await get(url)).text);
      expect(full).toHaveLength(500);
      expect(full.filter(([, status]) => status !== 'CANCELLED')).toEqual([
        ['Meet Open', 'TENTATIVE'],
        ['Meet Accepted', 'CONFIRMED'],
        ['Meet One more', 'TENTATIVE'],
      ]);
      // The latest of them, by their times.
      expect(full[0]![1]).toBe('CANCELLED');
      await world().sql(`DELETE FROM suggestion WHERE user_id = $1 AND state = 'expired'`, [her.id]);

      // The secret is nowhere in the database, and another user's address shows nothing of hers.
      const secret = new URL(url).pathname.split('/').at(-1)!.replace('.ics', '');
      const [kept] = await world().sql<{ text: string }>('SELECT string_agg(f::text, $1) AS text FROM catchup_feed f', [
        ' ',
      ]);
      expect(kept!.text).not.toContain(secret.slice(-32));
      expect(kept!.text).not.toContain(Buffer.from(secret, 'base64url').subarray(32).toString('hex'));
      const other = (await world().ask(world().platform.a.ADMIN, 'POST', '/feed')) as { url: string };
      expect(read((await get(other.url)).text)).toEqual([]);

      const { url: next } = (await world().ask(her, 'POST', '/feed')) as { url: string };
      expect([(await get(url)).status, (await get(next)).status]).toEqual([404, 200]);
      expect((await world().call(her, 'DELETE', '/feed')).status).toBe(204);
      expect((await get(next)).status).toBe(404);
    });

    it('opens for no address that was not given', async () => {
      const { url } = (await world().ask(world().platform.b.STAFF, 'POST', '/feed')) as { url: string };
      const changed = [
        url.replace('.ics', ''),
        url.replace(/.{3}\.ics$/, 'abc.ics'),
        url.replace(/feed\/.{5}/, 'feed/AAAAA'),
        url.replace(/feed\/.*/, 'feed/x.ics'),
      ];
      const answers = await Promise.all(changed.map((one) => get(one)));
      expect(answers.map(({ status, body }) => [status, body['detail']])).toEqual(
        changed.map(() => [404, 'Feed not found']),
      );
      await world().sql('UPDATE app_user SET disabled_at = now() WHERE id = $1', [world().platform.b.STAFF.id]);
      expect((await get(url)).status).toBe(404);
      await world().sql('UPDATE app_user SET disabled_at = NULL WHERE id = $1', [world().platform.b.STAFF.id]);
      await world().sql('UPDATE tenant SET disabled_at = now() WHERE id = $1', [world().platform.b.id]);
      expect((await get(url)).status).toBe(404);
      await world().sql('UPDATE tenant SET disabled_at = NULL WHERE id = $1', [world().platform.b.id]);
      expect((await get(url)).status).toBe(200);
    });
  });
}
