import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Where the server is, or undefined where it can neither be found nor installed. */
export async function radicalePath(): Promise<string | undefined> {
  const script = resolve(import.meta.dirname, '../../scripts/lib/radicale.mjs');
  const { provideRadicale } = (await import(script)) as {
    provideRadicale(say: typeof tell): Promise<string | undefined>;
  };
  const path = await provideRadicale(tell).catch(() => undefined);
  if (!path) tell('The CalDAV server radicale is not here, and there is no apt-get that may install it.');
  return path;
}

function tell(words: string): void {
  process.stderr.write(`${words}\n`);
}

/** Debian's CalDAV server on a free port, with its files in a folder that goes with it. */
export class Radicale {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
    private readonly users: Record<string, string>,
  ) {}

  static async start(program: string, users: Record<string, string>): Promise<Radicale> {
    const folder = mkdtempSync(join(tmpdir(), 'radicale-'));
    const port = await freePort();
    const passwords = join(folder, 'users');
    writeFileSync(
      passwords,
      Object.entries(users)
        .map(([name, password]) => `${name}:${password}\n`)
        .join(''),
    );
    const config = join(folder, 'config');
    writeFileSync(
      config,
      [
        ...['[server]', `hosts = 127.0.0.1:${port}`, '[auth]', 'type = htpasswd', `htpasswd_filename = ${passwords}`],
        ...['htpasswd_encryption = plain', 'delay = 0', '[rights]', 'type = owner_only', '[storage]'],
        ...[
          `filesystem_folder = ${join(folder, 'collections')}`,
          '[web]',
          'type = none',
          '[logging]',
          'level = critical',
          '',
        ],
      ].join('\n'),
    );
    const child = spawn(program, ['--config', config], { stdio: ['ignore', 'ignore', 'inherit'] });
    const server = new Radicale(child, folder, `http://127.0.0.1:${port}`, users);
    while (!(await fetch(`${server.url}/`, { redirect: 'manual' }).catch(() => undefined))) {
      if (child.exitCode !== null) throw new Error(`radicale ended with ${child.exitCode}`);
      await pause(50);
    }
    return server;
  }

  /** A request as another program of the user's makes it. */
  async send(
    user: string,
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const login = Buffer.from(`${user}:${this.users[user]}`).toString('base64');
    const answer = await fetch(this.url + path, {
      method,
      body,
      headers: { authorization: `Basic ${login}`, ...headers },
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer;
  }

  makeCalendar(user: string, name: string, zone?: string): Promise<Response> {
    const timeZone = zone
      ? `<C:calendar-timezone>BEGIN:VCALENDAR&#13;\nBEGIN:VTIMEZONE&#13;\nTZID:${zone}&#13;\nEND:VTIMEZONE&#13;\nEND:VCALENDAR</C:calendar-timezone>`
      : '';
    return this.send(
      ...([user, 'MKCALENDAR', `/${user}/${name}/`] as const),
      `<?xml version="1.0"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>
        <D:displayname>The ${name}</D:displayname>${timeZone}</D:prop></D:set></C:mkcalendar>`,
    );
  }

  /** Puts events into an object, each as the lines between its BEGIN and END. */
  put(user: string, calendar: string, object: string, ...events: string[][]): Promise<Response> {
    const lines = events.flatMap((event) => [
      'BEGIN:VEVENT',
      `UID:${object}`,
      'DTSTAMP:20260101T000000Z',
      ...event,
      'END:VEVENT',
    ]);
    const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
    return this.send(user, 'PUT', `/${user}/${calendar}/${object}.ics`, text, { 'content-type': 'text/calendar' });
  }

  remove(user: string, calendar: string, object: string): Promise<Response> {
    return this.send(user, 'DELETE', `/${user}/${calendar}/${object}.ics`);
  }

  /** From now on another password. */
  setPassword(user: string, password: string): void {
    this.users[user] = password;
    writeFileSync(
      join(this.folder, 'users'),
      Object.entries(this.users)
        .map(([name, one]) => `${name}:${one}\n`)
        .join(''),
    );
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
