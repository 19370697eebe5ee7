import { demoClient, owedSteps, runJob } from './demo-client.mjs';
import { atEachHotel } from './demo-steps.mjs';
import { table } from './print.mjs';

const JOBS = [
  'preventive-maintenance',
  'availability-recalc',
  'no-show-check',
  'daily-housekeeping-round',
  'invoice-generation',
];

/**
 * The first night audit of the demo's hotels, over the public API: the five jobs, then the close of the day that was open
 * when their guests were made. Only where it has not succeeded before.
 * @param {{ baseUrl: string, credentials: string, steps: string, done(step: string, hotelIds: number[]): Promise<void> }} demo
 * @returns {Promise<{ packs: object[], failed: string[] }>}
 */
export async function firstNightAudit({ baseUrl, credentials, steps, done }) {
  const call = demoClient(baseUrl, credentials);
  const owed = call ? owedSteps(steps, 'night-audit') : [];
  const { results, failed } = await atEachHotel(
    owed,
    (hotel) => audit(call, hotel),
    (hotelIds) => done('night-audit', hotelIds),
  );
  return { packs: results.filter(Boolean), failed };
}

/** @returns the pack; undefined when the day was closed before: by people, or by a start that could not note it any more */
async function audit(call, { hotelId, businessDate }) {
  const days = `/api/v1/hotels/${hotelId}/business-days`;
  if ((await call('GET', `${days}/${businessDate}`)).status === 'closed') return undefined;
  for (const name of JOBS) await runJob(call, name, { hotelId });
  // Between midnight and the no-show hour, guests of yesterday may still come, and the day is closed before its hour.
  const waive = [
    { check: 'ARRIVALS_DUE', reason: 'The no-show hour has not come yet' },
    // A start that was broken off and is taken up on another day.
    { check: 'NIGHT_JOBS', reason: 'The jobs ran when the demo was started' },
  ];
  const earlyReason = 'The first start of the demo closes yesterday at once';
  await call('POST', `${days}/${businessDate}/close`, { waive, earlyReason });
  return call('GET', `/api/v1/hotels/${hotelId}/night-audits/${businessDate}`);
}

export function printNightAudit(packs) {
  if (!packs?.length) return;
  const job = (pack, name) => pack.jobs.find(({ jobName }) => jobName === name)?.result ?? {};
  console.log('');
  table(
    [
      { title: 'Night audit', value: ({ hotel }) => hotel.name },
      { title: 'Date', value: ({ businessDate }) => businessDate },
      { title: 'Occupied', right: true, value: ({ figures }) => `${figures.occupied} of ${figures.rooms}` },
      { title: 'ADR', right: true, value: ({ figures, hotel }) => `${figures.averageDailyRate} ${hotel.currency}` },
      { title: 'Tasks', right: true, value: (pack) => job(pack, 'daily-housekeeping-round').tasks ?? '–' },
      { title: 'No-shows', right: true, value: ({ figures }) => figures.noShows },
      { title: 'Invoices', right: true, value: (pack) => job(pack, 'invoice-generation').invoicesGenerated ?? '–' },
      { title: 'Owed', right: true, value: ({ trialBalance }) => trialBalance.closing },
      { title: 'To look at', right: true, value: ({ exceptions }) => exceptions.length },
    ],
    packs,
  );
}
