import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './print.mjs';
import { ask, commandOf, freePort, isAlive, pause, run, stopPid } from './processes.mjs';

const SERVERS = ['redis-server', 'valkey-server'];
/** Ways to install it, tried in order: [command that must exist, steps]. */
const INSTALLERS = [
  [
    'apt-get',
    [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', 'redis-server'],
    ],
  ],
  ['dnf', [['dnf', 'install', '-y', 'redis']]],
  ['apk', [['apk', 'add', 'redis']]],
  ['brew', [['brew', 'install', 'redis']]],
];

/**
 * A Redis of ours: private, on loopback, append-only, refusing to evict.
 *
 * @param {{ folder: string, port?: number, appendOnly?: boolean, say?: (text: string) => void }} options
 * @returns {Promise<{ url: string, port: number, pid: number, binary: string, stop(): Promise<void> }>}
 */
export async function startRedis({ folder, port: wished, appendOnly = true, say = () => undefined }) {
  const data = join(folder, 'redis');
  mkdirSync(data, { recursive: true });
  const binary = await provide(say);
  await endOrphan(data);
  const port = await freePort(wished);
  const settings = {
    port,
    bind: '127.0.0.1',
    'protected-mode': 'yes',
    dir: data,
    pidfile: join(data, 'redis.pid'),
    appendonly: appendOnly ? 'yes' : 'no',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  let log = '';
  const child = spawn(binary, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log = (log + chunk).slice(-5_000)));
  child.once('error', (error) => (log += error.message));
  await answering(port, child, () => log);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: child.pid,
    binary,
    stop: () => stopPid(child.pid, 'SIGTERM', 10_000).then(() => undefined),
  };
}

/** Checks that a Redis given by the environment answers. @throws Stop */
export async function checkRedis(url) {
  const { hostname: host, port, username, password, protocol } = new URL(url);
  const auth = password
    ? command('AUTH', ...(username ? [decodeURIComponent(username)] : []), decodeURIComponent(password))
    : '';
  try {
    const target = { host, port: Number(port || 6379), tls: protocol === 'rediss:' };
    const answer = await ask(target, auth + command('PING'), (text) => /PONG|^-/m.test(text), 5_000);
    if (!answer.includes('PONG')) throw new Error(answer.trim());
  } catch (error) {
    throw new Stop(`The Redis of your environment (${host}:${port || 6379}) cannot be used: ${error.message}`);
  }
}

/** Finds redis-server or valkey-server, else installs it. @throws Stop naming the choices */
async function provide(say) {
  const found = SERVERS.find(exists) ?? (await installed(say));
  if (found) return found;
  throw new Stop(
    [
      'Nightshift needs Redis (or Valkey) and could not install it. Any one of these will do:',
      '  · install redis-server or valkey-server so that it is on the PATH',
      '  · let this script do it: run it as root, or with a sudo that asks for no password (apt-get, dnf, apk), or install brew',
      '  · set REDIS_URL to a server you already have, e.g. one from `docker run -p 6379:6379 redis:7`',
    ].join('\n'),
  );
}

async function installed(say) {
  for (const [manager, steps] of INSTALLERS) {
    if (!exists(manager)) continue;
    const root = process.getuid?.() === 0 || manager === 'brew';
    if (!root && spawnSync('sudo', ['-n', 'true']).status !== 0) continue;
    say(`installing it with ${manager}`);
    let ok = true;
    for (const words of steps) {
      const [command_, ...args] = root ? words : ['sudo', '-n', ...words];
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
      const { code } = await run(command_, args, { env });
      // A failing update (one stale source of many) does not make the install impossible.
      ok = code === 0 || words.includes('update');
      if (!ok) break;
    }
    const server = SERVERS.find(exists);
    if (ok && server) return server;
  }
  return undefined;
}

function exists(name) {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

/** The Redis of an earlier start that outlived it, if its pid still belongs to a Redis on our data. */
export async function endOrphan(data) {
  const file = join(data, 'redis.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8'));
  if (pid && isAlive(pid) && /redis|valkey/.test(commandOf(pid))) await stopPid(pid, 'SIGTERM', 10_000);
}

async function answering(port, child, log) {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null || child.pid === undefined) break;
    const info = await ask({ host: '127.0.0.1', port }, command('INFO', 'server'), (text) =>
      text.includes('process_id'),
    ).catch(() => '');
    const pid = Number(/process_id:(\d+)/.exec(info)?.[1]);
    // A PONG from somebody else's server would look like success.
    if (pid === child.pid) return;
    await pause(50);
  }
  if (child.pid) await stopPid(child.pid, 'SIGTERM', 5_000);
  throw new Stop(`Redis did not start:\n${log()}`);
}

function command(...words) {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
