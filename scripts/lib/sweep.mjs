import { demoClient, owedSteps, runJob } from './demo-client.mjs';
import { HOTEL, orderLastYear } from './demo-mistake.mjs';
import { atEachHotel } from './demo-steps.mjs';
import { table } from './print.mjs';

/**
 * The first real work: opens a year of room nights for the demo's hotels, over the public API. Only where it has not
 * succeeded before: what people closed or priced since is theirs.
 * @param {{ baseUrl: string, credentials: string, steps: string, done(step: string, hotelIds: number[]): Promise<void> }} demo
 * @returns {Promise<{ result?: object, failed: string[] }>} result: of all hotels together; undefined when nothing was owed
 */
export async function firstSweep({ baseUrl, credentials, steps, done }) {
  const call = demoClient(baseUrl, credentials);
  const owed = call ? owedSteps(steps, 'sweep') : [];
  const started = performance.now();
  const { results, failed } = await atEachHotel(
    owed,
    async ({ hotelId, hotel }) => {
      const result = await runJob(call, 'room-generation-sweep', { hotelId, daysAhead: 365 });
      if (hotel === HOTEL) await orderLastYear(call, hotelId);
      return result;
    },
    (hotelIds) => done('sweep', hotelIds),
  );
  if (results.length === 0) return { failed };
  const categories = results.flatMap((result) => result.categories);
  const totalRoomsCreated = results.reduce((sum, result) => sum + result.totalRoomsCreated, 0);
  return { result: { categories, totalRoomsCreated, durationMs: performance.now() - started }, failed };
}

export function printSweep(result) {
  if (!result?.categories) return;
  const count = (value) => (value ?? 0).toLocaleString('en');
  const percent = (share) => (share === undefined || share === null ? '–' : `${Math.round(share * 100)}%`);
  const remark = ({ error, skipped, reason }) => error?.message ?? error ?? (skipped ? (reason ?? 'skipped') : '');
  table(
    [
      { title: 'Category', value: (row) => row.name },
      { title: 'Hotel', value: (row) => row.hotel },
      { title: 'Created', right: true, value: (row) => count(row.totalRoomsCreated) },
      { title: 'There before', right: true, value: (row) => count(row.totalRoomsExisting) },
      {
        title: 'Coverage',
        right: true,
        value: (row) => `${percent(row.coverageBefore)} → ${percent(row.coverageAfter)}`,
      },
      { title: '', value: remark },
    ],
    result.categories,
  );
  console.log(`  ${count(result.totalRoomsCreated)} room nights in ${(result.durationMs / 1000).toFixed(2)} s`);
}
