import { expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Config } from '../../platform/config/config.js';
import type { SystemDatabase } from '../../platform/database/system-database.js';
import type { Batches } from '../batches/batches.js';
import type { ContractRegistry } from '../contract/contract-registry.js';
import type { Doorbell } from '../doorbell/doorbell.js';
import type { JobEndStatements } from '../ledger/job-end.js';
import type { JobMetrics } from '../metrics/job-metrics.js';
import type { Relay } from '../relay/relay.js';
import { Reconciler } from './reconciler.js';
import { UNCHECKED } from './reconciler.sql.js';

it('rings that one node of a cluster has lost are found while another is away, which is asked once', async () => {
  const nodes: Record<string, string> = { a: 'x', b: 'x', c: 'y' };
  const [asked, woken]: string[][] = [[], []];
  const refused = () => Promise.reject(new Error('not this time'));
  const db = {
    rows: (sql: string) =>
      sql === UNCHECKED
        ? Promise.resolve(Object.keys(nodes).map((name) => ({ name, bell: `bell-${name}`, jobs: 1 })))
        : refused(),
    transaction: refused,
    prepared: refused,
    first: refused,
    run: () => Promise.resolve(1),
  };
  const doorbell = {
    nodeOf: (name: string) => nodes[name],
    generation: () => Promise.resolve('mark'),
    missing: (name: string, bells: string[]) => {
      asked!.push(name);
      return nodes[name] === 'x' ? Promise.reject(new Error('away')) : Promise.resolve(bells);
    },
  };
  const reconciler = new Reconciler(
    db as unknown as SystemDatabase,
    doorbell as unknown as Doorbell,
    { wake: (name: string) => woken!.push(name) } as unknown as Relay,
    { settleAll: () => Promise.resolve() } as unknown as Batches,
    { putBack: () => undefined } as unknown as JobMetrics,
    { get: () => ({}) } as unknown as ContractRegistry,
    { JOBS_LEASE_MS: 1_000, JOBS_TICK_MS: 1_000 } as Config,
    { sql: () => '' } as unknown as JobEndStatements,
  );
  Logger.overrideLogger(false);
  await reconciler.reconcile();
  Logger.overrideLogger(true);
  expect([asked, woken]).toEqual([['a', 'c'], ['c']]);
});
