import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A port nobody listens on right now. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** A worker process (support/worker.mjs, or another script of this folder) that is ready. */
export async function startWorker(env, script = 'worker.mjs') {
  const all = { ...process.env, ...env, ROLES: 'worker', HOST: '127.0.0.1', PORT: String(await freePort()) };
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
    env: all,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the worker ended with ${code}`)));
  await Promise.race([once(child, 'message'), failed]);
  failed.catch(() => undefined);
  return child;
}

/** Ends a process with a signal; answers how long that took, ms, and its exit code. */
export async function end(child, signal = 'SIGTERM') {
  const asked = performance.now();
  child.kill(signal);
  const [code] = await once(child, 'exit');
  return { ms: performance.now() - asked, code };
}
