import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { kill, ours } from './redis.js';

/** Three masters that share the slots, without replicas; a Redis Cluster of the test's own. */
export interface TestCluster {
  /** As REDIS_CLUSTER names them. */
  readonly nodes: string[];
  /** Empties it. */
  flushall(): Promise<void>;
  /** Kills every node, or only the one that serves a slot; their addresses and what they know of each other stay for resume(). */
  pause(slot?: number): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Node n has the slots from n times this on. */
export const SLOTS_EACH = 5_462;
const SLOTS = 16_384;
/** Nodes speak to each other at the port that is so much higher. */
const BUS = 10_000;

export async function startTestCluster(): Promise<TestCluster> {
  const dir = mkdtempSync(join(tmpdir(), 'nightshift-cluster-'));
  const ports: number[] = [];
  while (ports.length < 3) ports.push(await freePair(ports));
  let children = await launchAll(ports, dir);
  const each = async <T>(work: (client: Redis, n: number) => Promise<T>): Promise<T[]> => {
    const clients = await Promise.all(ports.map((port, n) => ours(`redis://127.0.0.1:${port}`, children[n]!)));
    try {
      return await Promise.all(clients.map(work));
    } finally {
      for (const client of clients) client.disconnect();
    }
  };
  const whole = async () => {
    for (const end = Date.now() + 60_000; ;) {
      const infos = await each((client) => client.cluster('INFO'));
      if (infos.every((info) => info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3'))) return;
      if (Date.now() > end) throw new Error(`The cluster did not come together: ${infos.join('; ')}`);
      await new Promise((later) => setTimeout(later, 50));
    }
  };
  const slots = Array.from({ length: SLOTS }, (_, slot) => slot);
  await each(async (client, n) => {
    await client.call('CLUSTER', 'ADDSLOTS', ...slots.slice(n * SLOTS_EACH, (n + 1) * SLOTS_EACH));
    // Nobody may take another's part as his own once they meet.
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', n + 1);
  });
  await each(async (client) => {
    for (const port of ports) await client.call('CLUSTER', 'MEET', '127.0.0.1', port);
  });
  await whole();
  const pause = async (slot?: number) => {
    await Promise.all(children.filter((_, n) => slot === undefined || n === Math.floor(slot / SLOTS_EACH)).map(kill));
  };
  return {
    nodes: ports.map((port) => `127.0.0.1:${port}`),
    flushall: async () => void (await each((client) => client.flushall())),
    pause,
    resume: async () => {
      children = await launchAll(ports, dir, children);
      await whole();
    },
    stop: async () => {
      await pause();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** @param running those of them that run already, or have been killed */
function launchAll(
  ports: readonly number[],
  dir: string,
  running: readonly ChildProcess[] = [],
): Promise<ChildProcess[]> {
  return Promise.all(
    ports.map(async (port, n) => {
      const one = running[n];
      if (one && one.exitCode === null && one.signalCode === null) return one;
      const settings = {
        ...{ port, bind: '127.0.0.1', dir, save: '', appendonly: 'no' },
        ...{ 'cluster-enabled': 'yes', 'cluster-config-file': `nodes-${port}.conf`, 'cluster-node-timeout': 1_000 },
        'cluster-require-full-coverage': 'no',
      };
      const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
      const child = spawn(process.env['TEST_REDIS_BINARY'] ?? 'redis-server', args, { stdio: 'ignore' });
      const failed = new Promise<never>((_, fail) => child.once('error', fail));
      const client = await Promise.race([ours(`redis://127.0.0.1:${port}`, child), failed]);
      client.disconnect();
      return child;
    }),
  );
}

/** A port below those that the system gives out by itself, of which its partner is free, too. */
async function freePair(taken: readonly number[]): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (!taken.includes(port) && (await isFree(port)) && (await isFree(port + BUS))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}
