import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { BatchNotifications } from '../../src/catchup/digest/batch-notifications.job.js';
import { EventNotices } from '../../src/catchup/digest/notices/event-notices.service.js';
import { defaultPreferences, type Preferences } from '../../src/catchup/preferences/preferences.js';
import { told } from '../../src/catchup/preferences/preferences.dto.js';
import { JobsService } from '../../src/jobs/index.js';
import { today } from '../../src/platform/dates/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { type Call, type Person, Platform, type Tenant } from '../platform/harness.js';
import { MailServer } from '../support/mail-server.js';
import { freePort } from '../support/server.js';
import { StandIn } from '../support/stand-in.js';

export const SENDER = '+15005550006';
const PATIENCE_MS = 30_000;
const JOBS = `('sms-notification', 'email-notification', 'batch-notifications', 'event-notice')`;

export interface ProviderRequest {
  method: string;
  to: string;
  status: number;
}

export interface ProviderSms {
  sid: string;
  to: string;
  body: string;
}

/** A zone in which it is day now: its local date does not end during the test. */
export function daytimeZone(): string {
  const hour = new Date().getUTCHours();
  return hour >= 2 && hour < 21 ? 'UTC' : 'Asia/Tokyo';
}

/** The hour that has begun, local: a digest of today at this time is due and not late. */
export function thisHour(zone: string): string {
  return `${new Date().toLocaleTimeString('en-GB', { timeZone: zone }).slice(0, 2)}:00`;
}

/** The SMS among the channels of a notification. */
export const smsOf = (channels: Record<string, unknown>[]) => channels.find(({ channel }) => channel === 'sms');

/** The application with jobs, listening, beside a stand-in for the SMS provider and a mail server. */
export class DigestWorld {
  private constructor(
    readonly platform: Platform,
    readonly sms: StandIn,
    readonly mail: MailServer,
    readonly url: string,
  ) {}

  static async start(): Promise<DigestWorld> {
    const [sms, mail, port] = await Promise.all([
      StandIn.start('stand-ins/sms/server.mjs', ['--token', 'provider-token']),
      MailServer.start(),
      freePort(),
    ]);
    const url = `http://127.0.0.1:${port}`;
    const platform = await Platform.start({
      ROLES: 'api,worker',
      JOBS_TICK_MS: '100',
      NIGHTSHIFT_PUBLIC_URL: url,
      SMTP_URL: mail.url,
      SMS_ACCOUNT_SID: 'ACtest',
      SMS_AUTH_TOKEN: 'provider-token',
      SMS_FROM: SENDER,
      SMS_BASE_URL: `http://127.0.0.1:${sms.port}`,
      SMS_RATE_PER_SECOND: '0',
      SMS_TIMEOUT_MS: '2000',
    });
    await platform.app.listen(port, '127.0.0.1');
    return new DigestWorld(platform, sms, mail, url);
  }

  async stop(): Promise<void> {
    await this.platform.stop();
    await this.sms.stop();
    await this.mail.stop();
  }

  async reset(): Promise<void> {
    this.mail.reset();
    await this.provider('DELETE', 'log');
    await this.provider('PUT', 'faults', []);
    await this.provider('PUT', 'numbers', {});
    await this.provider('PUT', 'callbacks', { statuses: null });
  }

  /** A control route of the stand-in. */
  async provider<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${this.sms.port}/control/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return (await answer.json()) as T;
  }

  messages(): Promise<ProviderSms[]> {
    return this.provider('GET', 'messages');
  }

  async requests(): Promise<ProviderRequest[]> {
    return (await this.provider<{ requests: ProviderRequest[] }>('GET', 'log')).requests;
  }

  /** Calls back what became of a message, in this order; the answers' statuses. */
  async callBack(sid: string, statuses: string[], errorCode?: number): Promise<number[]> {
    const answers = await this.provider<{ status: number }[]>('POST', 'callback', { sid, statuses, errorCode });
    return answers.map(({ status }) => status);
  }

  inbound(from: string, body: string, over: object = {}): Promise<{ status: number; body: string }> {
    const url = `${this.url}/api/v1/sms/twilio/inbound`;
    return this.provider('POST', 'inbound', { url, from, to: SENDER, body, ...over });
  }

  call(person: Person, method: string, path: string, body?: object, over: Call = {}) {
    return this.platform.call(method, `/api/v1${path}`, { token: person.token, body, ...over });
  }

  private readonly people: (Person & { number: string })[] = [];
  /**
   * Ana, or the n-th besides her: a user with a number that is hers, preferences under which her digest is due now, and nothing that
   * an earlier test has left.
   */
  async person(over: Partial<Preferences> = {}, n = 0): Promise<Person & { number: string }> {
    const person = (this.people[n] ??= await this.newPerson(n));
    for (const table of ['notification', 'suggestion', 'contact', 'sms_opt_out'])
      await this.platform.sql.query(`DELETE FROM ${table} WHERE user_id = $1`, [person.id]);
    await this.platform.sql.query(`DELETE FROM sms_message WHERE user_id = $1 AND purpose <> 'code'`, [person.id]);
    await this.prefer(person, over);
    return person;
  }

  private async newPerson(n: number): Promise<Person & { number: string }> {
    const person = await this.platform.person(this.platform.a, `p${n}`, 'STAFF');
    const number = `+35191000000${n}`;
    expect((await this.call(person, 'PUT', '/catchup/phone', { number })).status).toBe(200);
    await this.done();
    const code = (await this.messages()).find(({ to }) => to === number)!.body.slice(0, 6);
    expect((await this.call(person, 'PUT', '/catchup/phone/code', { code })).body).toMatchObject({ verified: true });
    await this.provider('DELETE', 'log');
    return { ...person, number };
  }

  async prefer(person: Person, over: Partial<Preferences> = {}): Promise<void> {
    const zone = daytimeZone();
    const base = defaultPreferences(zone);
    const digest = { ...base.digest, time: thisHour(zone) };
    const body = told({ ...base, quiet: null, digest, ...over });
    const put = await this.call(person, 'PUT', '/catchup/preferences', body);
    expect([put.status, put.text]).toEqual([200, expect.anything()]);
  }

  private suggested = 0;
  /** Suggestions of hers to meet these people, tomorrow and later. Their ids. */
  async suggest(person: Person, names: string[], kind = 'overdue', tenant: Tenant = this.platform.a) {
    const ids = names.map(() => ({ contact: randomUUID(), id: randomUUID() }));
    // Two of a user's suggestions are never at the same time.
    const hour = 2 * (this.suggested++ % 12);
    await this.platform.sql.query(
      `WITH people AS (
         INSERT INTO contact (tenant_id, user_id, id, name, emails, phone, frequency)
         SELECT $1, $2, id, name, ARRAY['friend@elsewhere.test'], '+351999999999', 'weekly'
         FROM unnest($3::uuid[], $4::text[]) AS p(id, name))
       INSERT INTO suggestion (tenant_id, user_id, id, contact_id, kind, starts_at, ends_at, score, reason)
       SELECT $1, $2, id, contact, $6, at, at + interval '1 hour', 1 - n / 100.0, '{}'
       FROM (SELECT *, now() + make_interval(days => n::int, hours => $7) AS at FROM unnest($5::uuid[], $3::uuid[]) WITH ORDINALITY AS s(id, contact, n)) t`,
      [tenant.id, person.id, ids.map(({ contact }) => contact), names, ids.map(({ id }) => id), kind, hour],
    );
    return ids.map(({ id }) => id);
  }

  /** Writes the notices that a user is owed now; answers how many. */
  announce(userId: string): Promise<number> {
    const { app, a } = this.platform;
    return app.get(RequestContext).asPerson(a.id, userId, () => app.get(EventNotices, { strict: false }).announce());
  }

  /** Starts her digest of today, as her schedule does; the job's id. */
  async digest(person: Person, localDate = today(daytimeZone(), new Date()), tenant: Tenant = this.platform.a) {
    const payload = { userId: person.id, localDate };
    const { app } = this.platform;
    const job = await app
      .get(RequestContext)
      .asTenant(tenant.id, () => app.get(JobsService).enqueue(BatchNotifications, payload));
    return job.id;
  }

  async until(what: string, sql: string, values: unknown[] = []): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while ((await this.platform.sql.query(sql, values)).rows.length === 0) {
      if (Date.now() > end) {
        const live = await this.platform.sql.query('SELECT name, status, run_at, error FROM job_live');
        throw new Error(`waited in vain: ${what}\n${JSON.stringify(live.rows)}`);
      }
      await new Promise((again) => setTimeout(again, 20));
    }
  }

  /** Every job that is due has ended. */
  done(): Promise<void> {
    return this.until(
      'jobs end',
      `SELECT 1 WHERE NOT EXISTS (SELECT FROM job_live WHERE name IN ${JOBS}
         AND NOT (status = 'PENDING' AND run_at > now() + interval '2 seconds'))`,
    );
  }

  /** What waits for a back-off or for its hour runs now, until nothing waits any more. */
  async finish(): Promise<void> {
    await this.until(
      'all jobs end',
      `WITH due AS (UPDATE job_live SET run_at = now() WHERE status = 'PENDING' AND run_at > now())
       SELECT 1 WHERE NOT EXISTS (SELECT FROM job_live WHERE name IN ${JOBS})`,
    );
  }

  /** Her newest notification with its messages. */
  async newest(person: Person): Promise<Record<string, unknown> & { id: string; channels: Record<string, unknown>[] }> {
    const { body } = await this.call(person, 'GET', '/catchup/notifications?limit=1');
    const [first] = body['notifications'] as { id: string }[];
    const one = await this.call(person, 'GET', `/catchup/notifications/${first!.id}`);
    return one.body as never;
  }
}
