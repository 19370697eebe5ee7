import { demoClient } from './demo-client.mjs';
import { table } from './print.mjs';

const JOBS = [
  'preventive-maintenance',
  'availability-recalc',
  'no-show-check',
  'daily-housekeeping-round',
  'invoice-generation',
];

/**
 * The first night audit of the demo's hotels, over the public API: the five jobs, then the close of yesterday's books.
 * Hotels that have closed a day before are left alone.
 * @returns {Promise<object[] | undefined>} the packs; undefined without a demo group
 */
export async function firstNightAudit(baseUrl, credentialsFile) {
  const call = demoClient(baseUrl, credentialsFile);
  if (!call) return undefined;
  const { hotels } = await call('GET', '/api/v1/hotels');
  const packs = [];
  for (const { id } of hotels) {
    const { businessDays } = await call('GET', `/api/v1/business-days?hotelId=${id}`);
    if (businessDays.length === 0 || businessDays.some(({ status }) => status === 'closed')) continue;
    for (const name of JOBS) await call('POST', `/api/v1/jobs/trigger/${name}`, { hotelId: id });
    const [{ businessDate }] = businessDays;
    // Between midnight and the no-show hour, guests of yesterday may still come.
    const waive = [{ check: 'ARRIVALS_DUE', reason: 'The no-show hour has not come yet' }];
    await call('POST', `/api/v1/hotels/${id}/business-days/${businessDate}/close`, { waive });
    packs.push(await call('GET', `/api/v1/hotels/${id}/night-audits/${businessDate}`));
  }
  return packs;
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
