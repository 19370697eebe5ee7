import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** What this script has started and has to stop before it ends, oldest first. */
const running = [];
let closing = false;
let onLost = () => undefined;

/**
 * Registers a child. Call it as soon as the child exists, before it is ready, so that a Ctrl-C in between stops it too.
 * @param {{ signal?: string, ms?: number, force?: string, group?: boolean }} how the polite signal, how long it may
 *   take, the rude one; group: a detached child that leads a group, of which nobody may stay either
 */
export function track(name, child, { signal = 'SIGTERM', ms = 10_000, force = 'SIGKILL', group = false } = {}) {
  if (!child.pid) return;
  const rest = () => group && send(-child.pid, 'SIGKILL');
  const entry = {
    name,
    // A group is asked as a whole: what its members have started in groups of their own only they can stop.
    stop: () => stopPid(group ? -child.pid : child.pid, signal, ms, force).finally(rest),
    kill: () => {
      if (child.exitCode === null && child.signalCode === null) send(child.pid, force);
      rest();
    },
  };
  child.once('exit', (code, why) => {
    if (forget(entry) && name && !closing) onLost(name, code ?? why);
  });
  trackEntry(entry);
}

/** The same for something that is not a child of ours (a container): { name, stop(), kill() }. */
export function trackEntry(entry) {
  running.push(entry);
  if (closing) void entry.stop();
}

/** Calls back when a named child ends without having been asked to. */
export function watchLost(callback) {
  onLost = callback;
}

/**
 * Calls back once when the npm that started this script has ended: a signal sent to npm does not reach the script. Without
 * npm it does nothing, because a script may outlive the shell it was started from.
 */
export function watchParent(callback) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 250);
  timer.unref();
}

/** Stops everything, the youngest first; report(name, work) may tell about it. */
export async function stopAll(report = (_name, work) => work()) {
  closing = true;
  for (let entry = running.at(-1); entry; entry = running.at(-1)) {
    await (entry.name ? report(entry.name, entry.stop) : entry.stop());
    forget(entry);
  }
}

/** Ends everything at once, without waiting for anything to be finished. */
export async function killAll() {
  closing = true;
  for (const entry of [...running].reverse()) entry.kill();
  const end = performance.now() + 3_000;
  while (running.length > 0 && performance.now() < end) await pause(20);
}

function forget(entry) {
  const at = running.indexOf(entry);
  if (at >= 0) running.splice(at, 1);
  return at >= 0;
}

/** True while a process with this pid exists. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Command line of a process, to recognise it: another process may have got the same pid later. */
export function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
}

/** Working folder of a process, where the system tells it. */
export function folderOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Sends the signal and waits until the process has ended; after ms sends `force`. True when it ended without force. */
export async function stopPid(pid, signal, ms, force = 'SIGKILL') {
  if (!pid || !isAlive(pid)) return true;
  send(pid, signal);
  if (await gone(pid, ms)) return true;
  send(pid, force);
  await gone(pid, 5_000);
  return false;
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in the meantime.
  }
}

async function gone(pid, ms) {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    if (!isAlive(pid)) return true;
    await pause(20);
  }
  return false;
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Runs a command to its end; answers { code, output }, code 127 when it cannot be run at all. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    track(undefined, child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        output = (output + chunk).slice(-100_000);
      });
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

export { ask, freePort, isFree, nextFreePort } from './ports.mjs';
