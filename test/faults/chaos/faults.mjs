import { pause } from '../../../scripts/lib/processes.mjs';
import { LEASE_MS, until } from './world.mjs';

/**
 * The kinds of fault: each is done to the world by its function, which returns when the harm is over. `slow` ones go
 * on while others happen. `hits` names what they touch, of which no second fault may take hold meanwhile.
 */
export const FAULTS = {
  'kill -9 an API': {
    role: 'api',
    run: ({ target }) => target.end('SIGKILL'),
  },
  'kill -9 a worker': {
    role: 'worker',
    run: ({ target }) => target.end('SIGKILL'),
  },
  'kill -9 a scheduler': {
    role: 'scheduler',
    run: ({ target }) => target.end('SIGKILL'),
  },
  'SIGSTOP a worker past its lease': {
    role: 'worker',
    slow: true,
    async run({ target, random }) {
      target.freeze();
      await pause(LEASE_MS + random.between(500, 2_500));
      target.thaw();
    },
  },
  FLUSHALL: {
    hits: 'redis',
    run: ({ world }) => world.redis.flushall(),
  },
  'Redis killed, back empty': {
    hits: 'redis',
    async run({ world, random }) {
      await world.redis.kill();
      await pause(random.between(0, 2_500));
      await world.redis.start();
    },
  },
  'Redis at maxmemory': {
    hits: 'redis',
    async run({ world, random }) {
      // Less than it has in use already: every write is refused.
      await world.redis.limit(1_000_000);
      await pause(random.between(1_500, 3_000));
      await world.redis.limit(0);
    },
  },
  'Postgres immediate restart': {
    hits: 'postgres',
    async run({ world, random }) {
      await world.postgres.crash();
      await pause(random.between(0, 1_500));
      await world.postgres.start();
    },
  },
  'Postgres black-holed for a worker': {
    role: 'worker',
    link: 'postgres',
    slow: true,
    run: (at) => blackHole(at, [LEASE_MS * 2, LEASE_MS * 4]),
  },
  'Redis black-holed for a worker': {
    role: 'worker',
    link: 'redis',
    slow: true,
    // Longer than the 10 s after which its client gives a silent socket up.
    run: (at) => blackHole(at, [11_000, 13_000]),
  },
  'Redis black-holed for an API': {
    role: 'api',
    link: 'redis',
    slow: true,
    run: (at) => blackHole(at, [5_000, 8_000]),
  },
  'poison job': {
    slow: true,
    async run({ world, traffic, name }) {
      const id = await accepted(traffic, 'chaos-poison', { key: name });
      await until(
        async () => (await world.rows(`SELECT 1 FROM job WHERE id = $1 AND status = 'DEAD'`, [id])).length === 1,
        { ms: 90_000, what: () => `${name} to be quarantined` },
      );
    },
  },
};

async function blackHole({ target, link, random, long }, [low, high]) {
  const one = target.links[link];
  one.die();
  await pause(random.between(low, high));
  one.heal(random.pick(long ? ['late', 'cut', 'dead'] : ['late', 'cut']));
}

/** Posts until an API takes it: the one asked may be down itself. */
async function accepted(traffic, type, data) {
  for (let tries = 1; ; tries++) {
    const id = await traffic.post(type, { ...data, key: `${data.key}-${tries}` });
    if (id) return id;
    await pause(200);
  }
}
