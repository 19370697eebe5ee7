import { expect } from '@jest/globals';
import { type CalendarSyncResult } from '../../src/catchup/calendars/calendar-sync.job.js';
import type { SourceAccount } from '../../src/catchup/sources/calendar-source.js';
import type { Person } from '../platform/harness.js';
import { ServerProcess } from '../support/server.js';
import { type GoogleRequest, hourAt } from './google-server.js';
import type { CatchupWorld } from './harness.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export interface Job {
  id: string;
  status: string;
  attempt: number;
  run_at: Date;
  result: CalendarSyncResult;
  error: { code: string } | null;
}

/** A user with an account at Google's stand-in, whose jobs a worker process runs. */
export interface Her {
  person: Person;
  account: SourceAccount;
  email: string;
}

export type Worker = { now: ServerProcess; restart(): Promise<void> };

/** Of all files of cases, which share one world: names are given once. */
let users = 0;

/** What the cases of the job `calendar-sync` have in common: users with an account, and what became of their jobs. */
export function jobsWorld(world: () => CatchupWorld, worker: () => Worker) {
  const soon = (n: number) => new Date(Math.ceil(Date.now() / HOUR) * HOUR + DAY + n * HOUR).toISOString();
  const many = (count: number, prefix = 'e') =>
    Array.from({ length: count }, (_, n) => hourAt(`${prefix}${n}`, soon(n % 400)));

  const until = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
    const end = Date.now() + 60_000;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`waited in vain for ${what}\n${worker().now.log}`);
      await new Promise((again) => setTimeout(again, 25));
    }
  };
  const job = async (id: string) =>
    (await world().sql<Job>('SELECT id, status, attempt, run_at, result, error FROM job WHERE id = $1', [id]))[0]!;
  const ended = (id: string) =>
    until(`the end of ${id}`, async () => {
      const one = await job(id);
      return ['PENDING', 'QUEUED', 'RUNNING'].includes(one.status) ? undefined : one;
    });
  const sync = async ({ person }: Her) => {
    const answer = await world().call(person, 'POST', '/catchup/calendars/sync');
    expect(answer.status).toBe(202);
    return String(answer.body['jobId']);
  };
  const synced = async (her: Her) => ended(await sync(her));
  const items = async (jobId: string) =>
    (
      await world().sql<{ told: string }>(
        `SELECT concat_ws(' ', outcome, code) AS told FROM job_item WHERE job_id = $1 ORDER BY seq`,
        [jobId],
      )
    ).map(({ told }) => told);
  const rows = async ({ person }: Her) =>
    (
      await world().sql<{ id: string }>('SELECT external_id AS id FROM calendar_event WHERE user_id = $1 ORDER BY 1', [
        person.id,
      ])
    ).map(({ id }) => id);
  const listed = async ({ person }: Her) =>
    (await world().ask(person, 'GET', '/catchup/calendars'))['calendars'] as {
      id: string;
      name: string;
      selected: boolean;
      primary: boolean;
      trouble: string | null;
      lastReadAt: string | null;
      accountState: string;
    }[];
  const eventsAsked = async ({ email }: Her, path = '/events'): Promise<GoogleRequest[]> =>
    (await world().google.log(path, email)).filter(({ method }) => method === 'GET');

  /** Connects her; what her first job does is over. */
  const connected = async (calendars: object[] = [], events: object[] = []): Promise<Her> => {
    const name = `sync${++users}`;
    const email = `${name}@example.test`;
    const person = await world().person(name);
    await world().google.user(email, calendars);
    await world().google.events(email, { put: events });
    const account = await world().connect(person, email);
    const her = { person, account, email };
    await until(
      'the first reading',
      async () => (await listed(her)).some(({ lastReadAt, selected }) => selected && lastReadAt !== null) || undefined,
    );
    await until('the end of the first job', async () => {
      const [open] = await world().sql(`SELECT 1 FROM job_live WHERE data ->> 'userId' = $1`, [person.id]);
      return open ? undefined : true;
    });
    return her;
  };

  return { soon, many, until, job, ended, sync, synced, items, rows, listed, eventsAsked, connected };
}
