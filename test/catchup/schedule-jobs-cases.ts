import { describe, expect, it } from '@jest/globals';
import { CalendarSync } from '../../src/catchup/calendars/calendar-sync.job.js';
import { JobsService } from '../../src/jobs/index.js';
import type { CatchupWorld } from './harness.js';
import { DAY, type Her, jobsWorld, type Worker } from './jobs-world.js';

/** The job `calendar-sync` as its schedule makes it: slots that waited, and troubles that last. */
export function scheduleJobsCases(world: () => CatchupWorld, worker: () => Worker): void {
  const { many, ended, synced, items, eventsAsked, connected } = jobsWorld(world, worker);

  describe('jobs of the schedule', () => {
    /** What the schedule makes for a slot so many minutes ago; its channel tells nothing any more. */
    const slot = async ({ person }: Her, minutesAgo = 0) => {
      await world().sql('DELETE FROM watch_channel WHERE user_id = $1', [person.id]);
      const payload = { userId: person.id, routine: true };
      const late = { runAt: new Date(Date.now() + DAY), uniqueKey: `slot ${Math.random()}` };
      const { id } = await world().as(person, () => world().get(JobsService).enqueue(CalendarSync, payload, late));
      await world().sql(
        `UPDATE job_live SET run_at = now(), scheduled_for = now() - make_interval(mins => $2) WHERE id = $1`,
        [id, minutesAgo],
      );
      return ended(id);
    };

    it('slots that waited for a worker are one reading, and the others ask nobody', async () => {
      const her = await connected([], many(1));
      await world().google.forget();
      for (const minutesAgo of [90, 60, 30])
        expect(await items((await slot(her, minutesAgo)).id)).toEqual(['skipped READ_SINCE']);
      expect(await world().google.log('', her.email)).toEqual([]);
      // Whoever asks for it gets it, and so does the next slot.
      expect(await synced(her)).toMatchObject({ result: { calendars: 1 } });
      expect(await items((await slot(her)).id)).toEqual(['ok', 'ok']);
      expect(await eventsAsked(her)).toHaveLength(2);
      // The list of calendars too: all of it for her, for the schedule what has changed.
      const lists = await eventsAsked(her, '/calendarList');
      expect(lists.map(({ query }) => typeof query['syncToken'])).toEqual(['undefined', 'string']);
    });

    it.each([
      ['a calendar that is refused', { path: '/events', status: 400, reason: 'badRequest' }, 'REFUSED'],
      ['a provider that is away', { path: '/calendarList', status: 503 }, 'AWAY'],
      ['a client that Google does not know', { path: '/token', status: 401, error: 'invalid_client' }, 'MISCONFIGURED'],
    ])('%s: one dead letter, not one for each slot', async (_, fault, code) => {
      const her = await connected([], many(1));
      const broken = async () => {
        await world().google.faults({ ...fault, account: her.email });
        await world().google.control('POST', 'expire', { email: her.email });
        await world().sql('UPDATE calendar_account SET access_token_expires_at = now() WHERE user_id = $1', [
          her.person.id,
        ]);
      };
      const dead = { status: 'DEAD', error: { code } };
      await broken();
      expect(await slot(her)).toMatchObject(dead);
      for (const _again of [1, 2]) {
        const next = await slot(her);
        expect([next.status, next.attempt, (await items(next.id)).at(-1)]).toEqual(['COMPLETED', 1, `failed ${code}`]);
      }
      // Three attempts take their time.
      if (code === 'AWAY') return;
      // Who asks for it herself is told so.
      expect(await synced(her)).toMatchObject(dead);
      await world().google.faults();
      expect(await items((await slot(her)).id)).toEqual(['ok', 'ok']);
      await broken();
      expect(await slot(her)).toMatchObject(dead);
    });
  });
}
