import { randomUUID } from 'node:crypto';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { Answer, Person, Platform, Tenant } from '../platform/harness.js';

type Body = Record<string, unknown>;

export interface EventRow {
  start: string | Date;
  minutes?: number;
  attendees?: string[];
  response?: string | null;
  status?: string;
  title?: string;
  allDay?: boolean;
}

/** People of one tenant, with contacts and calendars that need no provider. */
export class PeopleWorld {
  constructor(readonly platform: Platform) {}

  get tenant(): Tenant {
    return this.platform.a;
  }

  call(person: Person, method: string, path: string, body?: object): Promise<Answer> {
    return this.platform.call(method, `/api/v1/catchup${path}`, { token: person.token, body });
  }

  async ask(person: Person, method: string, path: string, body?: object): Promise<Body> {
    const answer = await this.call(person, method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  contact(person: Person, body: object): Promise<Body> {
    return this.ask(person, 'POST', '/contacts', { name: randomUUID(), ...body });
  }

  upload(person: Person, path: string, file: string | Buffer): Promise<Answer> {
    const head = Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="contacts"\r\n\r\n');
    return this.platform.app
      .inject({
        method: 'POST',
        url: `/api/v1/catchup${path}`,
        headers: { authorization: `Bearer ${person.token}`, 'content-type': 'multipart/form-data; boundary=b' },
        payload: Buffer.concat([head, Buffer.from(file), Buffer.from('\r\n--b--\r\n')]),
      })
      .then(({ statusCode, headers, body }) => ({
        status: statusCode,
        headers,
        text: body,
        body: JSON.parse(body) as Body,
      }));
  }

  /** Background work for her. */
  as<T>(person: Pick<Person, 'id'>, fn: () => Promise<T>, tenant = this.tenant): Promise<T> {
    return this.platform.app.get(RequestContext).asPerson(tenant.id, person.id, fn);
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.platform.app.get(type as never, { strict: false });
  }

  async sql<Row = Body>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.platform.sql.query(text, parameters)).rows as Row[];
  }

  /** One more user of the tenant, made fast. */
  async user(name: string = randomUUID()): Promise<{ id: string }> {
    const [row] = await this.sql<{ id: string }>(
      `INSERT INTO app_user (id, tenant_id, email, password_hash, role)
       VALUES (gen_random_uuid(), $1, $2, 'none', 'STAFF') RETURNING id`,
      [this.tenant.id, `${name}@people.test`],
    );
    return row!;
  }

  /** A selected calendar, read as far as anybody asks, of an account that only reads; answers its id. */
  async calendar(person: Pick<Person, 'id'>, createdAt = '2020-01-01'): Promise<string> {
    const [row] = await this.sql<{ id: string }>(
      `WITH account AS (
         INSERT INTO calendar_account (tenant_id, user_id, id, source, name, created_at)
         SELECT tenant_id, id, gen_random_uuid(), 'google', gen_random_uuid()::text, $2 FROM app_user WHERE id = $1
         RETURNING tenant_id, id)
       INSERT INTO calendar (tenant_id, user_id, id, account_id, external_id, name, access_role, is_primary, selected, last_read_at,
         window_end)
       SELECT tenant_id, $1, gen_random_uuid(), id, 'primary', 'Mine', 'reader', true, true, now(), '2100-01-01' FROM account RETURNING id`,
      [person.id, createdAt],
    );
    return row!.id;
  }

  /** Events of a calendar, as its sync writes them. */
  async events(calendar: string, events: readonly EventRow[]): Promise<string[]> {
    const ids = events.map(() => randomUUID());
    for (const [
      n,
      { start, minutes = 60, attendees = [], response = null, status = 'confirmed', title, allDay = false },
    ] of events.entries())
      await this.sql(
        `INSERT INTO calendar_event (tenant_id, user_id, calendar_id, external_id, generation, starts_at, ends_at, all_day, status,
           response, summary, attendees)
         SELECT tenant_id, user_id, id, $2, 1, $3, $3::timestamptz + make_interval(mins => $4), $5, $6, $7, $8, $9
         FROM calendar WHERE id = $1`,
        [calendar, ids[n], start, minutes, allDay, status, response, title ?? null, attendees],
      );
    return ids;
  }
}
