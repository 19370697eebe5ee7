import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { HOSTIFY_KEY, hostifyToday } from './first-statements.mjs';
import { home, ROOT, writeJson } from './paths.mjs';
import { nextFreePort, track } from './processes.mjs';

/**
 * Starts the demo's Hostify: a local server that speaks its protocol, with the stays of the demo. It keeps its port over starts,
 * because the demo's connection names it.
 * @returns {Promise<number>} its port
 */
export async function startHostify(port) {
  const data = home('hostify.json');
  writeJson(data, hostifyToday());
  const wanted = String(await nextFreePort(port ?? 3900, '127.0.0.1'));
  const args = ['--port', wanted, '--key', HOSTIFY_KEY, '--data', data];
  const child = spawn(process.execPath, [join(ROOT, 'stand-ins/hostify/server.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  track('Hostify stand-in', child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return JSON.parse(line).port;
}
