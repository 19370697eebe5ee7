#!/usr/bin/env node
/**
 * A local server that speaks as much of Twilio's Messages API as Nightshift uses, with its error bodies, its signed callbacks in any
 * order, and replies.
 *
 *   node stand-ins/sms/server.mjs [--port 9200] [--sid AC…] [--token secret]
 *
 * Prints {"port": …} once it listens; ends with SIGTERM.
 *
 *   PUT    /control/faults     a list; for each request the first that fits, and whose turn it is, is applied:
 *          {method?, to?, times?, every?, ...fault}   fault: one or more of
 *            status, code?, retryAfter?   answers with it (without a code: an HTML page)
 *            slowMs                       answers later
 *            hold: true                   takes the message, and answers when PUT /control/release comes
 *            cut: 'before' | 'after'      breaks the connection without an answer, before or after the message was taken
 *   PUT    /control/numbers    {"+15005550009": 'landline' | 'stopped' | 'unreachable' | 'invalid'}
 *   PUT    /control/callbacks  {statuses: [...] | 'auto' | null}: what is called back for each message that is taken. auto:
 *                              queued, sent, delivered, or undelivered with the number's code
 *   POST   /control/callback   {sid, statuses, errorCode?, url?, token?}: calls back in this order; answers what was answered
 *   POST   /control/inbound    {url, from, to, body, optOutType?, token?}: somebody replies; answers what was answered
 *   GET    /control/log        {requests: [{method, path, to, status}], most: at a time}; DELETE forgets it, and the messages
 *   GET    /control/messages   what was taken
 */
import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    sid: { type: 'string', default: 'ACtest' },
    token: { type: 'string', default: 'test-token' },
  },
});
const BASE = `/2010-04-01/Accounts/${values.sid}`;
const CODES = { landline: 30006, unreachable: 30003, stopped: 21610 };
const STOP = /^\s*(stop|stopall|unsubscribe|cancel|end|quit)\W*$/i;
const START = /^\s*(start|yes|unstop)\W*$/i;

let [faults, log, numbers, called] = [[], [], {}, null];
let messages = [];
let [active, most] = [0, 0];
/** Callbacks follow each other, as many messages as there are. */
let calling = Promise.resolve();
let release = () => {};

class Refusal extends Error {
  constructor(status, code, message, headers = {}) {
    super(message);
    Object.assign(this, { status, code, headers });
  }
}

const sign = (url, form, token) => {
  const members = [...new Set(form.keys())].sort().map((name) => {
    const all = [...new Set(form.getAll(name))].sort();
    return all.map((value) => name + value).join('');
  });
  return createHmac('sha1', token)
    .update(url + members.join(''), 'utf8')
    .digest('base64');
};

async function call(url, members, token = values.token) {
  const form = new URLSearchParams(members);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    'x-twilio-signature': sign(url, form, token),
    'user-agent': 'TwilioProxy/1.1',
  };
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body: form.toString(),
    signal: AbortSignal.timeout(15_000),
  });
  return { status: answer.status, body: await answer.text() };
}

function callBack(message, status, errorCode, { url = message.callback, token } = {}) {
  if (!url) return undefined;
  Object.assign(message, { status, error_code: errorCode ?? null, date_updated: new Date().toUTCString() });
  return call(
    url,
    {
      MessageSid: message.sid,
      SmsSid: message.sid,
      MessageStatus: status,
      SmsStatus: status,
      To: message.to,
      From: message.from,
      AccountSid: values.sid,
      ApiVersion: '2010-04-01',
      ...(errorCode && { ErrorCode: String(errorCode) }),
    },
    token,
  );
}

function callBackLater(message) {
  const code = CODES[numbers[message.to]];
  const statuses = called === 'auto' ? ['queued', 'sent', code ? 'undelivered' : 'delivered'] : (called ?? []);
  for (const status of statuses) {
    const error = status === 'undelivered' || status === 'failed' ? (code ?? 30008) : undefined;
    calling = calling.then(() => callBack(message, status, error)).catch(() => undefined);
  }
}

const shown = ({ callback: _, ...message }) => message;

function create(form) {
  const [to, from, body] = ['To', 'From', 'Body'].map((name) => form.get(name));
  const service = form.get('MessagingServiceSid');
  if (!to) throw new Refusal(400, 21604, "A 'To' phone number is required.");
  if (!from && !service) throw new Refusal(400, 21603, "A 'From' phone number is required.");
  if (!body) throw new Refusal(400, 21602, 'Message body is required.');
  if (body.length > 1600)
    throw new Refusal(400, 21617, 'The concatenated message body exceeds the 1600 character limit');
  if (!/^\+[1-9]\d{6,14}$/.test(to) || numbers[to] === 'invalid')
    throw new Refusal(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  if (numbers[to] === 'stopped') throw new Refusal(400, 21610, 'Attempt to send to unsubscribed recipient');
  const sid = `SM${randomBytes(16).toString('hex')}`;
  const now = new Date().toUTCString();
  const message = {
    sid,
    account_sid: values.sid,
    api_version: '2010-04-01',
    from: from ?? null,
    to,
    body,
    status: service ? 'accepted' : 'queued',
    direction: 'outbound-api',
    num_segments: service ? '0' : '1',
    num_media: '0',
    messaging_service_sid: service,
    price: null,
    price_unit: 'USD',
    error_code: null,
    error_message: null,
    date_created: now,
    date_sent: null,
    date_updated: now,
    uri: `${BASE}/Messages/${sid}.json`,
    subresource_uris: { media: `${BASE}/Messages/${sid}/Media.json` },
    callback: form.get('StatusCallback'),
  };
  messages.unshift(message);
  return message;
}

function handle(method, url, form, authorization) {
  const known = `Basic ${Buffer.from(`${values.sid}:${values.token}`).toString('base64')}`;
  if (authorization !== known) throw new Refusal(401, 20003, 'Authenticate');
  const one = new RegExp(`^${BASE}/Messages/(SM[0-9a-f]{32})\\.json$`).exec(url.pathname);
  if (method === 'POST' && url.pathname === `${BASE}/Messages.json`) return [201, create(form)];
  if (method === 'GET' && url.pathname === `${BASE}/Messages.json`) {
    const [to, from, size] = ['To', 'From', 'PageSize'].map((name) => url.searchParams.get(name));
    const fit = messages.filter((some) => (!to || some.to === to) && (!from || some.from === from));
    const page = fit.slice(0, Math.min(Number(size ?? 50), 1000));
    return [
      200,
      { messages: page.map(shown), page: 0, page_size: page.length, next_page_uri: null, uri: url.pathname },
    ];
  }
  const found = method === 'GET' && one && messages.find(({ sid }) => sid === one[1]);
  if (found) return [200, found];
  throw new Refusal(404, 20404, `The requested resource ${url.pathname} was not found`);
}

const control = {
  'PUT /control/faults': (list) => void (faults = list),
  'PUT /control/numbers': (all) => void (numbers = all),
  'PUT /control/callbacks': ({ statuses }) => void (called = statuses),
  'PUT /control/release': () => release(),
  'GET /control/log': () => ({ requests: log, most }),
  'DELETE /control/log': () => void ([log, messages, most] = [[], [], 0]),
  'GET /control/messages': async () => {
    await calling;
    return messages;
  },
  'POST /control/callback': async ({ sid, statuses, errorCode, url, token }) => {
    const message = messages.find((one) => one.sid === sid) ?? { sid, to: '+15005550000', from: '+15005550006' };
    const answers = [];
    for (const status of statuses) answers.push(await callBack(message, status, errorCode, { url, token }));
    return answers;
  },
  'POST /control/inbound': ({ url, from, to, body, optOutType, token }) => {
    if (STOP.test(body)) numbers[from] = 'stopped';
    if (START.test(body) && numbers[from] === 'stopped') delete numbers[from];
    const sid = `SM${randomBytes(16).toString('hex')}`;
    const more = optOutType ? { OptOutType: optOutType } : {};
    const members = {
      MessageSid: sid,
      SmsSid: sid,
      AccountSid: values.sid,
      From: from,
      To: to,
      Body: body,
      NumMedia: '0',
      ...more,
    };
    return call(url, members, token);
  },
};

function faultOf(method, to) {
  const fault = faults.find((one) => {
    const fits = (one.method ?? method) === method && (one.to ?? to) === to && one.times !== 0;
    if (!fits) return false;
    one.met = (one.met ?? 0) + 1;
    return one.every === undefined || one.met % one.every === 0;
  });
  if (fault?.times !== undefined) fault.times--;
  return fault ?? {};
}

function reply(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://stand-in');
  const text = Buffer.concat(await request.toArray()).toString();
  const own = control[`${request.method} ${url.pathname}`];
  if (own) return reply(response, 200, (await own(text === '' ? undefined : JSON.parse(text))) ?? {});
  const form = new URLSearchParams(text);
  const entry = {
    method: request.method,
    path: url.pathname,
    to: form.get('To') ?? url.searchParams.get('To'),
    status: 0,
  };
  log.push(entry);
  most = Math.max(most, ++active);
  try {
    const fault = faultOf(entry.method, entry.to);
    if (fault.slowMs) await sleep(fault.slowMs);
    if (fault.cut === 'before') return void request.socket.destroy();
    if (fault.status && fault.code === undefined) {
      entry.status = fault.status;
      response.writeHead(fault.status, {
        'content-type': 'text/html',
        ...(fault.retryAfter && { 'retry-after': fault.retryAfter }),
      });
      return response.end('<html><body>Service unavailable</body></html>');
    }
    if (fault.status)
      throw new Refusal(
        fault.status,
        fault.code,
        'fault',
        fault.retryAfter ? { 'retry-after': String(fault.retryAfter) } : {},
      );
    const [status, body] = handle(entry.method, url, form, request.headers.authorization);
    entry.status = fault.cut ? -1 : status;
    if (fault.hold) await new Promise((go) => (release = go));
    if (fault.cut) request.socket.destroy();
    else reply(response, status, body.sid ? shown(body) : body);
    if (status === 201) callBackLater(body);
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    const { status = 500, code = 20500, message, headers } = error;
    entry.status = status;
    reply(
      response,
      status,
      { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
      headers,
    );
  } finally {
    active--;
  }
}

const server = createServer((request, response) => {
  response.on('error', () => undefined);
  answer(request, response).catch(() => response.destroy());
});
process.on('SIGTERM', () => process.exit(0));
server.listen(Number(values.port), '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
