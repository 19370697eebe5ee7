import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PmsHarness } from './harness.js';
import { broken } from './random-weeks/invariants.js';
import { RandomHotel, type Step } from './random-weeks/random-hotel.js';

/** RANDOM_WEEKS_SECONDS=600 looks for so long, from another seed each time; RANDOM_WEEKS_SEED repeats one. */
const SECONDS = Number(process.env['RANDOM_WEEKS_SECONDS'] ?? 0);
const SEED = Number(process.env['RANDOM_WEEKS_SEED'] ?? (SECONDS > 0 ? Date.now() % 2 ** 31 : 20_270_301));

describe('random weeks of a hotel', () => {
  let pms: PmsHarness;
  beforeAll(async () => {
    pms = await PmsHarness.start();
  });
  afterAll(() => pms.stop());

  /** Ends every statement the application is at, as when the database, or a process between them, dies. */
  const kill = () =>
    pms.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND usename = 'nightshift_app' AND state <> 'idle' AND pid <> pg_backend_pid()`,
    );

  /** How often each step was done, and refused or had nothing to be done to. */
  const tally: Record<string, { done: number; not: number; why: Record<string, number> }> = {};

  async function live(steps: readonly Step[]): Promise<void> {
    const hotel = await RandomHotel.open(pms, kill);
    for (const [index, step] of steps.entries()) {
      const at = `step ${index}, ${JSON.stringify(step)}`;
      const { status, body } = await hotel.do(step);
      const count = (tally[step.what] ??= { done: 0, not: 0, why: {} });
      if (status < 300 && status !== 204) count.done++;
      else {
        count.not++;
        const why = (body?.['reason'] ?? body?.['detail'] ?? 'nothing') as string;
        count.why[why] = (count.why[why] ?? 0) + 1;
      }
      if (status >= 500) throw new Error(`${at}: ${JSON.stringify(body)}`);
      const found = await broken(pms, hotel.world.hotelId, hotel.today);
      if (Object.keys(found).length > 0) throw new Error(`${at} (${status}): ${JSON.stringify(found)}`);
    }
  }

  it(
    'the books are right after every step, whatever people, jobs and crashes do',
    async () => {
      const number = fc.noBias(fc.nat({ max: 999 }));
      const step = fc.record({ what: fc.constantFrom(...RandomHotel.steps), a: number, b: number });
      const length = SECONDS > 0 ? { minLength: 30, maxLength: 120 } : { minLength: 60, maxLength: 60 };
      await fc.assert(fc.asyncProperty(fc.array(step, { size: 'max', ...length }), live), {
        seed: SEED,
        numRuns: SECONDS > 0 ? 100_000 : 1,
        interruptAfterTimeLimit: SECONDS > 0 ? SECONDS * 1_000 : undefined,
        markInterruptAsFailure: false,
        endOnFailure: SECONDS === 0,
      });
      if (SECONDS > 0) process.stderr.write(`seed ${SEED}\n${JSON.stringify(tally, null, 1)}\n`);
      const all = Object.values(tally);
      // Steps that are refused, or find nothing to be done to, prove little.
      const sum = (of: 'done' | 'not') => all.reduce((total, count) => total + count[of], 0);
      expect(sum('done')).toBeGreaterThan(sum('not') / 2);
    },
    SECONDS > 0 ? SECONDS * 1_000 + 300_000 : 180_000,
  );
});
