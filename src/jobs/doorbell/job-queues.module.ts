import { BullModule, getQueueToken } from '@nestjs/bull';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Queue } from 'bull';
import { Config } from '../../platform/config/config.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import type { JobContract } from '../contract/define-job.js';
import { QueueCatalog } from './queue-catalog.js';
import { RedisConnections } from './redis-connections.js';

@Module({})
class JobsFeatureModule {}

/** The queues of some contracts, registered and ready for their processors. */
export function jobsFeature(...contracts: JobContract[]): DynamicModule {
  const names = contracts.map((contract) => contract.name);
  return {
    module: JobsFeatureModule,
    imports: [BullModule.registerQueueAsync(...names.map(queueOptions))],
    providers: [
      {
        provide: `JOBS_FEATURE(${names.join(',')})`,
        inject: [ContractRegistry, QueueCatalog, ...names.map((name) => getQueueToken(name))],
        useFactory: (registry: ContractRegistry, catalog: QueueCatalog, ...queues: Queue[]) => {
          for (const contract of contracts) registry.register(contract);
          for (const queue of queues) catalog.register(queue);
          return names;
        },
      },
    ],
  };
}

function queueOptions(name: string) {
  return {
    name,
    inject: [Config, RedisConnections],
    useFactory: (config: Config, redis: RedisConnections) => ({
      // The braces keep all keys of a queue in one slot of a Redis Cluster.
      prefix: `{${config.REDIS_PREFIX}:${name}}`,
      createClient: redis.createClient,
      // Short locks: a dead worker's message must not look answered for long. Losing one by mistake harms nothing.
      settings: { maxStalledCount: 1, stalledInterval: 10_000, lockDuration: 10_000, drainDelay: 5 },
    }),
  };
}
