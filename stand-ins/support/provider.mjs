/**
 * What stand-ins for providers of stays share: a server on 127.0.0.1, faults, a log, and the routes that control them.
 *
 *   PUT  /control/data    {listings, reservations}: replaces all
 *   POST /control/change  {put?: reservations, remove?: ids}
 *   PUT  /control/faults  a list; for each request the first that fits, and whose turn it is, is applied:
 *        {path?, listing?, times?, every?, ...fault}
 *        path: text that the path holds; listing: only requests about it; times: so often, then no more; every: each n-th
 *        request that fits; fault: one or more of
 *          status: 429 | 500 | …, retryAfter: seconds or text   answers with it
 *          slowMs                                               answers later
 *          cut: true                                            breaks the connection in the middle of the body
 *          duplicate: true                                      all pages but the first begin one record too early
 *          move: true | listing                                 the first record (of it) moves to the end before the answer
 *          total: n                                             names a total that is n off
 *          samePage: true                                       ignores where the page begins
 *   GET  /control/log     {requests: [{method, path, query, status}], most: at a time}; DELETE forgets it
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export class Refusal extends Error {
  constructor(status, body = { success: false, error: String(status) }, headers = {}) {
    super(String(status));
    Object.assign(this, { status, body, headers });
  }
}

/** Records of a list, in the order in which the provider tells them. */
export class Records {
  byId = new Map();
  byListing = new Map();
  /** Grows with every change. */
  changes = 0;

  constructor(idMember, listingMember) {
    Object.assign(this, { idMember, listingMember });
  }

  replace(records) {
    this.byId = new Map();
    this.byListing = new Map();
    for (const record of records) this.put(record);
  }

  put(record) {
    this.changes++;
    const id = String(record[this.idMember]);
    this.remove(id);
    this.byId.set(id, record);
    const listing = String(record[this.listingMember]);
    if (!this.byListing.has(listing)) this.byListing.set(listing, new Map());
    this.byListing.get(listing).set(id, record);
  }

  remove(id) {
    this.changes++;
    const before = this.byId.get(String(id));
    if (!before) return;
    this.byId.delete(String(id));
    this.byListing.get(String(before[this.listingMember]))?.delete(String(id));
  }

  /** The first record becomes the last, as one that was changed does in a list by date of change. */
  move(listing) {
    const first = (listing === undefined ? this.byId : (this.byListing.get(listing) ?? new Map()))
      .values()
      .next().value;
    if (first) this.put(first);
  }

  all(listing) {
    return [...(listing === undefined ? this.byId : (this.byListing.get(String(listing)) ?? new Map())).values()];
  }
}

/** Some of a list from a position on, with the faults of the request. */
export function pageOf(records, start, size, fault) {
  const at = fault?.samePage ? 0 : start;
  const from = fault?.duplicate && at > 0 ? at - 1 : at;
  return { page: records.slice(from, from + size), total: records.length + (fault?.total ?? 0) };
}

/**
 * @param records reservations, which control changes
 * @param handle (request: {method, path, query, headers, body}, fault) → the answer, as an object; throws Refusal
 * @param control further control routes: {[`METHOD path`]: (body) → answer}
 */
export function startProvider({ port, records, setListings, handle, control = {} }) {
  let faults = [];
  let log = [];
  let [active, most] = [0, 0];

  const controls = {
    'PUT /control/data': ({ listings, reservations }) => {
      setListings(listings);
      records.replace(reservations);
    },
    'POST /control/change': ({ put = [], remove = [] }) => {
      for (const record of put) records.put(record);
      for (const id of remove) records.remove(id);
    },
    'PUT /control/faults': (list) => void (faults = list.map((fault) => ({ ...fault, met: 0 }))),
    'GET /control/log': () => ({ requests: log, most }),
    'DELETE /control/log': () => void ([log, most] = [[], 0]),
    ...control,
  };

  function faultOf({ path, query }) {
    const about = `${path} ${JSON.stringify(query)}`;
    const fault = faults.find((one) => {
      const isAbout = path.includes(one.path ?? '') && (one.listing === undefined || about.includes(one.listing));
      if (!isAbout || one.times === 0) return false;
      one.met++;
      return one.every === undefined || one.met % one.every === 0;
    });
    if (!fault) return undefined;
    if (fault.times !== undefined) fault.times--;
    return fault;
  }

  async function answer(request, response) {
    const url = new URL(request.url, 'http://stand-in');
    const text = Buffer.concat(await request.toArray()).toString();
    const one = {
      method: request.method,
      path: decodeURIComponent(url.pathname),
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: text,
    };
    const own = controls[`${one.method} ${one.path}`];
    if (own) return reply(response, 200, own(text === '' ? undefined : JSON.parse(text)) ?? {});
    const entry = { method: one.method, path: one.path, query: one.query, status: 0 };
    log.push(entry);
    most = Math.max(most, ++active);
    try {
      const fault = faultOf(one);
      if (fault?.slowMs) await sleep(fault.slowMs);
      if (fault?.move) records.move(fault.move === true ? undefined : fault.move);
      if (fault?.status) {
        const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
        throw new Refusal(fault.status, { success: false, error: 'fault' }, headers);
      }
      const body = await handle(one, fault);
      entry.status = fault?.cut ? -1 : 200;
      if (!fault?.cut) return reply(response, 200, body);
      const bytes = Buffer.from(JSON.stringify(body));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
    } catch (error) {
      const { status = 500, body = { success: false }, headers } = error;
      if (!(error instanceof Refusal)) console.error(error);
      entry.status = status;
      reply(response, status, body, headers);
    } finally {
      active--;
    }
  }

  function reply(response, status, body, headers = {}) {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  }

  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    answer(request, response).catch(() => response.destroy());
  });
  process.on('SIGTERM', () => process.exit(0));
  server.listen(Number(port), '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
}
