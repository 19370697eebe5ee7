import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from './paths.mjs';
import { Stop } from './print.mjs';
import { ask, freePort, isAlive, pause, stopPid, track } from './processes.mjs';
import { hasDocker, removeDockerRedis, startDockerRedis } from './redis-docker.mjs';
import { provideRedis } from './redis-install.mjs';

/**
 * A Redis of ours: private, on loopback, append-only, refusing to evict.
 *
 * @param {{ folder: string, port?: number, appendOnly?: boolean, say?: (text: string) => void }} options
 * @returns {Promise<{ url: string, port: number, pid?: number, binary?: string, stop(): Promise<unknown> }>}
 *   pid and binary are absent when it runs in a container
 */
export async function startRedis({ folder, port: wished, appendOnly = true, say = () => undefined }) {
  const settings = {
    appendonly: appendOnly ? 'yes' : 'no',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  const binary = await provideRedis(say);
  if (!binary) {
    if (!(await hasDocker())) throw new Stop(CHOICES);
    writeDockerMark(folder);
    return startDockerRedis({ folder, port: wished, flags: flagsOf(settings), say });
  }
  const data = join(folder, 'redis');
  mkdirSync(data, { recursive: true });
  await endOrphan(data);
  for (let tries = 1; ; tries++) {
    const port = await freePort(wished);
    const child = launch(binary, { ...settings, port, bind: '127.0.0.1', 'protected-mode': 'yes', dir: data });
    writeJson(join(data, 'started.json'), { pid: child.pid, port });
    if (await answering(port, child)) {
      const stop = () => stopPid(child.pid, 'SIGTERM', 10_000);
      return { url: `redis://127.0.0.1:${port}`, port, pid: child.pid, binary, stop };
    }
    await stopPid(child.pid, 'SIGTERM', 5_000);
    // Another process has taken the port meanwhile.
    if (tries === 5 || !/bind|Address already in use/i.test(child.log))
      throw new Stop(`Redis did not start:\n${child.log}`);
  }
}

/** Stops a Redis that still runs on the folder's data; what a container kept is deleted. */
export async function removeRedis(folder) {
  await endOrphan(join(folder, 'redis'));
  if (existsSync(join(folder, 'redis-in-docker.json'))) await removeDockerRedis(folder);
}

/** Checks that a Redis given by the environment answers. @throws Stop */
export async function checkRedis(url) {
  if (!URL.canParse(url)) throw new Stop('REDIS_URL is not a URL');
  const { hostname: host, port, username, password, protocol } = new URL(url);
  const words = password && [username, password].filter(Boolean).map(decodeURIComponent);
  try {
    const target = { host, port: Number(port || 6379), tls: protocol === 'rediss:' };
    const request = (words ? command('AUTH', ...words) : '') + command('PING');
    const answer = await ask(target, request, (text) => /PONG|^-/m.test(text), 5_000);
    if (!answer.includes('PONG')) throw new Error(answer.trim());
  } catch (error) {
    const reason = error.message || error.code;
    throw new Stop(`The Redis of your environment (${host}:${port || 6379}) cannot be used: ${reason}`);
  }
}

const CHOICES = [
  'Nightshift needs Redis (or Valkey) and could not install it. Any one of these will do:',
  '  · install redis-server or valkey-server so that it is on the PATH',
  '  · let this script do it: as root, or with a sudo that asks for no password (apt-get, dnf, apk), or with brew',
  '  · start a Docker engine',
  '  · set REDIS_URL to a server you already have',
].join('\n');

function launch(binary, settings) {
  const child = spawn(binary, flagsOf(settings), { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  track('Redis', child);
  child.log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (child.log = (child.log + chunk).slice(-5_000)));
  child.once('error', (error) => (child.log += error.message));
  return child;
}

function flagsOf(settings) {
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

/** The Redis of an earlier start that outlived it, if what answers has its pid and works on our data. */
async function endOrphan(data) {
  const { pid, port } = readJson(join(data, 'started.json'), {});
  if (!pid || !isAlive(pid)) return;
  const request = command('INFO', 'server') + command('CONFIG', 'GET', 'dir');
  const answer = await ask({ host: '127.0.0.1', port }, request, (text) => /\r\ndir\r\n\S+\r\n.+\r\n/.test(text)).catch(
    () => '',
  );
  if (pidIn(answer) === pid && answer.includes(`\r\n${realpathSync(data)}\r\n`)) await stopPid(pid, 'SIGTERM', 10_000);
}

/** Waits until the child itself answers, not another server on the same port. */
async function answering(port, child) {
  const ready = (text) => text.includes('process_id') && text.endsWith('\r\n') && /\+PONG|-LOADING/.test(text);
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await pause(30)) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return false;
    const request = command('INFO', 'server') + command('PING');
    const answer = await ask({ host: '127.0.0.1', port }, request, ready).catch(() => '');
    if (!answer) continue;
    if (pidIn(answer) !== child.pid) return false;
    if (answer.includes('+PONG')) return true;
  }
  return false;
}

function pidIn(info) {
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}

function writeDockerMark(folder) {
  mkdirSync(folder, { recursive: true });
  writeJson(join(folder, 'redis-in-docker.json'), { since: new Date().toISOString() });
}

function command(...words) {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
