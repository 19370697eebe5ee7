import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firings } from '../cron/cron.js';
import { type Due, LOOK_BACK_MS, MISFIRE_POLICIES, plan } from './misfire.js';
import { Firings, parsedCron } from '../cron/rhythm.js';

const at = (text: string) => new Date(`2026-05-04T${text}Z`);
const hourly: Due = {
  cron: '0 * * * *',
  timezone: 'Europe/Madrid',
  dst: 'once',
  misfire: 'once',
  graceSeconds: 900,
  nextRunAt: at('02:00:00'),
  countsFrom: at('00:00:00'),
};
const planned = (over: Partial<Due>, now: Date, most = 500) => plan({ ...hourly, ...over }, now, most, new Firings());

describe('a slot that is due', () => {
  it.each(MISFIRE_POLICIES)('fires under %s when a tick comes in time', (misfire) => {
    expect(planned({ misfire }, at('02:00:01'))).toEqual({
      fire: [at('02:00:00')],
      passed: false,
      gap: null,
      next: at('03:00:00'),
    });
  });

  it('is skipped once its grace is over, if the policy says so, and else runs late', () => {
    const missed = { fire: [], passed: true, gap: null, next: at('03:00:00') };
    expect(planned({ misfire: 'skip' }, at('02:15:00')).fire).toHaveLength(1);
    expect(planned({ misfire: 'skip' }, at('02:15:01'))).toEqual(missed);
    expect(planned({ misfire: 'once' }, at('02:45:00')).fire).toEqual([at('02:00:00')]);
  });
});

describe('after an outage of five slots', () => {
  const now = at('06:30:00');

  it('once runs the latest', () => {
    expect(planned({ misfire: 'once' }, now)).toEqual({
      fire: [at('06:00:00')],
      passed: true,
      gap: { after: at('02:00:00'), before: at('06:00:00') },
      next: at('07:00:00'),
    });
  });

  it('all runs every one, a part at a time', () => {
    const first = planned({ misfire: 'all' }, now, 3);
    expect(first.fire).toEqual([at('02:00:00'), at('03:00:00'), at('04:00:00')]);
    expect(planned({ misfire: 'all', nextRunAt: first.next! }, now, 3)).toEqual({
      fire: [at('05:00:00'), at('06:00:00')],
      passed: false,
      gap: null,
      next: at('07:00:00'),
    });
  });

  it('skip runs none, but the latest while it is within its grace', () => {
    const none = planned({ misfire: 'skip' }, now);
    expect(none).toMatchObject({ fire: [], passed: true, next: at('07:00:00') });
    expect(none.gap!.before > at('06:00:00')).toBe(true);
    expect(planned({ misfire: 'skip' }, at('06:05:00')).fire).toEqual([at('06:00:00')]);
  });

  it('nothing between the slot and an edit is made up for', () => {
    const { fire, gap } = planned({ misfire: 'all', countsFrom: at('05:30:00') }, now);
    expect(fire).toEqual([at('02:00:00'), at('06:00:00')]);
    expect(gap).toBeNull();
  });
});

it('looks back ninety days and no further', () => {
  const now = at('02:00:30');
  const old = { nextRunAt: new Date('2024-01-01T00:00:00Z'), countsFrom: new Date('2024-01-01T00:00:00Z') };
  expect(planned({ ...old, misfire: 'once' }, now).gap!.after.getTime()).toBe(now.getTime() - LOOK_BACK_MS);
  expect(planned({ ...old, misfire: 'all' }, now, 2).fire[1]!.getTime()).toBeGreaterThan(now.getTime() - LOOK_BACK_MS);
});

it('accounts for every slot exactly once, under any policy, however the passes fall', () => {
  const crons = ['*/7 * * * *', '0 * * * *', '30 1,2 * * *', '15 0 * * *'];
  const begin = Date.parse('2026-03-27T00:00:00Z');
  const instant = fc.integer({ min: 0, max: 4 * 86_400 }).map((second) => begin + second * 1000);
  fc.assert(
    fc.property(
      fc.constantFrom(...crons),
      fc.constantFrom('Europe/Madrid', 'America/Havana', 'UTC'),
      fc.constantFrom(...MISFIRE_POLICIES),
      fc.integer({ min: 1, max: 5 }),
      fc.uniqueArray(instant, { minLength: 1, maxLength: 6 }).map((all) => all.sort((a, b) => a - b)),
      (cron, timezone, misfire, most, passes) => {
        const firingsOf = new Firings();
        const rhythm = { cron, timezone, dst: 'once' as const };
        const start = new Date(begin);
        let next = firingsOf.next(rhythm, start)!;
        const seen: number[] = [];
        for (const pass of passes) {
          const now = new Date(pass);
          while (next <= now) {
            const due = { ...rhythm, misfire, graceSeconds: 900, nextRunAt: next, countsFrom: start };
            const made = plan(due, now, most, firingsOf);
            if (made.passed) seen.push(next.getTime());
            if (made.gap) {
              const { after, before } = made.gap;
              for (const slot of firings(parsedCron(cron), timezone, after, { to: new Date(before.getTime() - 1) }))
                seen.push(slot.getTime());
            }
            seen.push(...made.fire.map((slot) => slot.getTime()));
            expect(made.next! > next).toBe(true);
            next = made.next!;
          }
        }
        const last = new Date(passes.at(-1)!);
        const owed = [...firings(parsedCron(cron), timezone, start, { to: last })].map((slot) => slot.getTime());
        expect([...seen].sort((a, b) => a - b)).toEqual(owed);
        expect(new Set(seen).size).toBe(seen.length);
        if (misfire === 'all') expect(seen).toEqual(owed);
      },
    ),
    { numRuns: 300 },
  );
});
