import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Config } from '../../platform/config/config.js';
import type { SystemDatabase } from '../../platform/database/system-database.js';
import type { ContractRegistry } from '../contract/contract-registry.js';
import type { Doorbell } from '../doorbell/doorbell.js';
import type { Fleet } from '../fleet/fleet.js';
import type { Promotion } from './promotion.js';
import { Relay } from './relay.js';
import { WAITING } from './relay.sql.js';

describe('the relay, when rings are not taken', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterAll(() => {
    Logger.overrideLogger(true);
  });

  /** One look at queues that all have a job; answers what was rung, and which queues' new jobs may leave at once afterwards. */
  async function look(nodes: Record<string, string>, away: string) {
    const names = Object.keys(nodes);
    const rung: string[] = [];
    let back = 0;
    const db = {
      prepared: (sql: string, [asked]: [string[]]) =>
        Promise.resolve(
          sql === WAITING
            ? asked.map((name) => ({ name, rung: 0, limited: false }))
            : [{ bell: 'bell', ids: 'id', first: true, last: 'tenant' }],
        ),
      run: () => Promise.resolve(back++),
    };
    const doorbell = {
      nodeOf: (name: string) => nodes[name],
      ring: (name: string) => {
        rung.push(name);
        return nodes[name] === away ? Promise.reject(new Error('away')) : Promise.resolve();
      },
    };
    const relay = new Relay(
      db as unknown as SystemDatabase,
      { names: () => names, get: () => ({ limits: {} }) } as unknown as ContractRegistry,
      { places: () => 1, workers: () => 1, runMs: () => undefined } as unknown as Fleet,
      doorbell as unknown as Doorbell,
      { step: () => Promise.resolve({ names: [], more: false }) } as unknown as Promotion,
      { JOBS_TICK_MS: 60_000 } as Config,
    );
    relay.start();
    await new Promise((resolve) => setTimeout(resolve, 10));
    const open = [...relay.places(names).keys()];
    // More work for all of them before the pause is over.
    const first = [...rung];
    for (const name of names) relay.wake(name);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await relay.stop();
    return { first, then: rung.slice(first.length), open, back };
  }

  it('by a Redis that is away tries one queue, not each, and holds all', async () => {
    const { first, then, open, back } = await look({ a: '', b: '', c: '' }, '');
    expect([first, then, open, back]).toEqual([['a'], [], [], 1]);
  });

  it('by one node of a cluster goes on with the queues of the others', async () => {
    const { first, then, open, back } = await look({ a: 'x', b: 'y', c: 'x', d: 'z', e: 'y' }, 'x');
    expect([first.sort(), then.sort(), open, back]).toEqual([
      ['a', 'b', 'd', 'e'],
      ['b', 'd', 'e'],
      ['b', 'd', 'e'],
      1,
    ]);
  });
});
