import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { consent } from '../../stand-ins/google/consent.mjs';

const PROGRAM = fileURLToPath(new URL('../../stand-ins/google/server.mjs', import.meta.url));
const [ID, SECRET] = ['bench', 'bench-secret'];
const SCOPE = 'https://www.googleapis.com/auth/calendar.readonly';
const DAY_MS = 86_400_000;

/** Google's stand-in in a process of its own, whose users have seeded calendars. */
export async function startGoogle() {
  const child = spawn(process.execPath, [PROGRAM, '--client', `${ID}:${SECRET}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A bench that fails leaves no server behind.
  process.on('exit', () => child.kill('SIGTERM'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const url = `http://127.0.0.1:${JSON.parse(line).port}`;
  const control = async (method, path, body) => {
    const answer = await fetch(`${url}/control/${path}`, { method, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer.json();
  };
  const tomorrow = () => new Date(Date.now() + DAY_MS).toISOString();
  return {
    env: {
      GOOGLE_CLIENT_ID: ID,
      GOOGLE_CLIENT_SECRET: SECRET,
      GOOGLE_AUTH_URL: `${url}/o/oauth2/v2/auth`,
      GOOGLE_TOKEN_URL: `${url}/token`,
      GOOGLE_REVOKE_URL: `${url}/revoke`,
      GOOGLE_CALENDAR_URL: `${url}/calendar/v3`,
      OUTBOUND_ALLOW: '127.0.0.1',
    },
    /** All events lie in the time that a full reading reads. */
    reset: ({ events }) => control('PUT', 'reset', { seed: { events, calendars: 1, from: tomorrow(), days: 50 } }),
    forget: () => control('DELETE', 'log'),
    addEvent: (email) => {
      const start = Date.now() + 2 * DAY_MS;
      const time = (at) => ({ dateTime: new Date(at).toISOString() });
      const event = { id: 'added', summary: 'Added', start: time(start), end: time(start + 3_600_000) };
      return control('POST', 'events', { email, put: [event] });
    },
    /** Tokens of a user who has allowed everything. */
    permission: (email) => consent({ url, id: ID, secret: SECRET, scope: SCOPE }, email),
    /** How many requests since forget() asked for changes. */
    async withToken() {
      const { requests } = await control('GET', 'log');
      return requests.filter(({ path, query }) => path.endsWith('/events') && query.syncToken !== undefined).length;
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
