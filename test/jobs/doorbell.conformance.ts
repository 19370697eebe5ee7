import { randomUUID } from 'node:crypto';
import { describe, it } from '@jest/globals';
import type { Doorbell, Ring } from '../../src/jobs/doorbell/doorbell.js';

export type Handler = (ids: string[]) => Promise<void>;

/** A queue engine as the suite needs it: one process's doorbell, and what one can do to the broker behind it. */
export interface Engine {
  readonly doorbell: Doorbell;
  /** Attaches a handler; before startConsuming. */
  handle(queue: string, concurrency: number, handler: Handler): void;
  /** Another process at the same broker. */
  another(): Promise<Engine>;
  /** The broker forgets everything. */
  wipe(): Promise<void>;
  /** The broker stops answering. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
  /** How long, ms, a check waits for something to happen. */
  readonly patience: number;
}

export type MakeEngine = () => Promise<Engine>;

/** One thing an engine must keep to. Rejects when it does not. */
export interface Check {
  name: string;
  run(make: MakeEngine): Promise<void>;
}

/** "Within a second", and what a busy machine adds. */
const A_SECOND = 2_000;
const QUEUE = 'conformance';

/** Names of the checks an engine fails. */
export async function failedChecks(make: MakeEngine): Promise<string[]> {
  const failed: string[] = [];
  for (const check of CHECKS)
    await check.run(make).catch((error: Error) => {
      if (!(error instanceof NotConformant)) throw error;
      failed.push(check.name);
    });
  return failed;
}

/** The suite, as jest tests. */
export function doorbellConformance(name: string, make: MakeEngine): void {
  describe(`${name} keeps to the port`, () => {
    for (const check of CHECKS) it(check.name, () => check.run(make));
  });
}

export class NotConformant extends Error {}

function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new NotConformant(otherwise);
}

function same(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  expectThat(a === b, `${what}: ${a}, not ${b}`);
}

/** One engine, one queue with one handler that writes down what it gets and may be held. */
class Bench {
  readonly got: string[][] = [];
  /** What the handler has come to an end with. */
  readonly done: string[][] = [];
  private hold?: { ids: string; gate: Promise<void>; open: () => void };

  constructor(
    readonly engine: Engine,
    concurrency = 1,
    queue = QUEUE,
  ) {
    engine.handle(queue, concurrency, async (ids) => {
      this.got.push(ids);
      try {
        if (ids.includes('throws')) throw new Error('the handler failed');
        if (this.hold && ids.includes(this.hold.ids)) await this.hold.gate;
      } finally {
        this.done.push(ids);
      }
    });
  }

  get doorbell(): Doorbell {
    return this.engine.doorbell;
  }

  get ids(): string[] {
    return this.got.flat();
  }

  /** The handler stays in the message that carries this id until release(). */
  holdAt(ids: string): void {
    let open!: () => void;
    const gate = new Promise<void>((resolve) => (open = resolve));
    this.hold = { ids, gate, open };
  }

  release(): void {
    this.hold?.open();
  }

  async ring(...rings: (Partial<Ring> & { ids: string[] })[]): Promise<string[]> {
    const whole = rings.map((ring) => ({ bell: randomUUID(), ...ring }));
    await this.doorbell.ring(QUEUE, whole);
    return whole.map(({ bell }) => bell);
  }

  times(id: string): number {
    return this.ids.filter((one) => one === id).length;
  }

  async until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const end = Date.now() + this.engine.patience;
    while (!(await condition())) {
      expectThat(Date.now() < end, `waited in vain until ${what}; handed out: ${JSON.stringify(this.got)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

const check = (
  name: string,
  body: (bench: Bench, more: () => Promise<Bench>) => Promise<void>,
  concurrency = 1,
): Check => ({
  name,
  async run(make) {
    const open: Bench[] = [];
    const bench = async (engine: Engine) => {
      open.push(new Bench(engine, concurrency));
      return open.at(-1)!;
    };
    try {
      const first = await bench(await make());
      await body(first, async () => bench(await first.engine.another()));
    } finally {
      for (const one of open) one.release();
      for (const one of open.reverse()) await one.engine.close();
    }
  },
});

async function withinASecond(work: Promise<unknown>, what: string): Promise<'done' | 'refused'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, A_SECOND, 'late')));
  const end = await Promise.race([
    late,
    work.then(
      () => 'done' as const,
      () => 'refused' as const,
    ),
  ]);
  clearTimeout(timer);
  expectThat(end !== 'late', `${what} takes longer than a second`);
  return end;
}

const numbers = (count: number, prefix = 'job') => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);

export const CHECKS: readonly Check[] = [
  check(
    'every ring reaches a handler, once',
    async (bench) => {
      bench.doorbell.startConsuming();
      const [together, alone] = [numbers(60, 'together'), numbers(20, 'alone')];
      await bench.ring(...together.map((id) => ({ ids: [id] })));
      for (const id of alone) await bench.ring({ ids: [id] });
      await bench.until(() => bench.ids.length >= 80, 'all 80 have come');
      // What comes last shows that nothing else is on its way.
      await bench.ring({ ids: ['last'] });
      await bench.until(() => bench.times('last') > 0, 'the last has come');
      same([...bench.ids].sort(), [...together, ...alone, 'last'].sort(), 'handed out');
    },
    5,
  ),

  check('a bundle arrives whole, in its order', async (bench) => {
    bench.doorbell.startConsuming();
    const bundles = [numbers(7, 'a'), numbers(3, 'b'), ['single']];
    await bench.ring(...bundles.map((ids) => ({ ids })));
    await bench.until(() => bench.ids.length >= 11, 'all have come');
    same(bench.got, bundles, 'handed out');
  }),

  check('rings of a queue go to its handler alone', async (bench) => {
    const other = new Bench(bench.engine, 1, 'conformance-other');
    bench.doorbell.startConsuming();
    await bench.ring({ ids: ['mine'] });
    await bench.doorbell.ring('conformance-other', [{ bell: randomUUID(), ids: ['theirs'] }]);
    await bench.until(() => bench.ids.length + other.ids.length >= 2, 'both have come');
    same([bench.ids, other.ids], [['mine'], ['theirs']], 'handed out');
  }),

  check('a ring marked first goes before all that wait', async (bench) => {
    await bench.ring({ ids: ['one'] }, { ids: ['two'] });
    await bench.ring({ ids: ['first'], first: true });
    bench.doorbell.startConsuming();
    await bench.until(() => bench.ids.length >= 3, 'all have come');
    same(bench.ids, ['first', 'one', 'two'], 'order');
  }),

  check('rings marked first keep their order', async (bench) => {
    await bench.ring({ ids: ['one'] }, { ids: ['first'], first: true });
    await bench.ring({ ids: ['second'], first: true }, { ids: ['third'], first: true }, { ids: ['two'] });
    bench.doorbell.startConsuming();
    await bench.until(() => bench.ids.length >= 5, 'all have come');
    const firsts = ['first', 'second', 'third'];
    same(
      bench.ids.filter((id) => firsts.includes(id)),
      firsts,
      'order',
    );
  }),

  check('a bell rung twice wakes once, while it waits and while it runs', async (bench) => {
    const [bell] = await bench.ring({ ids: ['twice'] });
    await bench.ring({ bell, ids: ['twice'] }, { ids: ['next'] });
    bench.holdAt('twice');
    bench.doorbell.startConsuming();
    await bench.until(() => bench.times('twice') > 0, 'it has come');
    await bench.ring({ bell, ids: ['twice'] }, { ids: ['last'] });
    bench.release();
    await bench.until(() => bench.times('last') > 0, 'the last has come');
    same(bench.ids, ['twice', 'next', 'last'], 'handed out');
  }),

  check('a handler that throws is not rung again', async (bench) => {
    bench.doorbell.startConsuming();
    await bench.ring({ ids: ['throws'] });
    await bench.until(() => bench.done.length > 0, 'it has thrown');
    await bench.ring({ ids: ['last'] });
    await bench.until(() => bench.times('last') > 0, 'the last has come');
    same(bench.ids, ['throws', 'last'], 'handed out');
  }),

  check('missing() tells held bells from answered and unknown ones', async (bench) => {
    const unknown = randomUUID();
    const [active] = await bench.ring({ ids: ['active'] });
    bench.holdAt('active');
    bench.doorbell.startConsuming();
    await bench.until(() => bench.times('active') > 0, 'the first runs');
    const [waiting] = await bench.ring({ ids: ['waiting'] });
    same(await bench.doorbell.missing(QUEUE, [active!, unknown, waiting!]), [unknown], 'missing');
    same(await bench.doorbell.missing(QUEUE, []), [], 'missing of none');
    bench.release();
    await bench.until(
      async () => (await bench.doorbell.missing(QUEUE, [active!, waiting!])).length === 2,
      'answered bells are missing',
    );
  }),

  check('after a wipe every bell is missing', async (bench) => {
    const bells = await bench.ring(...numbers(5).map((id) => ({ ids: [id] })));
    same(await bench.doorbell.missing(QUEUE, bells), [], 'missing before');
    await bench.engine.wipe();
    same(await bench.doorbell.missing(QUEUE, bells), bells, 'missing after');
  }),

  check('a wipe takes the generation mark along', async (bench) => {
    same(await bench.doorbell.generation(), null, 'mark of a new engine');
    await bench.doorbell.markGeneration('one');
    same(await bench.doorbell.generation(), 'one', 'mark');
    await bench.engine.wipe();
    same(await bench.doorbell.generation(), null, 'mark after the wipe');
  }),

  check('the mark that is there stays', async (bench) => {
    await bench.doorbell.markGeneration('one');
    await bench.doorbell.markGeneration('two');
    same(await bench.doorbell.generation(), 'one', 'mark');
  }),

  check('nothing is handed out before startConsuming', async (bench, more) => {
    const witness = await more();
    witness.doorbell.startConsuming();
    for (const id of numbers(20)) await bench.ring({ ids: [id] });
    await bench.until(() => bench.ids.length + witness.ids.length >= 20, 'all have come');
    same(bench.ids, [], 'handed out too early');
    bench.doorbell.startConsuming();
    await bench.ring({ ids: ['late'] }, { ids: ['later'] });
    await bench.until(() => bench.ids.length + witness.ids.length >= 22, 'both have come');
  }),

  check('after stopConsuming nothing more is handed out here', async (bench, more) => {
    const witness = await more();
    for (const one of [bench, witness]) one.doorbell.startConsuming();
    await bench.ring({ ids: ['before'] });
    await bench.until(() => bench.ids.length + witness.ids.length > 0, 'the first has come');
    await bench.doorbell.stopConsuming();
    const before = bench.ids.length;
    for (const id of numbers(20)) await bench.ring({ ids: [id] });
    await bench.until(() => bench.ids.length + witness.ids.length >= 21, 'all have come');
    same(bench.ids.length, before, 'handed out here');
  }),

  check('stopConsuming takes a second at most, and what runs goes on', async (bench) => {
    bench.holdAt('running');
    bench.doorbell.startConsuming();
    await bench.ring({ ids: ['running'] });
    await bench.until(() => bench.times('running') > 0, 'it runs');
    await withinASecond(bench.doorbell.stopConsuming(), 'stopConsuming');
    same(bench.done, [], 'ended by then');
    bench.release();
    await bench.until(() => bench.done.length > 0, 'it has ended');
  }),

  check('two consumers share the rings', async (bench, more) => {
    const other = await more();
    for (const one of [bench, other]) {
      one.holdAt('held');
      one.doorbell.startConsuming();
    }
    // Whoever gets it first is busy with it: the second must go to the other.
    await bench.ring({ ids: ['held', 'one'] }, { ids: ['held', 'two'] });
    await bench.until(() => bench.got.length === 1 && other.got.length === 1, 'each has one');
    for (const one of [bench, other]) one.release();
    await bench.ring(...numbers(20).map((id) => ({ ids: [id] })));
    await bench.until(() => bench.got.length + other.got.length >= 22, 'all have come');
    same(new Set([...bench.ids, ...other.ids]).size, 23, 'different ids');
  }),

  check('away: ring, missing and generation reject within a second', async (bench) => {
    await bench.ring({ ids: ['before'] });
    await bench.engine.goAway();
    const calls = {
      ring: bench.ring({ ids: ['lost'] }),
      missing: bench.doorbell.missing(QUEUE, [randomUUID()]),
      generation: bench.doorbell.generation(),
      markGeneration: bench.doorbell.markGeneration('lost'),
      check: bench.doorbell.check(),
    };
    const ends = await Promise.all(Object.entries(calls).map(([name, call]) => withinASecond(call, name)));
    same(
      ends,
      Object.keys(calls).map(() => 'refused'),
      'answers of an engine that is away',
    );
  }),

  check('away: stopConsuming still takes a second at most', async (bench) => {
    bench.doorbell.startConsuming();
    await bench.ring({ ids: ['before'] });
    await bench.until(() => bench.ids.length > 0, 'it has come');
    await bench.engine.goAway();
    await withinASecond(bench.doorbell.stopConsuming(), 'stopConsuming');
  }),

  check('back again: it rings as before', async (bench) => {
    bench.doorbell.startConsuming();
    await bench.doorbell.check();
    await bench.engine.goAway();
    await bench.engine.comeBack();
    await bench.until(
      () =>
        bench.doorbell.check().then(
          () => true,
          () => false,
        ),
      'it answers',
    );
    await bench.ring({ ids: ['again'] });
    await bench.until(() => bench.times('again') > 0, 'it has come');
  }),
];
