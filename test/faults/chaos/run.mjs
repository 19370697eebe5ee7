import { pause } from '../../../scripts/lib/processes.mjs';
import { check, holds } from './check.mjs';
import { FAULTS } from './faults.mjs';
import { Random } from './random.mjs';
import { Recovery } from './recovery.mjs';
import { answerTimes } from './report.mjs';
import { planSlots } from './slots.mjs';
import { Traffic } from './traffic.mjs';
import { until } from './world.mjs';

/** Without any job ending for so long, ms, what is left is not late but lost. */
const STALLED_MS = 45_000;
const REDIS_AWAY = ['Redis killed, back empty', 'Redis at maxmemory'];

/**
 * Faults in an order and at moments that the seed decides, under traffic; then peace, and everything is counted.
 * @param options jobs: how many must be acked; ms: how long faults go on (short form: one of each kind, however long)
 */
export async function chaos(world, { seed, jobs, ms, say }) {
  const random = new Random(seed);
  const started = Date.now();
  await startFleet(world);
  const expectedMs = ms ?? 35_000;
  const traffic = new Traffic(world, random, { perSecond: Math.ceil((jobs * 1000) / expectedMs) });
  const slots = await planSlots(world.db, random, {
    count: Math.min(400, Math.ceil(expectedMs / 200)),
    withinMs: expectedMs,
  });
  const recovery = new Recovery(world);
  traffic.start();
  const run = new FaultRun(world, traffic, recovery, random, say, ms !== undefined);
  const end = Date.now() + expectedMs;
  do {
    // Every kind once a round: chance alone would leave some out.
    for (const kind of random.shuffle(Object.keys(FAULTS))) {
      await run.one(kind);
      await pause(random.between(200, ms ? 3_000 : 800));
    }
  } while (ms && Date.now() < end);
  await run.settled();
  while (traffic.acked.size < jobs) await pause(100);
  await traffic.stop();
  say(`${traffic.acked.size} acked; waiting for the rest to run`);
  await world.ready();
  await recovery.settled();
  const requeued = await drain(world);
  const found = await check(world.db, { ...traffic, slots });
  const deaths = world.processes.flatMap(({ name, deaths: all }) => all.map((death) => ({ name, ...death })));
  const counts = {
    acked: traffic.acked.size,
    lost: found.lost.length + found.unfinished.length + found.wrong.length,
    doubled: found.doubled.length,
    'unknown (no answer)': traffic.unknown.size,
    'of these accepted': found.acceptedUnknown.length,
    'refused (503)': traffic.refused.size,
    'refused and accepted': found.acceptedRefused.length,
    'not connected': traffic.unsent,
    slots: slots.size,
    'quarantined as bystanders, requeued': requeued.length,
    'wrong answers': traffic.wrong.length,
  };
  const faulty = deaths.filter(({ wasReady }) => wasReady);
  const ok = holds(found) && traffic.wrong.length === 0 && faulty.length === 0;
  return {
    ok,
    seed,
    seconds: (Date.now() - started) / 1000,
    recovery: await recovery.table(requeued),
    counts,
    found,
    deaths: faulty,
    wrong: traffic.wrong.slice(0, 5),
    accept: {
      'at any time': answerTimes(traffic.answers, [{ from: 0, to: Infinity }]),
      'with Redis away or full': answerTimes(traffic.answers, run.windows(REDIS_AWAY)),
      'with a black hole for a Redis': answerTimes(traffic.answers, run.windows(['Redis black-holed for an API'])),
    },
  };
}

async function startFleet(world) {
  const linked = { linked: true };
  await Promise.all([
    world.start('api-1'),
    world.start('api-2', linked),
    world.start('worker-1'),
    world.start('worker-2', linked),
    world.start('worker-3', linked),
    world.start('scheduler-1'),
    world.start('scheduler-2'),
  ]);
  await world.ready();
}

/** Does faults one after another; slow ones go on in the background. */
class FaultRun {
  #busy = new Set();
  #slow = [];
  #spans = [];
  #failed = [];

  constructor(world, traffic, recovery, random, say, long) {
    Object.assign(this, { world, traffic, recovery, random, say, long });
  }

  async one(kind) {
    const fault = FAULTS[kind];
    const target = fault.role && (await this.#target(fault));
    const name = `poison-${this.#spans.length}`;
    this.say(target ? `${kind}: ${target.name}` : kind);
    const noted = await this.recovery.begin(kind, target ? [target] : this.#untouched(), target);
    const span = { kind, from: noted.at, api: target?.role === 'api' ? target.name : undefined };
    this.#spans.push(span);
    if (target) this.#busy.add(target);
    const work = fault
      .run({
        world: this.world,
        traffic: this.traffic,
        random: this.random,
        target,
        link: fault.link,
        name,
        long: this.long,
      })
      .catch((error) => this.#failed.push(error))
      .finally(() => {
        span.to = Date.now();
        this.#busy.delete(target);
        this.recovery.over(noted);
      });
    if (fault.slow) this.#slow.push(work);
    else await work;
  }

  async settled() {
    await Promise.all(this.#slow);
    if (this.#failed.length > 0) throw this.#failed[0];
  }

  #untouched() {
    return this.world.processes.filter((one) => one.wasReady && !this.#busy.has(one));
  }

  windows(kinds) {
    return this.#spans.filter(({ kind }) => kinds.includes(kind));
  }

  /** A process of the role that lives and is not under another fault. */
  async #target({ role, link }) {
    const fit = () =>
      this.world
        .of(role)
        .filter(
          (one) => one.alive && one.wasReady && !one.frozen && !this.#busy.has(one) && (!link || one.links[link]),
        );
    await until(() => fit().length > 0, { ms: 60_000, what: () => `a ${role} to harm` });
    return this.random.pick(fit());
  }
}

/**
 * Waits until nothing is under way any more. Jobs that three faults in a row have hit are quarantined like a poison;
 * an operator would requeue them, and so does this. Answers their ids.
 */
async function drain(world) {
  const requeued = [];
  let left = Infinity;
  let since = Date.now();
  for (;;) {
    const [{ n }] = await world.rows(`SELECT count(*)::int AS n FROM job_live WHERE name LIKE 'chaos-%'`);
    const [{ owed }] = await world.rows(
      `SELECT count(*)::int AS owed FROM schedule WHERE name = 'chaos-slot' AND last_run_at IS NULL`,
    );
    if (n + owed < left) [left, since] = [n + owed, Date.now()];
    if (n + owed === 0) {
      const bystanders = await world.rows(
        `SELECT h.id, h.tenant_id AS tenant, d.id AS letter FROM job_history h JOIN dead_letter d ON d.job_id = h.id AND d.resolved_at IS NULL
         WHERE h.name IN ('chaos-effect', 'chaos-slot') AND h.status = 'DEAD' AND h.crashes >= 3`,
      );
      if (bystanders.length === 0) return requeued;
      for (const { id, letter } of bystanders) {
        requeued.push(id);
        await requeue(world, letter);
      }
      left = Infinity;
    }
    if (Date.now() - since > STALLED_MS) return requeued;
    await pause(200);
  }
}

async function requeue(world, letter) {
  const [api] = world.of('api');
  // One of the tenants has it; to the other it does not exist.
  for (const key of world.keys)
    await fetch(`${api.baseUrl}/api/v1/jobs/dead-letters/${letter}/requeue`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{}',
    });
}
