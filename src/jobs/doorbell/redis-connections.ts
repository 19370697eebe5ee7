import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { QueueOptions } from 'bull';
import { Redis, type RedisOptions } from 'ioredis';
import { Config } from '../../platform/config/config.js';

/**
 * Redis connections of all queues of this process: one for commands and one for events, shared; a blocking one
 * for each queue that is consumed.
 */
@Injectable()
export class RedisConnections implements OnApplicationShutdown {
  private readonly logger = new Logger('Redis');
  private readonly shared = new Map<string, Redis>();
  private readonly blocking = new Set<Redis>();
  private readonly down = new Set<Redis>();

  constructor(private readonly config: Config) {}

  /** Connection for commands. Commands wait while Redis is away: callers on a deadline set their own. */
  get commands(): Redis {
    return this.sharedClient('client');
  }

  /** True from a connection error until the next connection: what is sent now would pile up in this process. */
  get away(): boolean {
    return this.down.has(this.commands);
  }

  /** Bull's createClient: shares what Bull allows to be shared. */
  readonly createClient: NonNullable<QueueOptions['createClient']> = (type) => {
    if (type === 'client' || type === 'subscriber') return this.sharedClient(type);
    const client = this.connect(type);
    this.blocking.add(client);
    return client;
  };

  /** After the queues have closed (they close in this same phase, their own connections only). */
  onApplicationShutdown(): void {
    for (const client of [...this.shared.values(), ...this.blocking]) client.disconnect();
  }

  private sharedClient(type: string): Redis {
    let client = this.shared.get(type);
    if (!client) this.shared.set(type, (client = this.connect(type)));
    return client;
  }

  private connect(type: string): Redis {
    const options: RedisOptions = {
      connectionName: `nightshift:${type}`,
      maxRetriesPerRequest: null,
      enableReadyCheck: false,
      // A socket that died without a word is given up after this; longer than Bull's blocking reads (5 s).
      socketTimeout: 10_000,
      connectTimeout: 5_000,
      retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
    };
    const client = new Redis(this.config.redisUrl, options);
    client.setMaxListeners(0);
    client.on('error', (error: Error) => {
      if (!this.down.has(client)) this.logger.warn(`${type} connection: ${error.message}`);
      this.down.add(client);
    });
    client.on('close', () => endSocketTimeout(client));
    client.on('ready', () => {
      if (this.down.delete(client)) this.logger.log(`${type} connection is back`);
    });
    return client;
  }
}

/**
 * ioredis leaves the timer of socketTimeout running when its socket closes without an answer: it would keep a process
 * that ends alive, and break the connection that comes after.
 */
function endSocketTimeout(client: Redis): void {
  const held = client as unknown as { socketTimeoutTimer?: NodeJS.Timeout };
  clearTimeout(held.socketTimeoutTimer);
  held.socketTimeoutTimer = undefined;
}
