import { join, resolve } from 'node:path';
import { StandIn } from '../support/stand-in.js';

const PROGRAM = join(resolve(import.meta.dirname, '../../stand-ins'), 'google', 'server.mjs');
export const CLIENT = { id: 'client-1', secret: 'test-secret' };

export interface GoogleRequest {
  at: number;
  method: string;
  path: string;
  query: Record<string, string>;
  account: string | null;
  status: number;
  grant?: string;
}

export interface Channel {
  id: string;
  resourceId: string;
  token: string;
  expiration: string;
  number: number;
}

/** Google's stand-in, and the routes that control it. */
export class FakeGoogle {
  private constructor(private readonly standIn: StandIn) {}

  static async start(): Promise<FakeGoogle> {
    return new FakeGoogle(await StandIn.start(PROGRAM, ['--client', `${CLIENT.id}:${CLIENT.secret}`]));
  }

  get url(): string {
    return `http://127.0.0.1:${this.standIn.port}`;
  }

  /** Settings under which the application asks this server in place of Google. */
  get env(): Record<string, string> {
    return {
      GOOGLE_CLIENT_ID: CLIENT.id,
      GOOGLE_CLIENT_SECRET: CLIENT.secret,
      GOOGLE_AUTH_URL: `${this.url}/o/oauth2/v2/auth`,
      GOOGLE_TOKEN_URL: `${this.url}/token`,
      GOOGLE_REVOKE_URL: `${this.url}/revoke`,
      GOOGLE_CALENDAR_URL: `${this.url}/calendar/v3`,
      GOOGLE_RETRY_MS: '20',
      OUTBOUND_ALLOW: '127.0.0.1',
    };
  }

  stop(): Promise<void> {
    return this.standIn.stop();
  }

  faults(...faults: object[]): Promise<unknown> {
    return this.control('PUT', 'faults', faults);
  }

  settings(settings: object): Promise<unknown> {
    return this.control('PUT', 'settings', settings);
  }

  /** Replaces a user's calendars; her primary one, with her address as its id, is always there. */
  user(email: string, calendars: object[] = [], timeZone = 'UTC'): Promise<unknown> {
    return this.control('PUT', 'user', { email, timeZone, calendars });
  }

  events(
    email: string,
    change: {
      calendar?: string;
      put?: object[];
      remove?: string[];
      split?: { id: string; at: string }[];
      quiet?: boolean;
    },
  ) {
    return this.control('POST', 'events', { email, ...change });
  }

  /** What was asked since forget(), of one account or of all, whose path holds this text. */
  async log(path = '', account?: string): Promise<GoogleRequest[]> {
    const query = account === undefined ? '' : `?account=${encodeURIComponent(account)}`;
    const { requests } = (await this.control('GET', `log${query}`)) as { requests: GoogleRequest[] };
    return requests.filter((one) => one.path.includes(path));
  }

  /** Most calls to Calendar in any minute: of all, and of one account. */
  async most(): Promise<{ project: number; account: number }> {
    return ((await this.control('GET', 'log')) as { most: { project: number; account: number } }).most;
  }

  forget(): Promise<unknown> {
    return this.control('DELETE', 'log');
  }

  async channels(): Promise<{ open: Channel[]; sent: { channel: string; number: number; status: number }[] }> {
    return (await this.control('GET', 'channels')) as Awaited<ReturnType<FakeGoogle['channels']>>;
  }

  async control(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}/control/${path}`, { method, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} /control/${path} answered ${answer.status}`);
    return answer.json();
  }
}

/** An event of an hour, as Google has it. */
export function hourAt(id: string, start: string, more: object = {}): object {
  const end = new Date(Date.parse(start) + 3_600_000).toISOString();
  return { id, summary: `Title of ${id}`, start: { dateTime: start }, end: { dateTime: end }, ...more };
}
