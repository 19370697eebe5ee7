#!/usr/bin/env node
/**
 * A local server that speaks as much of Google's OAuth and Calendar v3 as Nightshift uses, with its peculiarities: sync tokens that
 * are revisions of a calendar's log, empty pages, parameters that exclude each other, 410, tombstones, instances of series, quotas.
 *
 *   node stand-ins/google/server.mjs [--port 9200] [--client id:secret] [--tokens file] [--log file]
 *
 * Prints {"port": …} once it listens; ends with SIGTERM. Its paths: /o/oauth2/v2/auth, /token, /revoke, /calendar/v3/…
 * Users exist as soon as somebody logs in as them (login_hint, or `account` of the settings). Control:
 *
 *   PUT  /control/reset     {seed?}: forgets users, tokens, faults, settings, log. seed: {text, events, calendars, from, days, timeZones}
 *   PUT  /control/user      {email, timeZone?, calendars?: [{id, summary, timeZone, accessRole, hidden, events: […]}]}
 *   POST /control/events    {email, calendar?, put?: events, remove?: ids, split?: [{id, at}], quiet?}: changes them, and tells the
 *        channels unless quiet; split: "this and following events" of a series, from an instant on
 *   PUT  /control/settings  any of account, deny, untick: scopes, tokenSeconds, rotateRefresh, noRefreshToken, pageSize, emptyPage: n,
 *                           wholeTombstones, repeat, listPageSize, projectPerMinute, userPerMinute
 *   PUT  /control/faults    a list; for each request the first that fits, and whose turn it is, is applied:
 *        {path?, account?, times?, every?, after?, ...fault}: path: text that the path holds; after: so many go well first
 *        fault: status (401, 403, 410, 429, 500, 503 …), reason, message, retryAfter, html, empty, error + subtype + description (token
 *        endpoint), slowMs, cut, truncated
 *   POST /control/end       {email, rapt?}: refresh tokens of the account are refused from now on, access tokens at once
 *   POST /control/expire    {email?}: access tokens are over
 *   POST /control/void      {email, calendar?, list?: true}: sync tokens of the calendar, or of the list of calendars, are over (410)
 *   POST /control/notify    {email, calendar?, numbers?}
 *   GET  /control/log       {requests: [{at, ms, method, path, query, account, status, grant?}], most: {project, account}}, most calls in
 *        any minute; ?account=; DELETE forgets it
 *   GET  /control/channels  {open, sent}
 *   GET  /control/tokens    {tokens}: all that were given and are good, and codes
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { calendarRoutes } from './calendar.mjs';
import { Channels } from './channels.mjs';
import { Log } from './log.mjs';
import { OAuth } from './oauth.mjs';
import { ofFault, Refusal } from './refusal.mjs';
import { Store } from './store.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    client: { type: 'string', default: 'client-1:test-secret' },
    // Where refresh tokens are kept over restarts; without it they end with the process.
    tokens: { type: 'string' },
    // Where the log of requests is kept as well, a line of JSON each.
    log: { type: 'string' },
  },
});
const [id, secret] = values.client.split(':');
const settings = { account: 'ana@example.test' };
const store = new Store();
const channels = new Channels();
const oauth = new OAuth({ id, secret }, settings);
if (values.tokens) oauth.keepIn(values.tokens);
const log = new Log();
if (values.log) log.keepIn(values.log);
const handle = calendarRoutes({ store, channels, oauth, settings });
let faults = [];

const controls = {
  'PUT /control/reset': ({ seed } = {}) => {
    store.reset(seed);
    for (const tokens of [oauth.codes, oauth.access, oauth.refresh, oauth.ended, channels.open]) tokens.clear();
    for (const name of Object.keys(settings)) delete settings[name];
    settings.account = 'ana@example.test';
    faults = [];
    log.clear();
  },
  'PUT /control/user': (user) => void store.define(user),
  'POST /control/events': async ({
    email,
    calendar: name = 'primary',
    put = [],
    remove = [],
    split = [],
    quiet = false,
  }) => {
    const calendar = store.calendar(email, name);
    for (const event of put) calendar.put(event);
    for (const one of remove) calendar.remove(one);
    for (const { id, at } of split) calendar.split(id, at);
    if (!quiet) await channels.changed(email, calendar.entry.id);
  },
  'PUT /control/settings': (some) => void Object.assign(settings, some),
  'PUT /control/faults': (list) => void (faults = list.map((fault) => ({ ...fault, met: 0 }))),
  'POST /control/end': ({ email, rapt = false }) => {
    const more = rapt ? { error_subtype: 'invalid_rapt' } : undefined;
    oauth.ended.set(email, { more });
    expire(email);
  },
  'POST /control/expire': ({ email } = {}) => expire(email),
  'POST /control/void': ({ email, calendar = 'primary', list = false }) => {
    const one = list ? store.user(email).list : store.calendar(email, calendar);
    one.rev++;
    one.oldest = one.rev;
  },
  'POST /control/notify': async ({ email, calendar = 'primary', numbers }) => ({
    channels: await channels.changed(email, store.calendar(email, calendar).entry.id, numbers),
  }),
  'GET /control/log': (_, { account }) => log.read(account),
  'DELETE /control/log': () => log.clear(),
  'GET /control/tokens': () => ({ tokens: [...oauth.access.keys(), ...oauth.refresh.keys(), ...oauth.codes.keys()] }),
  'GET /control/channels': () => ({ open: [...channels.open.values()], sent: channels.sent }),
};

function expire(email) {
  for (const [token, grant] of oauth.access)
    if (email === undefined || grant.email === email) oauth.access.delete(token);
}

function faultOf({ path }, account) {
  const fault = faults.find((one) => {
    const isAbout = path.includes(one.path ?? '') && (one.account === undefined || one.account === account);
    if (!isAbout || one.times === 0) return false;
    one.met++;
    return one.met > (one.after ?? 0) && (one.every === undefined || one.met % one.every === 0);
  });
  if (fault?.times !== undefined) fault.times--;
  return fault;
}

function tokenRoute({ method, path, query, form }) {
  if (path === '/o/oauth2/v2/auth' && method === 'GET') return oauth.authorize(query);
  if (path === '/token' && method === 'POST') return oauth.token(form);
  return path === '/revoke' && method === 'POST' ? oauth.revoke(form) : undefined;
}

/** Who asks, as far as it can be told, for the log. */
function accountOf({ headers, form, query }) {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const grant = oauth.access.get(token) ?? oauth.refresh.get(form?.refresh_token) ?? oauth.refresh.get(form?.token);
  return grant?.email ?? oauth.codes.get(form?.code)?.email ?? query.login_hint ?? null;
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://stand-in');
  const text = Buffer.concat(await request.toArray()).toString();
  const { method, headers } = request;
  const path = url.pathname.split('/').map(decodeURIComponent).join('/');
  const query = Object.fromEntries(url.searchParams);
  const control = controls[`${method} ${path}`];
  if (control) return reply(response, 200, (await control(text === '' ? undefined : JSON.parse(text), query)) ?? {});
  const isForm = String(headers['content-type']).includes('urlencoded');
  const form = isForm ? Object.fromEntries(new URLSearchParams(text)) : undefined;
  const one = { method, path, query, headers, form, parts: url.pathname.split('/').map(decodeURIComponent) };
  const account = accountOf(one);
  const entry = log.add({ method, path, query, account, ...(form?.grant_type && { grant: form.grant_type }) });
  const fault = faultOf(one, account);
  try {
    if (fault?.slowMs) await sleep(fault.slowMs);
    if (fault?.status) throw ofFault(fault);
    log.within(settings, path, account);
    const body = tokenRoute(one) ?? handle({ ...one, body: isForm || text === '' ? undefined : JSON.parse(text) });
    entry.status = fault?.cut ? -1 : body === null ? 204 : 200;
    if (body === null) return reply(response, 204, '');
    if (!fault?.cut && !fault?.truncated) return reply(response, 200, body);
    const bytes = Buffer.from(JSON.stringify(body));
    const half = bytes.subarray(0, bytes.length >> 1);
    if (fault.truncated) return reply(response, 200, half.toString());
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
    response.write(half, () => response.destroy());
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    const { status = 500, body = {}, headers: more } = error instanceof Refusal ? error : {};
    entry.status = status;
    reply(response, status, body, more);
  } finally {
    log.answered(entry);
  }
}

function reply(response, status, body, headers = {}) {
  const isText = typeof body === 'string';
  const type = isText && body.startsWith('<') ? 'text/html' : 'application/json; charset=UTF-8';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

const server = createServer((request, response) => {
  response.on('error', () => undefined);
  answer(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});
// Of a client that keeps connections for longer, a request on one that is just being closed would fail.
server.keepAliveTimeout = 120_000;
process.on('SIGTERM', () => process.exit(0));
server.listen(Number(values.port), '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
