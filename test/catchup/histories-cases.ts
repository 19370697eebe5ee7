import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CatchupWorld } from './harness.js';
import { Reader } from './reader.js';

const DAY = 86_400_000;
const NOON = new Date('2026-06-10T12:00:00Z');
/** What a process that is killed does: nothing more. */
class Killed extends Error {}

/** Random histories of remote calendars, readings that break off, and choices of their user. */
export function historiesCases(world: () => CatchupWorld): void {
  it('whatever happens to it, the table ends as the remote calendar is', async () => {
    const her = await Reader.start(world().platform, 'property', NOON);
    const names = ['a', 'b'];
    const name = fc.constantFrom(...names);
    const id = fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5');
    const action = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ kind: fc.constant('put' as const), name, id, days: fc.integer({ min: -4, max: 90 }) }),
      },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), name, id }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const) }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('crash' as const), page: fc.integer({ min: 2, max: 4 }), name, id }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('void' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('choose' as const), names: fc.subarray(names) }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 25 }) }),
      },
    );
    type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;
    const act = async (one: Action) => {
      const { source } = her;
      if (one.kind === 'put') source.put(one.name, one.id, new Date(her.at.getTime() + one.days * DAY));
      if (one.kind === 'remove') source.remove(one.name, one.id);
      if (one.kind === 'void') source.voidTokens();
      if (one.kind === 'release') source.fingerprint += '.';
      if (one.kind === 'choose') await her.select(...one.names);
      if (one.kind === 'pass') her.at = new Date(her.at.getTime() + one.days * DAY);
      if (one.kind === 'read') await her.read();
      if (one.kind === 'crash') {
        let pages = 0;
        source.beforePage = () => {
          if (++pages === one.page) throw new Killed();
        };
        // The job is tried again later, by its own id: until then nobody else may read.
        const jobId = randomUUID();
        const dead = await her.read({ jobId }).catch((error: unknown) => error);
        source.beforePage = () => undefined;
        source.remove(one.name, one.id);
        if (dead instanceof Killed) await her.read({ jobId });
      }
    };
    const check = async (chosen: readonly string[]) => {
      const rows = await her.rows();
      for (const one of names) {
        const calendar = await her.calendar<{ window_start: Date | null; window_end: Date | null }>(one);
        const own = rows.filter((row) => row.calendar === one);
        if (!chosen.includes(one)) {
          expect(own).toEqual([]);
          continue;
        }
        const [start, end] = [calendar.window_start!, calendar.window_end!];
        expect(end.getTime()).toBeGreaterThanOrEqual(her.at.getTime() + 36 * DAY);
        const inWindow = own.filter((row) => row.start.getTime() + 3_600_000 > start.getTime());
        const remote = her.source.live(one, { start, end });
        expect(inWindow.map((row) => [row.id, row.start])).toEqual(
          [...remote].map(([key, kept]) => [key, kept.start]).sort(),
        );
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 25 }), async (actions) => {
        await her.reset();
        her.at = NOON;
        her.source.pageSize = 1;
        for (const one of names) her.source.add(one, one === 'a');
        await her.read();
        for (const one of actions) await act(one);
        await her.read();
        const { rows } = await world().platform.sql.query<{ name: string }>(
          'SELECT name FROM calendar WHERE user_id = $1 AND selected',
          [her.person.id],
        );
        await check(rows.map((row) => row.name));
      }),
      { numRuns: 15 },
    );
  });
}
