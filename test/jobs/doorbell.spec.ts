import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Bull from 'bull';
import type { Redis } from 'ioredis';
import { slotOf } from '../../src/jobs/doorbell/key-slot.js';
import type { JobContract } from '../../src/jobs/index.js';
import { BullDoorbell } from '../../src/jobs/doorbell/bull-doorbell.js';
import { QueueCatalog } from '../../src/jobs/doorbell/queue-catalog.js';
import { RedisConnections } from '../../src/jobs/doorbell/redis-connections.js';
import { SharedRates } from '../../src/jobs/rates/shared-rates.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { SLOTS_EACH, startTestCluster, type TestCluster } from '../support/redis-cluster.js';
import { CHECKS, doorbellConformance, type Engine, failedChecks } from './doorbell.conformance.js';
import { JobsWorld } from './harness.js';
import { Cached, Capped, Drowsy, Flaky, Lined, Metered, Once, PerUser } from './kinds.js';
import { type Fault, FAULTS, MemoryBroker, MemoryEngine } from './doorbell.memory.js';

let redis: TestRedis;
let cluster: TestCluster;

/** The broker behind an engine. */
interface Broker {
  settings: Record<string, string>;
  flushall(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
}
const single = (): Broker => ({ settings: { REDIS_URL: redis.url }, ...bound(redis) });
const ofCluster = (): Broker => ({ settings: { REDIS_CLUSTER: cluster.nodes.join(',') }, ...bound(cluster) });
const bound = (one: TestRedis | TestCluster) => ({
  flushall: () => one.flushall(),
  pause: () => one.pause(),
  resume: () => one.resume(),
});
let brokerIsAway = false;

const configOf = (prefix: string, settings: Record<string, string> = { REDIS_URL: redis.url }) =>
  loadConfig({
    CRON_SECRET: 'c'.repeat(32),
    JWT_SECRET: 'j'.repeat(32),
    SECRET_KEYS: `test:${'k'.repeat(43)}`,
    DATABASE_URL: 'postgres://nobody@127.0.0.1/none',
    ...settings,
    REDIS_PREFIX: prefix,
  });

/** The real thing: the doorbell of the product on Bull queues like those of JobsModule. */
function bullEngine(broker = single(), prefix = `c${randomUUID().slice(0, 8)}`): Promise<Engine> {
  const config = configOf(prefix, broker.settings);
  const connections = new RedisConnections(config);
  const catalog = new QueueCatalog();
  const queue = (name: string) => {
    const bull = new Bull(name, {
      prefix: `{${prefix}:${name}}`,
      createClient: connections.createClient,
      settings: { maxStalledCount: 1, drainDelay: 5 },
    });
    catalog.register(bull);
    return bull;
  };
  const known = new Map(['conformance', 'conformance-other'].map((name) => [name, queue(name)]));
  return Promise.resolve({
    doorbell: new BullDoorbell(catalog, connections, config),
    patience: 15_000,
    handle: (name, concurrency, handler) =>
      void known.get(name)!.process('*', concurrency, (job: Bull.Job<{ ids: string[] }>) => handler(job.data.ids)),
    another: () => bullEngine(broker, prefix),
    wipe: () => broker.flushall(),
    goAway: async () => {
      brokerIsAway = true;
      await broker.pause();
    },
    comeBack: async () => {
      await broker.resume();
      brokerIsAway = false;
    },
    close: async () => {
      if (brokerIsAway) {
        await broker.resume();
        brokerIsAway = false;
      }
      // A connection that was lost cannot be closed once more, and one that is being made anew may say nothing to it.
      const closed = Promise.allSettled([...known.values()].map((bull) => bull.close(true)));
      await Promise.race([closed, new Promise((later) => setTimeout(later, 5_000).unref())]);
      connections.onApplicationShutdown();
    },
  });
}

const memoryEngine = (fault?: Fault) => (): Promise<Engine> =>
  Promise.resolve(new MemoryEngine(new MemoryBroker(fault)));

/** What must come to light, and where. */
const FOUND_BY: Record<Fault, string> = {
  'drops one of many': 'every ring reaches a handler, once',
  'delivers one of many twice': 'every ring reaches a handler, once',
  'splits bundles': 'a bundle arrives whole, in its order',
  'loses the end of a bundle': 'a bundle arrives whole, in its order',
  'mixes up queues': 'rings of a queue go to its handler alone',
  'forgets first': 'a ring marked first goes before all that wait',
  'turns the first ones around': 'rings marked first keep their order',
  'knows no bell by its name': 'a bell rung twice wakes once, while it waits and while it runs',
  'rings again after a failure': 'a handler that throws is not rung again',
  'remembers answered bells': 'missing() tells held bells from answered and unknown ones',
  'forgets running bells': 'missing() tells held bells from answered and unknown ones',
  'claims nothing missing after a wipe': 'after a wipe every bell is missing',
  'keeps the mark through a wipe': 'a wipe takes the generation mark along',
  'writes over the mark': 'the mark that is there stays',
  'hands out before it is started': 'nothing is handed out before startConsuming',
  'hands out after it was stopped': 'after stopConsuming nothing more is handed out here',
  'waits for what runs before it stops': 'stopConsuming takes a second at most, and what runs goes on',
  'serves one consumer alone': 'two consumers share the rings',
  'hangs while it is away': 'away: ring, missing and generation reject within a second',
  'pretends to have rung while it is away': 'away: ring, missing and generation reject within a second',
  'stops never while it is away': 'away: stopConsuming still takes a second at most',
  'does not come back': 'back again: it rings as before',
};

describe('the queue port', () => {
  beforeAll(async () => {
    [redis, cluster] = await Promise.all([startTestRedis(), startTestCluster()]);
  });
  afterAll(() => Promise.all([redis?.stop(), cluster?.stop()]));

  doorbellConformance('Bull', () => bullEngine());
  doorbellConformance('Bull on a Redis Cluster', () => bullEngine(ofCluster()));
  doorbellConformance('an engine in memory', memoryEngine());

  it('rates and queues are counted and rung on every node of a cluster, and one node alone is refused', async () => {
    const broker = ofCluster();
    const prefix = `c${randomUUID().slice(0, 8)}`;
    const config = configOf(prefix, broker.settings);
    const connections = new RedisConnections(config);
    const catalog = new QueueCatalog();
    const names = Array.from({ length: 12 }, (_, n) => `queue-${n}`);
    const queues = names.map((name) => {
      const bull = new Bull(name, { prefix: `{${prefix}:${name}}`, createClient: connections.createClient });
      catalog.register(bull);
      return bull;
    });
    const doorbell = new BullDoorbell(catalog, connections, config);
    const got = new Set<string>();
    for (const bull of queues)
      void bull.process('*', (job: Bull.Job<{ ids: string[] }>) => void got.add(job.data.ids[0]!));
    try {
      const nodes = new Set<number>();
      for (const name of names) {
        const slot = Number(await connections.commands.cluster('KEYSLOT', `{${prefix}:${name}}:wait`));
        nodes.add(Math.floor(slot / SLOTS_EACH));
        expect(doorbell.nodeOf(name)).toBe(cluster.nodes[Math.floor(slot / SLOTS_EACH)]);
      }
      expect(nodes.size).toBe(3);
      doorbell.startConsuming();
      for (const name of names) await doorbell.ring(name, [{ bell: randomUUID(), ids: [name] }]);
      while (got.size < names.length) await new Promise((later) => setTimeout(later, 10));
      const rates = new SharedRates(connections, config);
      const both = ['one', 'two'].map((key) => ({ key, perMinute: 60 }));
      expect(await rates.reserve(both, 0)).toEqual({ granted: true, waitMs: 0 });
      await expect(doorbell.check()).resolves.toBeUndefined();
    } finally {
      await Promise.allSettled(queues.map((bull) => bull.close(true)));
      connections.onApplicationShutdown();
    }
    const alone = configOf(prefix, { REDIS_URL: `redis://${cluster.nodes[0]}` });
    const one = new RedisConnections(alone);
    await expect(new BullDoorbell(new QueueCatalog(), one, alone).check()).rejects.toThrow(/REDIS_CLUSTER/);
    one.onApplicationShutdown();
  });

  it('while one node of a cluster is away, only jobs of its queues wait', async () => {
    const world = await JobsWorld.create();
    const prefix = 'one-node-away';
    const slot = ({ name }: JobContract) => slotOf(`{${prefix}:${name}}`);
    const nodeOf = (kind: JobContract) => Math.floor(slot(kind) / SLOTS_EACH);
    // In the order in which the relay takes them.
    const kinds = [Cached, Capped, Drowsy, Flaky, Lined, Metered, Once, PerUser];
    const away = nodeOf(kinds[0]!);
    const [theirs, others] = [
      kinds.filter((kind) => nodeOf(kind) === away),
      kinds.filter((kind) => nodeOf(kind) !== away),
    ];
    expect([theirs.length, new Set(others.map(nodeOf)).size]).toEqual([expect.any(Number), 2]);
    const ended = (some: JobContract[]) =>
      world.count(`status = 'COMPLETED' AND name = ANY($1)`, [some.map(({ name }) => name)]);
    try {
      const node = await world.start({ REDIS_CLUSTER: cluster.nodes.join(','), REDIS_PREFIX: prefix });
      const resume = await world.pause(null);
      const put = () =>
        Promise.all(kinds.map((kind) => node.as(world.a, () => node.jobs.enqueue(kind, { key: kind.name }))));
      await put();
      await cluster.pause(slot(kinds[0]!));
      await resume();
      await world.until(async () => (await ended(others)) === others.length);
      expect(await ended(theirs)).toBe(0);
      await cluster.resume();
      await world.drain(30_000);
      expect(await ended(kinds)).toBe(kinds.length);
    } finally {
      await cluster.resume();
      await world.close();
    }
  });

  it('rings go out again after Redis refused the first of a connection', async () => {
    const { doorbell, handle, close } = await bullEngine();
    const admin = new RedisConnections(configOf('admin'));
    const allow = (what: string) => admin.commands.call('ACL', 'SETUSER', 'default', what);
    const rung = new Promise<void>((resolve) => handle('conformance', 1, () => Promise.resolve(resolve())));
    const ring = () => doorbell.ring('conformance', [{ bell: randomUUID(), ids: ['a job'] }]);
    try {
      // As a node does that has just started, this one knows no script and takes none.
      await admin.commands.call('SCRIPT', 'FLUSH');
      await allow('-eval');
      await expect(ring()).rejects.toThrow();
      await allow('+eval');
      await expect(ring()).rejects.toThrow(/refused/);
      await ring();
      doorbell.startConsuming();
      await rung;
    } finally {
      await allow('+eval');
      await close();
      admin.onApplicationShutdown();
    }
  });

  it('a Redis connection that closes leaves no timer of its socket behind', async () => {
    const connections = new RedisConnections(configOf('timers'));
    const client = connections.createClient('bclient') as Redis;
    const timer = () => (client as unknown as { socketTimeoutTimer?: NodeJS.Timeout }).socketTimeoutTimer;
    await client.ping();
    const answer = client.brpoplpush('timers:from', 'timers:to', 30).catch((error: Error) => error.message);
    expect(timer()).toBeDefined();
    connections.onApplicationShutdown();
    expect(await answer).toMatch(/closed/);
    expect(timer()).toBeUndefined();
  });

  describe('the suite can fail', () => {
    it.each(FAULTS)('an engine that %s', async (fault) => {
      expect(await failedChecks(memoryEngine(fault))).toEqual([FOUND_BY[fault]]);
    });

    it('each check has an engine that fails it', () => {
      expect(new Set(Object.values(FOUND_BY))).toEqual(new Set(CHECKS.map(({ name }) => name)));
    });
  });
});
