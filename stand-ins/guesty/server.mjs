#!/usr/bin/env node
/**
 * A local server that speaks as much of Guesty's Open API as Nightshift reads: client credentials with few tokens a day, `limit`
 * (25 to 100) and `skip`, filters, and without filters only stays to come.
 *
 *   node stand-ins/guesty/server.mjs [--port 9101] [--client id:secret] [--tokens 5] [--token-seconds 86400] [--data file.json]
 *
 * Prints {"port": …} once it listens; ends with SIGTERM. Data and faults: stand-ins/support/provider.mjs; besides:
 *   POST /control/expire  every token that was given is refused from now on
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pageOf, Records, Refusal, startProvider } from '../support/provider.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    client: { type: 'string', default: 'test-client:test-secret' },
    tokens: { type: 'string', default: '5' },
    'token-seconds': { type: 'string', default: '86400' },
    data: { type: 'string' },
  },
});
const records = new Records('_id', 'listingId');
let listings = [];
const setListings = (list) => void (listings = list);
/** token → when it ends, ms */
const tokens = new Map();
let given = 0;

const COMPARE = {
  $eq: (a, b) => a === b,
  $gte: (a, b) => a >= b,
  $lte: (a, b) => a <= b,
};

function issue(body) {
  const form = new URLSearchParams(body);
  const client = `${form.get('client_id')}:${form.get('client_secret')}`;
  if (form.get('grant_type') !== 'client_credentials') throw new Refusal(400, { error: 'unsupported_grant_type' });
  if (client !== values.client) throw new Refusal(401, { error: 'invalid_client' });
  if (given >= Number(values.tokens)) throw new Refusal(429, { error: 'too many tokens' }, { 'retry-after': '86400' });
  given++;
  const token = randomUUID();
  const seconds = Number(values['token-seconds']);
  tokens.set(token, Date.now() + seconds * 1000);
  return { token_type: 'Bearer', expires_in: seconds, access_token: token, scope: 'open-api' };
}

function listOf(all, { limit = '25', skip = '0' }, fault) {
  const most = Math.min(Math.max(Number(limit), 1), 100);
  const { page, total } = pageOf(all, Number(skip), most, fault);
  return { results: page, count: total, limit: most, skip: Number(skip) };
}

/** Only the members asked for; money is an object that is asked for member by member. */
function shown(record, fields) {
  if (fields === undefined) return record;
  const answer = { _id: record._id };
  for (const path of fields.split(' ')) {
    const [first, second] = path.split('.');
    if (second === undefined) answer[first] = record[first];
    else if (record[first] !== undefined) answer[first] = { ...answer[first], [second]: record[first][second] };
  }
  return answer;
}

function reservations(query, fault) {
  const filters = JSON.parse(query.filters ?? '[]');
  const today = new Date().toISOString();
  const listing = filters.find(({ field, operator }) => field === 'listingId' && operator === '$eq')?.value;
  const fits = (record) =>
    filters.length === 0
      ? record.checkInDateLocalized >= today.slice(0, 10)
      : filters.every(({ field, operator, value }) => COMPARE[operator](record[field], value));
  const answer = listOf(records.all(listing).filter(fits), query, fault);
  return { ...answer, results: answer.results.map((record) => shown(record, query.fields)) };
}

function handle({ method, path, query, headers, body }, fault) {
  if (method === 'POST' && path === '/oauth2/token') return issue(body);
  const token = (headers.authorization ?? '').replace(/^Bearer /, '');
  if ((tokens.get(token) ?? 0) <= Date.now()) throw new Refusal(401, { error: 'Unauthorized' });
  if (path === '/v1/listings') return listOf(listings, query, fault);
  if (path === '/v1/reservations') return reservations(query, fault);
  const [, id] = /^\/v1\/reservations\/([^/]+)$/.exec(path) ?? [];
  if (id !== undefined && records.byId.has(id)) return shown(records.byId.get(id), query.fields);
  throw new Refusal(404, { error: 'Not found' });
}

if (values.data !== undefined) {
  const data = JSON.parse(readFileSync(values.data, 'utf8'));
  setListings(data.listings);
  records.replace(data.reservations);
}
startProvider({
  port: values.port,
  records,
  setListings,
  handle,
  control: { 'POST /control/expire': () => tokens.clear() },
});
