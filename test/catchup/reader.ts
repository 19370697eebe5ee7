import { randomUUID } from 'node:crypto';
import type { JobContext } from '../../src/jobs/index.js';
import { handlerContext } from '../../src/jobs/testing/index.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { CalendarSyncWork } from '../../src/catchup/calendars/calendar-sync.work.js';
import type { CalendarSyncResult } from '../../src/catchup/calendars/calendar-sync.job.js';
import { Calendars } from '../../src/catchup/calendars/calendars.service.js';
import { CalendarSources } from '../../src/catchup/sources/calendar-sources.js';
import type { Person, Platform } from '../platform/harness.js';
import { ScriptedSource } from './scripted-source.js';

export interface EventInTable {
  id: string;
  calendar: string;
  start: Date;
  generation: number;
}

/** One attempt of the job `calendar-sync` of a user, without the queue, at an instant of the test's choice. */
export async function readingAt(
  { app, a }: Platform,
  person: Person,
  at: Date,
  over: Partial<JobContext> = {},
): Promise<CalendarSyncResult> {
  const ctx = handlerContext(app.get(TenantDatabase), a.id, { jobId: randomUUID(), scheduledFor: at, ...over });
  const run = () => app.get(CalendarSyncWork).run({ userId: person.id }, ctx);
  const done = await app.get(RequestContext).asTenant(a.id, run);
  return done.result;
}

/** A new user with one account at a scripted source, whose calendars are read without the queue, at a time of the test's choice. */
export class Reader {
  /** Items that the latest run told, by their key: outcome and code. */
  items = new Map<string, string>();
  private constructor(
    private readonly platform: Platform,
    readonly person: Person,
    public source: ScriptedSource,
    public at: Date,
  ) {}

  static async start(platform: Platform, name: string, at: Date): Promise<Reader> {
    const person = await platform.person(platform.a, name, 'STAFF');
    const source = new ScriptedSource();
    const reader = new Reader(platform, person, source, at);
    // By hand: an account that is connected is read by a job at once.
    await platform.sql.query(
      `INSERT INTO calendar_account (tenant_id, user_id, id, source, name) VALUES ($1, $2, gen_random_uuid(), 'caldav', $3)`,
      [platform.a.id, person.id, name],
    );
    return reader;
  }

  /** The account is as it was when it was connected. */
  async reset(): Promise<void> {
    await this.platform.sql.query('DELETE FROM calendar WHERE user_id = $1', [this.person.id]);
    this.source = new ScriptedSource();
  }

  /** Chooses calendars by the provider's ids, as PUT /catchup/calendars does. */
  async select(...externalIds: string[]): Promise<void> {
    await this.as(async () => {
      const calendars = this.platform.app.get(Calendars);
      const chosen = (await calendars.list()).filter(({ name }) => externalIds.includes(name));
      await calendars.select(chosen.map(({ id }) => id));
    });
  }

  as<T>(fn: () => Promise<T>): Promise<T> {
    return this.platform.app.get(RequestContext).asPerson(this.platform.a.id, this.person.id, fn);
  }

  /** One attempt of a job; another job each time, unless its id is given. */
  async read(over: Partial<JobContext> = {}): Promise<CalendarSyncResult> {
    // Whichever reader comes next reads from its own source.
    this.platform.app.get(CalendarSources).register(this.source);
    this.items = new Map<string, string>();
    return readingAt(this.platform, this.person, this.at, {
      item: (key, outcome, details) => this.items.set(key, details?.code ?? outcome),
      ...over,
    });
  }

  async rows(): Promise<EventInTable[]> {
    const { rows } = await this.platform.sql.query<EventInTable>(
      `SELECT e.external_id AS id, c.external_id AS calendar, e.starts_at AS start, e.generation
       FROM calendar_event e JOIN calendar c ON c.id = e.calendar_id WHERE e.user_id = $1 ORDER BY 2, 1`,
      [this.person.id],
    );
    return rows;
  }

  async ids(): Promise<string[]> {
    return (await this.rows()).map(({ id }) => id);
  }

  async calendar<Row = Record<string, unknown>>(externalId: string): Promise<Row> {
    const { rows } = await this.platform.sql.query('SELECT * FROM calendar WHERE user_id = $1 AND external_id = $2', [
      this.person.id,
      externalId,
    ]);
    return rows[0] as Row;
  }
}
