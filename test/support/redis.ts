import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './server.js';

/** A Redis of the test's own: may be wiped, stopped and started again. */
export interface TestRedis {
  readonly url: string;
  /** Empties it; first makes sure that the server which answers is the child this test started. */
  flushall(): Promise<void>;
  /** Stops the server; its address stays reserved for resume(). */
  pause(): Promise<void>;
  /** Starts it again at the same address, empty. */
  resume(): Promise<void>;
  /** Stops it for good. */
  stop(): Promise<void>;
}

export async function startTestRedis(): Promise<TestRedis> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'nightshift-redis-'));
  const url = `redis://127.0.0.1:${port}`;
  let child = await launch(port, dir);
  const end = () => kill(child);
  return {
    url,
    async flushall() {
      const client = await ours(url, child);
      await client.flushall();
      client.disconnect();
    },
    pause: end,
    async resume() {
      child = await launch(port, dir);
    },
    async stop() {
      await end();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, dir: string): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no'];
  const child = spawn(process.env['TEST_REDIS_BINARY'] ?? 'redis-server', args, { stdio: 'ignore' });
  const failed = new Promise<never>((_, fail) => child.once('error', fail));
  const client = await Promise.race([ours(`redis://127.0.0.1:${port}`, child), failed]);
  client.disconnect();
  return child;
}

/** A connection that was checked to reach this child, because another server would answer PING in the same way. */
export async function ours(url: string, child: ChildProcess): Promise<Redis> {
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  client.on('error', () => undefined);
  const info = await client.info('server');
  const pid = Number(/process_id:(\d+)/.exec(info)?.[1]);
  if (pid === child.pid) return client;
  client.disconnect();
  throw new Error(`another Redis (pid ${pid}) answers at ${url}, not the one this test started (${child.pid})`);
}

export function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGKILL');
  });
}
