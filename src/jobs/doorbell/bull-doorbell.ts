import { Injectable, Logger } from '@nestjs/common';
import type { JobOptions, Queue } from 'bull';
import { Config } from '../../platform/config/config.js';
import { type BellData, Doorbell, type Ring, within } from './doorbell.js';
import { QueueCatalog } from './queue-catalog.js';
import { RedisConnections } from './redis-connections.js';

const CALL_MS = 800;

/** The doorbell on Bull: one message a bell, one delivery, nothing kept. */
@Injectable()
export class BullDoorbell extends Doorbell {
  private readonly logger = new Logger('Doorbell');

  constructor(
    private readonly queues: QueueCatalog,
    private readonly redis: RedisConnections,
    private readonly config: Config,
  ) {
    super();
  }

  async ring(queue: string, rings: readonly Ring[]): Promise<void> {
    const messages = rings.map(({ bell, ids, first }) => ({
      name: 'ring',
      data: { ids } satisfies BellData,
      // A priority puts it before those without one, behind its equals: pushed to the front (lifo), the first of many
      // tenants would overtake each other, and whoever came early could wait for ever.
      opts: { jobId: bell, attempts: 1, ...(first && { priority: 1 }), removeOnComplete: true, removeOnFail: true },
    }));
    // While Redis is away commands wait in the connection, and all rings of the outage would be sent at its end.
    if (this.redis.away) throw new Error('ring: Redis is away');
    const bull = this.queues.get(queue);
    const added = await within(CALL_MS, 'ring', bull.addBulk(messages));
    // Bull says nothing when Redis refuses (maxmemory, read-only replica): a message without an id was not added.
    const refused = added.filter(({ id }) => id === undefined || id === null).length;
    if (refused === 0) return;
    await this.teach(bull, messages[0]!);
    throw new Error(`Redis refused ${refused} of ${rings.length} rings`);
  }

  /**
   * ioredis sends a script with the first transaction of a connection that uses it, and its hash with those after it. If Redis refused that
   * first one (a node that has just started, or a server that still loads its data), the script stays unknown there, and every
   * transaction is refused for that, which the client does not see. It does see it for a call outside a transaction, and sends the script again.
   */
  private async teach(
    bull: Queue,
    { name, data, opts }: { name: string; data: BellData; opts: JobOptions },
  ): Promise<void> {
    await within(CALL_MS, 'ring', bull.add(name, data, opts)).catch(() => undefined);
  }

  override nodeOf(queue: string): string {
    return this.redis.nodeOf(`{${this.config.REDIS_PREFIX}:${queue}}`);
  }

  /**
   * A message that is neither waiting nor locked by somebody who answers it was handed to a worker that died, or was
   * stopped, before it could say so: Bull itself finds those after a minute only.
   */
  async missing(queue: string, bells: readonly string[]): Promise<string[]> {
    const bull = this.queues.get(queue);
    const pipeline = this.redis.commands.pipeline();
    for (const list of ['wait', 'paused']) pipeline.lrange(bull.toKey(list), 0, -1);
    for (const bell of bells) pipeline.exists(`${bull.toKey(bell)}:lock`);
    const answers = (await within(CALL_MS, 'missing', pipeline.exec())) ?? [];
    const [wait, paused, ...locked] = answers.map(valueOf);
    const waiting = new Set([...(wait as string[]), ...(paused as string[])]);
    return bells.filter((bell, index) => !waiting.has(bell) && locked[index] !== 1);
  }

  generation(): Promise<string | null> {
    return within(CALL_MS, 'generation', this.redis.commands.get(this.generationKey));
  }

  async markGeneration(mark: string): Promise<void> {
    await within(CALL_MS, 'mark', this.redis.commands.set(this.generationKey, mark, 'NX'));
  }

  startConsuming(): void {
    this.queues.startConsuming();
  }

  async stopConsuming(): Promise<void> {
    const stops = this.queues.all().map((queue) => queue.pause(true, true));
    await within(1_000, 'stop', Promise.all(stops)).catch((error: Error) => this.logger.warn(error.message));
  }

  async check(): Promise<void> {
    for (const info of await within(CALL_MS, 'Redis', this.redis.info())) {
      const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
      if (policy && policy !== 'noeviction')
        throw new Error(`Redis maxmemory-policy is ${policy}; only noeviction keeps every doorbell`);
      // A client that knows nothing of the other nodes reaches the queues of this one alone.
      if (!this.config.redisCluster && /^cluster_enabled:1/m.test(info))
        throw new Error('This Redis is a node of a Redis Cluster: name some of its nodes in REDIS_CLUSTER');
    }
  }

  private get generationKey(): string {
    return `{${this.config.REDIS_PREFIX}}:generation`;
  }
}

/** @throws Error when Redis refused the command. */
function valueOf([error, value]: [Error | null, unknown]): unknown {
  if (error) throw error;
  return value;
}
