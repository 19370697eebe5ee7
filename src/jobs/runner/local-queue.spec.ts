import { describe, expect, it } from '@jest/globals';
import { LocalQueue } from './local-queue.js';
import { RunningJob } from './running-job.js';

/** A queue of so many places whose jobs run until the test ends them, and are expected to run 5 ms. */
class World {
  readonly begun: string[] = [];
  private readonly ends = new Map<string, () => void>();
  readonly queue: LocalQueue<void>;

  constructor(places: number, runMs = 5) {
    this.queue = new LocalQueue<void>(places, {
      claim: (ids) => Promise.resolve(ids.map((id) => job(id))),
      handle: ({ id }) => {
        this.begun.push(id);
        return new Promise((resolve) => this.ends.set(id, resolve));
      },
      runMs: () => runMs,
      settle: () => Promise.resolve(),
      giveBack: () => Promise.resolve(),
    });
  }

  async ring(...ids: string[]): Promise<void> {
    void this.queue.take(ids);
    await turn();
  }

  async takeClaimed(id: string): Promise<void> {
    void this.queue.takeClaimed(job(id));
    await turn();
  }

  async end(id: string): Promise<void> {
    this.ends.get(id)!();
    await turn();
  }
}

/** `a-1` is tenant a's. */
function job(id: string): RunningJob {
  return new RunningJob({ id, tenant_id: id.split('-')[0]! } as RunningJob['row'], Infinity);
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const many = (tenant: string, count: number) => Array.from({ length: count }, (_, n) => `${tenant}-${n}`);

describe('the jobs of a queue in one process', () => {
  it("puts a tenant's first job before those of tenants at work, and not its second", async () => {
    const world = new World(4);
    await world.ring(...many('a', 10));
    expect([world.begun.length, world.queue.idle, world.queue.placesForFirstJobs]).toEqual([4, 0, 1]);
    await world.takeClaimed('b-0');
    await world.takeClaimed('b-1');
    await world.takeClaimed('c-0');
    expect(world.queue.placesForFirstJobs).toBe(0);
    for (const id of many('a', 3)) await world.end(id);
    expect(world.begun.slice(4, 6)).toEqual(['b-0', 'c-0']);
  });

  it('reserves a place for first jobs once there was one', async () => {
    const world = new World(4);
    await world.ring(...many('a', 20));
    await world.takeClaimed('b-0');
    await world.end('a-0');
    expect(world.begun.at(-1)).toBe('b-0');
    await world.end('b-0');
    expect([world.begun.length, world.queue.placesForFirstJobs]).toEqual([5, 1]);
    await world.takeClaimed('b-1');
    expect(world.begun.at(-1)).toBe('b-1');
    await world.end('a-1');
    // Two places are free now: one of them stays so.
    await world.end('b-1');
    expect(world.begun.slice(6)).toEqual(['a-4']);
  });

  it('keeps none where there are few places, or jobs take long', async () => {
    for (const world of [new World(3), new World(4, 1_000)]) {
      await world.ring('a-0', 'a-1', 'a-2', 'a-3', 'a-4', 'a-5');
      const before = world.begun.length;
      await world.takeClaimed('b-0');
      await world.end('a-0');
      await world.end('b-0');
      expect(world.begun.length).toBe(before + 2);
    }
  });

  it('keeps none for the jobs of one tenant alone', async () => {
    const world = new World(4);
    await world.takeClaimed('a-0');
    await world.ring(...many('a', 9).slice(1));
    expect(world.begun).toHaveLength(4);
  });
});
