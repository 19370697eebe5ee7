import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CalendarAccounts } from '../../src/catchup/sources/accounts/calendar-accounts.js';
import type { SourceAccount } from '../../src/catchup/sources/calendar-source.js';
import { TokensService } from '../../src/platform/auth/index.js';
import { ObservabilityModule } from '../../src/platform/observability/observability.module.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { pino } from 'pino';
import { type Answer, type Person, Platform, type Tenant } from '../platform/harness.js';
import { FakeGoogle } from './google-server.js';

type Body = Record<string, unknown>;
type Type<T> = abstract new (...args: never[]) => T;

/** The whole application beside Google's stand-in, and users who connect their calendars there. */
export class CatchupWorld {
  private constructor(
    readonly platform: Platform,
    readonly google: FakeGoogle,
    private readonly relay: Relay,
    private readonly lines: string[],
  ) {}

  static async start(env: Record<string, string> = {}): Promise<CatchupWorld> {
    const [google, relay] = await Promise.all([FakeGoogle.start(), Relay.start()]);
    const lines: string[] = [];
    const settings = { ...google.env, GOOGLE_WATCH_URL: relay.url, JOBS_TICK_MS: '200', LOG_LEVEL: 'trace', ...env };
    const platform = await Platform.start(settings, [], (app) => {
      const { log } = app.get<object, { log: Record<symbol, unknown> }>(ObservabilityModule);
      log[pino.symbols.streamSym] = { write: (line: string) => void lines.push(line) };
    });
    relay.to = platform;
    return new CatchupWorld(platform, google, relay, lines);
  }

  /** All that the application has logged, from the least important on. */
  get log(): string {
    return this.lines.join('');
  }

  async stop(): Promise<void> {
    await this.platform?.stop();
    await Promise.all([this.google?.stop(), this.relay?.stop()]);
  }

  get tenant(): Tenant {
    return this.platform.a;
  }

  /** One more user of the tenant, with nothing. Her password is that of the others: a hash takes its time. */
  async person(name: string): Promise<Person> {
    const { id: tenantId, slug, STAFF } = this.tenant;
    const [id, email, role] = [randomUUID(), `${name}@people.test`, 'STAFF' as const];
    await this.sql(
      `INSERT INTO app_user (id, tenant_id, email, password_hash, role)
       SELECT $1, $2, $3, password_hash, role FROM app_user WHERE id = $4`,
      [id, tenantId, email, STAFF.id],
    );
    const token = await this.get(TokensService).sign({ id, email, role, tenantId, tenant: slug });
    return { id, email, role, token };
  }

  call(person: Person, method: string, path: string, body?: object): Promise<Answer> {
    return this.platform.call(method, `/api/v1${path}`, { token: person.token, body });
  }

  async ask(person: Person, method: string, path: string, body?: object): Promise<Body> {
    const answer = await this.call(person, method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  /** Where she would be sent at Google. */
  async authorizationUrl(person: Person): Promise<URL> {
    return new URL(String((await this.ask(person, 'POST', '/catchup/google/connect', {}))['authorizationUrl']));
  }

  /** What Google does with her there: the address to which it sends her back. */
  async consent(url: URL, email?: string): Promise<URL> {
    if (email !== undefined) url.searchParams.set('login_hint', email);
    const answer = await fetch(url, { redirect: 'manual' });
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`${url.pathname} answered ${answer.status}: ${await answer.text()}`);
    return new URL(location);
  }

  comeBack({ pathname, search }: URL): Promise<Answer> {
    return this.platform.call('GET', pathname + search);
  }

  /** Connects an account at Google, as she would with her browser. */
  async connect(person: Person, email: string): Promise<SourceAccount> {
    const page = await this.comeBack(await this.consent(await this.authorizationUrl(person), email));
    if (page.status !== 200) throw new Error(`connecting ${email} answered ${page.status}: ${page.text}`);
    const account = await this.as(person, async () => {
      const accounts = this.get(CalendarAccounts);
      const one = (await accounts.list()).find(({ name }) => name === email);
      return one && accounts.sourceAccount(one);
    });
    return account!;
  }

  /** Background work for her. */
  as<T>(person: Person, fn: () => Promise<T>): Promise<T> {
    return this.get(RequestContext).asPerson(this.tenant.id, person.id, fn);
  }

  get<T>(type: Type<T>): T {
    return this.platform.app.get(type as never, { strict: false });
  }

  async sql<Row = Body>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.platform.sql.query(text, parameters)).rows as Row[];
  }

  /** A row of a calendar, as reading an account's list makes it. */
  async calendarRow({ id, tenantId, userId }: SourceAccount, externalId: string): Promise<string> {
    const [row] = await this.sql<{ id: string }>(
      `INSERT INTO calendar (tenant_id, user_id, id, account_id, external_id, name, access_role, selected)
       VALUES ($1, $2, gen_random_uuid(), $3, $4, 'Calendar', 'owner', true) RETURNING id`,
      [tenantId, userId, id, externalId],
    );
    return row!.id;
  }

  /** Every text of every table, in one. */
  async everyText(): Promise<string> {
    const columns = await this.sql<{ table: string; columns: string }>(
      `SELECT c.relname AS "table", string_agg(format('%I::text', a.attname), ', ') AS columns
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       GROUP BY c.relname`,
    );
    const texts: string[] = [];
    for (const one of columns) {
      const [row] = await this.sql<{ text: string | null }>(
        `SELECT string_agg(concat_ws(' ', ${one.columns}), E'\\n') AS text FROM ${one.table}`,
      );
      texts.push(row!.text ?? '');
    }
    return texts.join('\n');
  }
}

/** The public address of the application, which itself does not listen: hands each request on to it. */
class Relay {
  to?: Platform;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Relay> {
    const server = createServer();
    const relay = new Relay(server);
    server.on('request', (request, response) => {
      void request
        .toArray()
        .then(() => relay.to!.app.inject({ method: 'POST', url: request.url!, headers: request.headers }))
        .then((answer) => response.writeHead(answer.statusCode).end(answer.body))
        .catch(() => response.destroy());
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return relay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/v1/catchup/google/notifications`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
