import { demoClient, endOfJob } from './demo-client.mjs';
import { firstOfMonth, todayIn } from './demo-days.mjs';
import {
  airbnbFile,
  demoStays,
  expenses,
  hostifyData,
  lastMonth,
  LISTINGS,
  OWNERS,
  SETTINGS,
  TERMS,
} from './demo-rentals.data.mjs';
import { dim, Stop, table } from './print.mjs';
import { pause } from './processes.mjs';

const MANAGER = 'seaside';
const RUN_MS = 5 * 60_000;

/** The key that the demo's stand-in of Hostify asks for. */
export const HOSTIFY_KEY = 'demo-hostify-key';

/** What the stand-in tells today. */
export const hostifyToday = () => hostifyData(demoStays(todayIn(SETTINGS.timezone)));

/**
 * The demo manager's first statements, over the public API: owners, listings, shares and agreements; stays read from a provider
 * and from a file of Airbnb; then the statements of last month for all owners. Not done where there are statements already. What an
 * interrupted start has left is used, not made twice.
 * @param {{ baseUrl: string, credentials: string, hostifyUrl: string }} demo
 * @returns {Promise<{ statements: object[], listings: Map<string, number>, synced: object, imported: object, month: object } | undefined>} undefined: nothing to do
 */
export async function firstStatements({ baseUrl, credentials, hostifyUrl }) {
  const call = demoClient(baseUrl, credentials, MANAGER);
  if (!call) return undefined;
  if ((await call('GET', '/api/v1/statements?limit=1')).statements.length > 0) return undefined;
  const today = todayIn(SETTINGS.timezone);
  const month = lastMonth(today);
  await call('PUT', '/api/v1/statement-settings', SETTINGS);
  const owners = await made(call, 'owners', OWNERS, 'name', (owner) => ({ currency: 'EUR', ...owner }));
  const listings = await made(call, 'listings', LISTINGS, 'code', ({ code, name }) => ({
    ...{ code, name, currency: 'EUR', timezone: SETTINGS.timezone },
  }));
  await agreed(call, owners, listings, firstOfMonth(today, -6));
  const synced = await readProvider(call, hostifyUrl, listings);
  const imported = await readFile(call, airbnbFile(demoStays(today)), listings);
  await spent(call, listings, today);
  const statements = await run(call, month);
  return { statements, listings, synced, imported, month };
}

/** The rows of a list, by key; those that are not there are made. @returns ids by key */
async function made(call, route, rows, key, bodyOf) {
  const there = (await call('GET', `/api/v1/${route}?limit=200`))[route];
  const ids = new Map(there.map((one) => [one[key], one.id]));
  for (const row of rows)
    if (!ids.has(row[key])) ids.set(row[key], (await call('POST', `/api/v1/${route}`, bodyOf(row))).id);
  return ids;
}

/** Shares of owners, and what was agreed with each. */
async function agreed(call, owners, listings, from) {
  const there = (await call('GET', '/api/v1/agreements?limit=200')).agreements;
  for (const listing of LISTINGS) {
    const listingId = listings.get(listing.code);
    const parts = Object.entries(listing.owners).map(([place, shareBp]) => ({
      ownerId: owners.get(OWNERS[place].name),
      shareBp,
      terms: TERMS[place],
    }));
    const shares = parts.map(({ ownerId, shareBp }) => ({ ownerId, shareBp }));
    await call('PUT', `/api/v1/listings/${listingId}/ownership`, { from, shares });
    for (const { ownerId, terms } of parts)
      if (!there.some((one) => one.ownerId === ownerId && one.listingId === listingId))
        await call('POST', '/api/v1/agreements', { ownerId, listingId, from, terms });
  }
}

/** Connects the provider, says which listing is which, and reads its stays. @returns the job's result */
async function readProvider(call, baseUrl, listings) {
  const { connections } = await call('GET', '/api/v1/connections?limit=100');
  const body = { provider: 'hostify', name: 'hostify', baseUrl, apiKey: HOSTIFY_KEY };
  const { id } =
    connections.find(({ name }) => name === body.name) ?? (await call('POST', '/api/v1/connections', body));
  const matches = LISTINGS.filter(({ hostify }) => hostify).map(({ code, hostify }) => ({
    externalId: String(hostify),
    listingId: listings.get(code),
  }));
  await call('PUT', `/api/v1/connections/${id}/listings`, { listings: matches });
  const { jobId } = await call('POST', `/api/v1/connections/${id}/sync`, {});
  return endOfJob(call, jobId);
}

/** Imports the file, its titles matched to listings. @returns the import, as it was kept */
async function readFile(call, file, listings) {
  const sent = await call('POST', '/api/v1/statement-imports?name=airbnb.csv', new Blob([file], { type: 'text/csv' }));
  if (sent.status === 'kept') return sent;
  const mapListings = LISTINGS.filter(({ hostify }) => !hostify).map(({ code, name }) => ({
    name,
    listingId: listings.get(code),
  }));
  const { jobId } = await call('POST', `/api/v1/statement-imports/${sent.id}/confirm`, {
    mapListings,
    dateOrder: 'mdy',
  });
  await endOfJob(call, jobId);
  return call('GET', `/api/v1/statement-imports/${sent.id}`);
}

async function spent(call, listings, today) {
  const there = (await call('GET', '/api/v1/expenses?limit=200')).expenses;
  for (const { listing, ...expense } of expenses(today))
    if (!there.some(({ description }) => description === expense.description))
      await call('POST', '/api/v1/expenses', { listingId: listings.get(listing), ...expense });
}

/** Statements of all owners for the month. @returns them @throws Stop */
async function run(call, { from, to }) {
  const { jobId } = await call('POST', '/api/v1/statements/generate', { ownerId: 'all', startDate: from, endDate: to });
  for (const deadline = performance.now() + RUN_MS; ; await pause(200)) {
    const job = await call('GET', `/api/v1/statements/jobs/${jobId}`);
    if (job.status === 'completed') break;
    if (['failed', 'cancelled'].includes(job.status))
      throw new Stop(`the run ${job.status}: ${job.error?.message ?? job.error ?? ''}`);
    if (performance.now() > deadline) throw new Stop('the run has not ended after five minutes');
  }
  return (await call('GET', '/api/v1/statements?limit=50')).statements;
}

export function printStatements(first, baseUrl) {
  if (!first) return;
  const { statements, listings, synced, imported, month } = first;
  const nameOf = new Map([...listings].map(([code, id]) => [id, LISTINGS.find((one) => one.code === code)?.name]));
  console.log('');
  table(
    [
      { title: `Statements, ${month.from.slice(0, 7)}`, value: ({ number }) => number },
      { title: 'Owner', value: ({ ownerName }) => ownerName },
      { title: 'Listing', value: ({ listingId }) => nameOf.get(listingId) ?? '' },
      { title: 'Net', right: true, value: ({ net }) => net },
      { title: 'Closing', right: true, value: ({ closing }) => closing },
      { title: 'Reserve', right: true, value: ({ reserve }) => reserve },
      { title: 'To pay, EUR', right: true, value: ({ payable }) => payable },
    ],
    statements,
  );
  const { stays } = imported.counts;
  console.log(`  ${synced.added} stays read from the Hostify stand-in, ${stays.new} from a file of Airbnb`);
  const pdf = `${baseUrl}/api/v1/statements/${statements[0].id}/pdf`;
  console.log(`  The first as PDF: ${pdf} ${dim(`(admin@${MANAGER}.test)`)}`);
}
