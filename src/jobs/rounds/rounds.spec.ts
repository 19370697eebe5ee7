import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Config } from '../../platform/config/config.js';
import type { SystemDatabase } from '../../platform/database/system-database.js';
import { AppError } from '../../platform/errors/app-error.js';
import type { RequestContext } from '../../platform/tenancy/context.js';
import type { JobsService } from '../accept/jobs.service.js';
import type { JobWatch } from '../watch/job-watch.js';
import { type RefusedPart, type RoundPart, Rounds } from './rounds.js';

const AWAY = Object.assign(new Error('terminating connection'), { code: '57P01', severity: 'FATAL' });
/** A tenant's hotel has the tenant's number. */
const part = (hotelId: number) =>
  ({ tenantId: String(hotelId), children: [{ options: { hotelId } }] }) as unknown as RoundPart;

describe('a round', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterAll(() => {
    Logger.overrideLogger(true);
  });

  /** Starts one of tenants 1…n; answers how often each was tried, and what was written. */
  async function start(tenants: number, answer: (tenant: number, tries: number) => Error | undefined) {
    const tried = new Map<number, number>();
    let tenant = 0;
    const context = {
      asTenant: (id: string, work: () => unknown) => {
        tenant = Number(id);
        return work();
      },
    };
    const jobs = {
      enqueueBatch: () => {
        tried.set(tenant, (tried.get(tenant) ?? 0) + 1);
        const error = answer(tenant, tried.get(tenant)!);
        return error ? Promise.reject(error) : Promise.resolve({ id: `batch-${tenant}` });
      },
    };
    const written: unknown[][] = [];
    const db = { run: (_: string, values: unknown[]) => Promise.resolve(written.push(values)) };
    const rounds = new Rounds(
      db as unknown as SystemDatabase,
      context as unknown as RequestContext,
      jobs as unknown as JobsService,
      undefined as unknown as JobWatch,
      undefined as unknown as Config,
    );
    rounds.againMs = 0;
    await rounds.start(
      'night',
      Array.from({ length: tenants }, (_, i) => part(i + 1)),
    );
    const [, , batches, refused] = written[0] as [string, string, string[], string];
    return { tried, batches, refused: JSON.parse(refused) as RefusedPart[] };
  }

  it('goes on after a tenant that is refused, one that Postgres interrupts, and one that fails', async () => {
    const { batches, refused } = await start(5, (tenant, tries) => {
      if (tenant === 2) return new AppError('TOO_MANY_REQUESTS', 'The quota is used up');
      if (tenant === 3) return new TypeError('of undefined');
      return tenant === 4 && tries === 1 ? AWAY : undefined;
    });
    expect(batches).toEqual(['batch-1', 'batch-4', 'batch-5']);
    expect(refused).toEqual([
      { hotelIds: [2], message: 'The quota is used up' },
      { hotelIds: [3], message: expect.stringContaining('log') },
    ]);
  });

  it('tries no further tenants while Postgres is away, and tells of all of them', async () => {
    const { tried, batches, refused } = await start(8, (tenant) => (tenant > 2 ? AWAY : undefined));
    expect(batches).toEqual(['batch-1', 'batch-2']);
    expect([...tried]).toEqual([1, 2, 3, 4, 5].map((tenant) => [tenant, tenant > 2 ? 2 : 1]));
    expect(refused.flatMap(({ hotelIds }) => hotelIds)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(refused[0]!.message).toContain('shut down');
  });
});
