import { describe, expect, it } from '@jest/globals';
import { addDays, today } from '../../src/platform/dates/index.js';
import { daytimeZone, type DigestWorld } from './digest-world.js';

/** What a user is told at once of events, and what is never told after she has erased her data. */
export function noticesCases(world: () => DigestWorld): void {
  describe('a notice of an event', () => {
    it('comes at once and once, three a day, and not in quiet hours', async () => {
      const ana = await world().person();
      await world().suggest(ana, ['Rui', 'Maria', 'João', 'Inês'], 'shared_event');
      await Promise.all([world().announce(ana.id), world().announce(ana.id)]);
      await world().done();
      await world().announce(ana.id);
      await world().done();
      expect(await world().messages()).toHaveLength(3);
      const { body } = await world().call(ana, 'GET', '/catchup/notifications');
      const told = body['notifications'] as { reason: string | null; state: string }[];
      expect(told.map(({ state }) => state).sort()).toEqual(['pending', 'pending', 'pending', 'skipped']);
      expect(told.find(({ state }) => state === 'skipped')!.reason).toBe('rate_limited');

      const rita = await world().person({ quiet: { from: '00:00', to: '23:59' } }, 1);
      await world().provider('DELETE', 'log');
      await world().suggest(rita, ['Rui'], 'shared_event');
      await world().announce(rita.id);
      await world().done();
      expect(await world().messages()).toEqual([]);
      // Decided meanwhile: nothing is left to tell.
      await world().platform.sql.query(`UPDATE suggestion SET state = 'dismissed' WHERE user_id = $1`, [rita.id]);
      await world().prefer(rita);
      await world().finish();
      expect(await world().newest(rita)).toMatchObject({ state: 'skipped', reason: 'no_longer_open' });
    });
  });

  it('of a user who has erased her data nothing is written by jobs that come later', async () => {
    const { MANAGER: her } = world().platform.a;
    await world().prefer(her, { channels: ['email'], quiet: { from: '00:00', to: '23:59' } });
    await world().suggest(her, ['Rui Costa'], 'shared_event');
    await world().announce(her.id);
    await world().done();
    expect((await world().call(her, 'DELETE', '/catchup/data')).status).toBe(200);
    const day = today(daytimeZone(), new Date());
    const digest = await world().digest(her, addDays(day, -2));
    // The notice has waited for the end of her quiet hours.
    await world().finish();
    const sql = world().platform.sql;
    expect((await sql.query('SELECT key FROM notification WHERE user_id = $1', [her.id])).rows).toEqual([]);
    const [job] = (await sql.query<object>('SELECT result FROM job WHERE id = $1', [digest])).rows;
    expect(job).toEqual({ result: { notificationId: null, state: 'skipped', reason: 'erased', items: 0 } });
  });
}
