import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { Bell } from '../contract/processor.decorator.js';
import { Doorbell, type Ring, within } from './doorbell.js';
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
      data: { ids } satisfies Bell,
      opts: { jobId: bell, attempts: 1, lifo: first === true, removeOnComplete: true, removeOnFail: true },
    }));
    await within(CALL_MS, 'ring', this.queues.get(queue).addBulk(messages));
  }

  async missing(queue: string, bells: readonly string[]): Promise<string[]> {
    const bull = this.queues.get(queue);
    const pipeline = this.redis.commands.pipeline();
    for (const bell of bells) pipeline.exists(bull.toKey(bell));
    const answers = await within(CALL_MS, 'missing', pipeline.exec());
    return bells.filter((_, index) => {
      const [error, exists] = answers?.[index] ?? [new Error('no answer'), null];
      if (error) throw error;
      return exists === 0;
    });
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
    const memory = await within(CALL_MS, 'Redis', this.redis.commands.info('memory'));
    const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
    if (policy && policy !== 'noeviction')
      throw new Error(`Redis maxmemory-policy is ${policy}; only noeviction keeps every doorbell`);
  }

  private get generationKey(): string {
    return `{${this.config.REDIS_PREFIX}}:generation`;
  }
}
