import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { todayIn } from './demo-days.mjs';
import { DEMO_PEOPLE, GOOGLE_CLIENT, googleUser, SMS_ACCOUNT } from './demo-people.data.mjs';
import { HOSTIFY_KEY, hostifyToday } from './first-statements.mjs';
import { home, ROOT, writeJson } from './paths.mjs';
import { Stop } from './print.mjs';
import { nextFreePort, track } from './processes.mjs';

/**
 * Starts the demo's Google and Twilio: users connect their calendars at the one and get their messages through the other. Refresh
 * tokens outlast the process, so that nobody has to connect again after a new start. They keep their ports.
 * @param {{ googlePort?: number, smsPort?: number }} state
 * @returns {Promise<{ googlePort: number, smsPort: number }>}
 */
export async function startCatchupStandIns(state) {
  const googlePort = await start('Google stand-in', 'google', state.googlePort ?? 3910, [
    ...['--client', `${GOOGLE_CLIENT.id}:${GOOGLE_CLIENT.secret}`, '--tokens', home('google-tokens.json')],
  ]);
  for (const person of DEMO_PEOPLE)
    await control(googlePort, 'user', await googleUser(person, todayIn(person.timeZone)));
  const smsPort = await start('SMS stand-in', 'sms', state.smsPort ?? 3920, [
    ...['--sid', SMS_ACCOUNT.sid, '--token', SMS_ACCOUNT.token],
  ]);
  await control(smsPort, 'callbacks', { statuses: 'auto' });
  return { googlePort, smsPort };
}

async function control(port, what, body) {
  const answer = await fetch(`http://127.0.0.1:${port}/control/${what}`, { method: 'PUT', body: JSON.stringify(body) });
  if (!answer.ok) throw new Stop(`The stand-in on port ${port} answered ${answer.status}`);
}

/** Starts a stand-in on this port, or on the next one that is free. @returns {Promise<number>} its port */
async function start(name, folder, port, args) {
  const wanted = String(await nextFreePort(port, '127.0.0.1'));
  const child = spawn(process.execPath, [join(ROOT, 'stand-ins', folder, 'server.mjs'), '--port', wanted, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  track(name, child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return JSON.parse(line).port;
}

/**
 * Starts the demo's Hostify: a local server that speaks its protocol, with the stays of the demo. It keeps its port over starts,
 * because the demo's connection names it.
 * @returns {Promise<number>} its port
 */
export async function startHostify(port) {
  const data = home('hostify.json');
  writeJson(data, hostifyToday());
  return start('Hostify stand-in', 'hostify', port ?? 3900, ['--key', HOSTIFY_KEY, '--data', data]);
}
