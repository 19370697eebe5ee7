import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { QueueOptions } from 'bull';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { Config, type RedisCluster } from '../../platform/config/config.js';
import { slotOf } from './key-slot.js';

/** To a single server, or to all nodes of a cluster. */
type Client = Redis | Cluster;

const backOff = (attempt: number) => Math.min(100 * attempt, 2_000);

/**
 * Redis connections of all queues of this process: one for commands and one for events, shared; a blocking one
 * for each queue that is consumed.
 */
@Injectable()
export class RedisConnections implements OnApplicationShutdown {
  private readonly logger = new Logger('Redis');
  private readonly shared = new Map<string, Client>();
  private readonly blocking = new Set<Client>();
  private readonly down = new Set<Client>();

  constructor(private readonly config: Config) {}

  /** Connection for commands. Commands wait while Redis is away: callers on a deadline set their own. */
  get commands(): Client {
    return this.sharedClient('client');
  }

  /** True from a connection error until the next connection: what is sent now would pile up in this process. */
  get away(): boolean {
    return this.down.has(this.commands);
  }

  /** Address of the node that serves this key at present; '' where there is one server only. */
  nodeOf(key: string): string {
    const { commands } = this;
    return commands instanceof Cluster ? (commands.slots[slotOf(key)]?.[0] ?? '') : '';
  }

  /**
   * What INFO says, of a cluster each master's.
   * @throws Error when the cluster does not serve every slot
   */
  async info(): Promise<string[]> {
    const { commands } = this;
    if (!(commands instanceof Cluster)) return [await commands.info()];
    const state = /^cluster_state:(\w+)/m.exec(String(await commands.cluster('INFO')))?.[1];
    if (state !== 'ok') throw new Error(`The Redis Cluster is in the state ${state}`);
    return Promise.all(commands.nodes('master').map((node) => node.info()));
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

  private sharedClient(type: string): Client {
    let client = this.shared.get(type);
    if (!client) this.shared.set(type, (client = this.connect(type)));
    return client;
  }

  private connect(type: string): Client {
    const { redisCluster, redisUrl } = this.config;
    const options: RedisOptions = {
      connectionName: `nightshift:${type}`,
      maxRetriesPerRequest: null,
      enableReadyCheck: false,
      // A socket that died without a word is given up after this; longer than Bull's blocking reads (5 s).
      socketTimeout: 10_000,
      connectTimeout: 5_000,
      retryStrategy: backOff,
    };
    const client = redisCluster ? clusterOf(redisCluster, options) : new Redis(redisUrl, options);
    client.setMaxListeners(0);
    client.on('error', (error: Error) => {
      if (!this.down.has(client)) this.logger.warn(`${type} connection: ${error.message}`);
      this.down.add(client);
    });
    if (client instanceof Redis) client.on('close', () => endSocketTimeout(client));
    else client.on('+node', (node: Redis) => node.on('close', () => endSocketTimeout(node)));
    client.on('ready', () => {
      if (this.down.delete(client)) this.logger.log(`${type} connection is back`);
    });
    return client;
  }
}

function clusterOf({ nodes, username, password, tls }: RedisCluster, options: RedisOptions): Cluster {
  return new Cluster(nodes, {
    redisOptions: { ...options, username, password, ...(tls && { tls: {} }) },
    clusterRetryStrategy: backOff,
    // Names are looked up with each connection, not once, and are what a node's certificate is for.
    dnsLookup: (name, done) => done(null, name),
  });
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
