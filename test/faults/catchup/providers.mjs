// Google, the SMS provider and a mail server, as stand-ins on a bad day.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SMTPServer } from 'smtp-server';
import { ROOT } from '../../../scripts/lib/paths.mjs';
import { track } from '../../../scripts/lib/processes.mjs';

/** Five of a hundred requests of the whole week fail, its calm hours included. */
const GOOGLE_FAULTS = [
  { path: '/calendar/', every: 97, status: 429, retryAfter: 1 },
  { path: '/calendar/', every: 31, status: 500 },
  { path: '/calendar/', every: 61, cut: true },
  { path: '/calendar/', every: 131, slowMs: 1_500 },
  { path: '/calendar/', every: 113, status: 401 },
  { path: '/events', every: 211, status: 410 },
  { path: '/token', every: 17, status: 500 },
];
const SMS_FAULTS = [
  { method: 'POST', every: 37, status: 429, code: 20429, retryAfter: 1 },
  { method: 'POST', every: 41, status: 500 },
  { method: 'POST', every: 53, cut: 'after' },
  { method: 'POST', every: 61, cut: 'before' },
  { method: 'POST', every: 67, slowMs: 1_500 },
];

/** A stand-in in a process of its own. */
class StandIn {
  static async start(program, args, env) {
    const one = new StandIn();
    one.child = spawn(process.execPath, [join(ROOT, program), ...args], {
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    track(undefined, one.child);
    const [line] = await once(createInterface({ input: one.child.stdout }), 'line');
    one.url = `http://127.0.0.1:${JSON.parse(line).port}`;
    return one;
  }

  async control(method, path, body) {
    const answer = await fetch(`${this.url}/control/${path}`, { method, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer.json();
  }
}

const CLIENT = { id: 'week', secret: 'week-secret', scope: 'https://www.googleapis.com/auth/calendar.readonly' };
const SMS = { sid: 'ACweek', token: 'week-token', from: '+15005550006' };

export class Providers {
  /** @param {{ clock: object, logFile: string, from: number }} options logFile: of Google's requests; from: the first event's time */
  static async start({ clock, logFile, from }) {
    const one = new Providers();
    one.google = await StandIn.start(
      'stand-ins/google/server.mjs',
      ['--client', `${CLIENT.id}:${CLIENT.secret}`, '--log', logFile],
      clock.env,
    );
    one.sms = await StandIn.start('stand-ins/sms/server.mjs', ['--sid', SMS.sid, '--token', SMS.token], clock.env);
    one.mails = [];
    one.mail = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      authOptional: true,
      onData: (stream, session, done) => {
        let text = '';
        stream.on('data', (chunk) => (text += chunk));
        stream.on('end', () => {
          const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(text)?.[1] ?? '';
          for (const { address } of session.envelope.rcptTo) one.mails.push({ to: address, subject });
          done();
        });
      },
    });
    one.mail.on('error', () => undefined);
    await new Promise((listening) => one.mail.listen(0, '127.0.0.1', listening));
    const seed = { events: 12, calendars: 1, from: new Date(from).toISOString(), days: 20 };
    await one.google.control('PUT', 'reset', { seed });
    // Google may tell an event twice in one page.
    await one.google.control('PUT', 'settings', { repeat: true });
    await one.sms.control('PUT', 'callbacks', { statuses: 'auto' });
    return one;
  }

  async bad() {
    await this.google.control('PUT', 'faults', GOOGLE_FAULTS);
    await this.sms.control('PUT', 'faults', SMS_FAULTS);
  }

  async good() {
    await this.google.control('PUT', 'faults', []);
    await this.sms.control('PUT', 'faults', []);
  }

  /** Of the product's processes. */
  get env() {
    const { url } = this.google;
    return {
      GOOGLE_CLIENT_ID: CLIENT.id,
      GOOGLE_CLIENT_SECRET: CLIENT.secret,
      GOOGLE_AUTH_URL: `${url}/o/oauth2/v2/auth`,
      GOOGLE_TOKEN_URL: `${url}/token`,
      GOOGLE_REVOKE_URL: `${url}/revoke`,
      GOOGLE_CALENDAR_URL: `${url}/calendar/v3`,
      GOOGLE_TIMEOUT_MS: '5000',
      GOOGLE_RETRY_MS: '200',
      SMS_ACCOUNT_SID: SMS.sid,
      SMS_AUTH_TOKEN: SMS.token,
      SMS_FROM: SMS.from,
      SMS_BASE_URL: this.sms.url,
      SMS_RATE_PER_SECOND: '0',
      SMS_TIMEOUT_MS: '3000',
      SMTP_URL: `smtp://127.0.0.1:${this.mail.server.address().port}`,
      OUTBOUND_ALLOW: '127.0.0.1',
    };
  }

  /** As which application her consent is asked for. */
  get application() {
    return { ...CLIENT, url: this.google.url };
  }

  async stop() {
    for (const { child } of [this.google, this.sms]) child.kill('SIGTERM');
    await new Promise((closed) => this.mail.close(closed));
  }
}
