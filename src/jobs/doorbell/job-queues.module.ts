import { BullModule, getQueueToken } from '@nestjs/bull';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Queue } from 'bull';
import { Config } from '../../platform/config/config.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { ContractsModule } from '../contract/contracts.module.js';
import type { JobContract } from '../contract/define-job.js';
import { DoorbellModule } from './doorbell.module.js';
import { QueueCatalog } from './queue-catalog.js';
import { RedisConnections } from './redis-connections.js';

@Module({})
class JobQueuesModule {}

/** The queues of some contracts, registered and ready for their processors. */
export function jobQueues(...contracts: JobContract[]): DynamicModule {
  const names = contracts.map((contract) => contract.name);
  return {
    module: JobQueuesModule,
    imports: [ContractsModule, DoorbellModule, BullModule.registerQueueAsync(...names.map(queueOptions))],
    providers: [
      {
        provide: `JOB_QUEUES(${names.join(',')})`,
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
    imports: [DoorbellModule],
    inject: [Config, RedisConnections],
    useFactory: (config: Config, redis: RedisConnections) => ({
      // The braces keep all keys of a queue in one slot of a Redis Cluster.
      prefix: `{${config.REDIS_PREFIX}:${name}}`,
      createClient: redis.createClient,
      // Short locks, so that the message of a dead worker is soon taken for unanswered. To lose a lock by mistake does no harm.
      settings: { maxStalledCount: 1, stalledInterval: 10_000, lockDuration: 10_000, drainDelay: 5 },
    }),
  };
}
