// Postgres and Redis of the run's own. Each is asserted to be the child that was started here before it is harmed.
import { Redis } from 'ioredis';
import { startPostgres } from '../../../scripts/lib/postgres.mjs';
import { isAlive, pause } from '../../../scripts/lib/processes.mjs';
import { startRedis } from '../../../scripts/lib/redis.mjs';

async function gone(pid) {
  while (isAlive(pid)) await pause(10);
}

export class ChaosPostgres {
  #folder;
  #server;

  static async start(folder) {
    const one = new ChaosPostgres();
    one.#folder = folder;
    // With the durability it has in production: an answer must survive the immediate restart.
    one.#server = await startPostgres({ folder });
    return one;
  }

  get url() {
    return this.#server.url;
  }

  get port() {
    return this.#server.port;
  }

  /** Like pg_ctl -m immediate: no checkpoint, every session cut off, recovery at the next start. */
  async crash() {
    process.kill(this.#server.pid, 'SIGQUIT');
    await gone(this.#server.pid);
  }

  async start() {
    const { port } = this;
    this.#server = await startPostgres({ folder: this.#folder, port });
    if (this.port !== port) throw new Error(`somebody took Postgres's port ${port}`);
  }
}

export class ChaosRedis {
  #folder;
  #server;

  static async start(folder) {
    const one = new ChaosRedis();
    one.#folder = folder;
    one.#server = await startRedis({ folder, appendOnly: false });
    if (!one.#server.pid) throw new Error('the fault suite needs a redis-server on this machine, not in a container');
    return one;
  }

  get port() {
    return this.#server.port;
  }

  async kill() {
    process.kill(this.#server.pid, 'SIGKILL');
    await gone(this.#server.pid);
  }

  /** Starts it again at the same address, empty. */
  async start() {
    const { port } = this;
    this.#server = await startRedis({ folder: this.#folder, port, appendOnly: false });
    if (this.port !== port) throw new Error(`somebody took Redis's port ${port}`);
  }

  flushall() {
    return this.#ask((client) => client.flushall());
  }

  /** Highest memory, bytes; 0: no limit. */
  limit(bytes) {
    return this.#ask((client) => client.config('SET', 'maxmemory', String(bytes)));
  }

  async #ask(work) {
    const client = new Redis(this.port, '127.0.0.1', { maxRetriesPerRequest: 3 });
    client.on('error', () => undefined);
    try {
      const pid = Number(/process_id:(\d+)/.exec(await client.info('server'))?.[1]);
      if (pid !== this.#server.pid) throw new Error(`pid ${pid} answers, not the Redis of this run`);
      return await work(client);
    } finally {
      client.disconnect();
    }
  }
}
