import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/** True while a process with this pid exists. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Command line of a process, to tell ours from one that was given the same pid later. */
export function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
}

/** Sends the signal to the pid and waits until it is gone; after ms it is killed. True when it ended by itself. */
export async function stopPid(pid, signal, ms) {
  if (!pid || !isAlive(pid)) return true;
  process.kill(pid, signal);
  if (await gone(pid, ms)) return true;
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  await gone(pid, 5_000);
  return false;
}

async function gone(pid, ms) {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    if (!isAlive(pid)) return true;
    await pause(50);
  }
  return false;
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Runs a command to its end; answers { code, output }. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        output = (output + chunk).slice(-100_000);
      });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** True when nobody listens on the port at 127.0.0.1. */
export function isFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** The wished port if it is free, else any free one. */
export async function freePort(wished) {
  if (wished && (await isFree(wished))) return wished;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Sends bytes over TCP and answers what comes back until `done` says so. */
export function ask({ host, port, tls }, request, done, ms = 2_000) {
  return new Promise((resolve, reject) => {
    const start = tls
      ? import('node:tls').then((module) => module.connect({ host, port, servername: host }))
      : connect({ host, port });
    Promise.resolve(start).then((socket) => {
      let answer = '';
      socket.setTimeout(ms, () => socket.destroy(new Error('no answer')));
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('connection closed')));
      socket.on('data', (chunk) => {
        answer += chunk;
        if (!done(answer)) return;
        resolve(answer);
        socket.destroy();
      });
      socket.write(request);
    }, reject);
  });
}
