import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { ROOT } from './paths.mjs';
import { Stop } from './print.mjs';
import { programFile } from './programs.mjs';
import { commandOf, isAlive, pause, run, stopPid, track } from './processes.mjs';

const MAIN = programFile('main');
// Waits of these scripts are measured on the clock that nobody sets: a machine whose time is put right while it starts is no
// reason to give up.
/** Longer than the server gives its own running jobs. */
const DRAIN_MS = 30_000;
/** Long enough for a busy machine: only a server that hangs takes so long. One that has ended is noticed at once. */
const START_MS = 180_000;
const BIG_LOG = 5_000_000;

/** Runs one of the product's commands (src/cli/<name>.ts) to its end; answers its last line. */
export async function cli(name, env, args = []) {
  const { code, output } = await run(process.execPath, [programFile(`cli/${name}`), ...args], { cwd: ROOT, env });
  if (code !== 0) throw new Stop(output.trim());
  return output.trim().split('\n').at(-1);
}

/** Address under which this machine reaches a server that listens on host. */
export function addressOf(host, port) {
  const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Stops the server of a start script that was killed, because it would go on working on the same jobs. */
export async function endServerOrphan(pid) {
  if (pid && isAlive(pid) && commandOf(pid).includes(MAIN)) await stopPid(pid, 'SIGTERM', DRAIN_MS);
}

/**
 * Starts the server (all roles unless ROLES says otherwise) and waits until it is ready.
 * @param {{ logFile: string, verbose: boolean, onPid(pid: number): void }} options
 * @returns {Promise<{ pid: number, exited: Promise<number | string>, tail(): string }>}
 */
export async function startServer(env, { logFile, verbose, onPid }) {
  if (existsSync(logFile) && statSync(logFile).size > BIG_LOG) renameSync(logFile, `${logFile}.1`);
  const log = verbose ? undefined : openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    cwd: ROOT,
    env,
    // In its own process group, so that Ctrl-C in the terminal reaches this script only, which passes it on once.
    detached: true,
    stdio: ['ignore', log ?? 'inherit', log ?? 'inherit'],
  });
  track('server', child, { ms: DRAIN_MS });
  onPid(child.pid);
  if (log !== undefined) closeSync(log);
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  const tail = () => (verbose ? '' : readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-25).join('\n'));
  const url = `${addressOf(env.HOST, env.PORT)}/health/ready`;
  const isReady = () =>
    fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      (answer) => answer.ok,
      // What browsers do not open, fetch does not open either, so that nobody would see the console.
      (error) => (error.cause?.message === 'bad port' ? 'refused' : false),
    );
  for (const deadline = performance.now() + START_MS; ; await pause(100)) {
    const state = await Promise.race([isReady(), exited.then(() => 'gone')]);
    if (state === true) return { pid: child.pid, exited, tail };
    if (state === 'gone' || state === 'refused' || performance.now() > deadline) {
      const how = state === 'gone' ? `ended with ${await exited}` : `was not ready after ${START_MS / 1_000} s`;
      await stopPid(child.pid, 'SIGKILL', 1_000);
      if (state === 'refused') throw new Stop(`Browsers do not open port ${env.PORT}. Choose another one: PORT=3000`);
      throw new Stop(`The server did not come up: it ${how}. The end of its log:\n${tail()}`);
    }
  }
}
