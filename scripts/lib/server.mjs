import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { Stop } from './print.mjs';
import { pause, run, stopPid } from './processes.mjs';

/** Runs one of the product's commands (dist/src/cli/<name>.js) to its end; answers its last line. */
export async function cli(name, env) {
  const { code, output } = await run(process.execPath, [join(ROOT, `dist/src/cli/${name}.js`)], { cwd: ROOT, env });
  if (code !== 0) throw new Stop(output.trim());
  return output.trim().split('\n').at(-1);
}

/**
 * Starts the server (all roles unless ROLES says otherwise) and waits until it is ready.
 * @returns {Promise<{ pid: number, exited: Promise<number>, stop(): Promise<boolean>, tail(): string }>}
 */
export async function startServer(env, { logFile, verbose }) {
  const log = verbose ? undefined : openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'dist/src/main.js')], {
    cwd: ROOT,
    env,
    // A group of its own: Ctrl-C in the terminal is ours to pass on, once.
    detached: true,
    stdio: ['ignore', log ?? 'inherit', log ?? 'inherit'],
  });
  if (log !== undefined) closeSync(log);
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  const tail = () => (verbose ? '' : readFileSync(logFile, 'utf8').split('\n').slice(-25).join('\n'));
  const url = `http://${env.HOST}:${env.PORT}/health/ready`;
  const end = Date.now() + 60_000;
  for (;;) {
    const state = await Promise.race([
      fetch(url).then(
        (answer) => answer.ok,
        () => false,
      ),
      exited.then(() => 'gone'),
    ]);
    if (state === true) break;
    if (state === 'gone' || Date.now() > end) {
      await stopPid(child.pid, 'SIGKILL', 1_000);
      throw new Stop(`The server did not come up. The end of its log:\n${tail()}`);
    }
    await pause(100);
  }
  return { pid: child.pid, exited, tail, stop: () => stopPid(child.pid, 'SIGTERM', 30_000) };
}
