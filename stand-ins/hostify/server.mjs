#!/usr/bin/env node
/**
 * A local server that speaks as much of Hostify's API as Nightshift reads, with its peculiarities: pages of at most 100, oldest
 * first; `limit` ignored (20 records); filters ignored, and `start_date` empties the answer; listings that the list leaves out
 * (`hidden`); of a listing with service_pms 0 only reservations marked `listed` in the list, all of them on the calendar and by id.
 *
 *   node stand-ins/hostify/server.mjs [--port 9100] [--key secret] [--data file.json]
 *
 * Prints {"port": …} once it listens; ends with SIGTERM. Data and faults: stand-ins/support/provider.mjs.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pageOf, Records, Refusal, startProvider } from '../support/provider.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    key: { type: 'string', default: 'test-key' },
    data: { type: 'string' },
  },
});
const records = new Records('id', 'listing_id');
let listings = new Map();
const setListings = (list) => {
  listings = new Map(list.map((one) => [String(one.id), one]));
  listed = { all: [], of: -1 };
};

const DAY_MS = 86_400_000;
const NO_NIGHTS = new Set(['cancelled', 'inquiry', 'expired', 'voided', 'timedout', 'denied', 'withdrawn']);

/** As it is answered: without what only this program knows. */
const shown = ({ hidden: _, listed: __, ...record }) => record;

function listOf(member, all, { page = '1', per_page: size = '20' }, fault) {
  const most = Math.min(Number(size), 100);
  const { page: some, total } = pageOf(all, (Number(page) - 1) * most, most, fault);
  return { success: true, total, [member]: some.map(shown) };
}

const isListed = ({ listing_id: id, listed }) => listings.get(String(id))?.service_pms !== 0 || listed === true;
/** The list of all, for as long as nothing changes: a hundred thousand are a thousand pages. */
let listed = { all: [], of: -1 };

function reservations(query, fault) {
  if (query.start_date !== undefined) return { success: true, total: 0, reservations: [] };
  if (query.listing_id !== undefined)
    return listOf('reservations', records.all(query.listing_id).filter(isListed), query, fault);
  if (listed.of !== records.changes) listed = { all: records.all().filter(isListed), of: records.changes };
  return listOf('reservations', listed.all, query, fault);
}

function calendar({ listing_id: id, start_date: start, end_date: end }) {
  const stays = records.all(id).filter(({ status }) => !NO_NIGHTS.has(status));
  const days = [];
  for (let at = Date.parse(start); at <= Date.parse(end); at += DAY_MS) {
    const date = new Date(at).toISOString().slice(0, 10);
    const stay = stays.find(({ checkIn, checkOut }) => checkIn <= date && date < checkOut);
    days.push({ date, status: stay ? 'booked' : 'available', reservation_id: stay?.id ?? null });
  }
  return { success: true, calendar: days };
}

function known(found) {
  if (!found) throw new Refusal(404, { success: false, error: 'Not found' });
  return shown(found);
}

function handle({ path, query, headers }, fault) {
  if (headers['x-api-key'] !== values.key) throw new Refusal(401, { success: false, error: 'Invalid API key' });
  const [, part, id, child] = path.split('/');
  if (part === 'calendar') return calendar(query);
  if (part === 'reservations') {
    return id === undefined ? reservations(query, fault) : { success: true, reservation: known(records.byId.get(id)) };
  }
  if (part !== 'listings') throw new Refusal(404);
  const all = [...listings.values()];
  if (id === undefined)
    return listOf(
      'listings',
      all.filter(({ hidden }) => !hidden),
      query,
      fault,
    );
  if (id === 'children') {
    const children = all.filter(({ parent_id: parent }) => String(parent) === child);
    return { success: true, listings: children.map(shown) };
  }
  return { success: true, listing: known(listings.get(id)) };
}

if (values.data !== undefined) {
  const data = JSON.parse(readFileSync(values.data, 'utf8'));
  setListings(data.listings);
  records.replace(data.reservations);
}
startProvider({ port: values.port, records, setListings, handle });
