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
/** The same, and the transaction was committed all the same. */
const UNANSWERED = Object.assign(new Error('terminating connection'), { code: '57P01', severity: 'FATAL' });
/** The process is gone. */
const KILLED = new Error('killed');
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
    /** Tenants of the batches that were committed. */
    const there = new Map<string, number>();
    let tenant = 0;
    const context = {
      asTenant: (id: string, work: () => unknown) => {
        tenant = Number(id);
        return work();
      },
    };
    const jobs = {
      enqueueBatch: (...[, , , , id]: unknown[]) => {
        started = true;
        tried.set(tenant, (tried.get(tenant) ?? 0) + 1);
        const error = answer(tenant, tried.get(tenant)!);
        if (!error || error === UNANSWERED) there.set(String(id), tenant);
        if (error === KILLED) return new Promise(() => undefined);
        return error ? Promise.reject(error) : Promise.resolve({ id });
      },
    };
    const row: { batch_ids: string[]; refused: RefusedPart[] } = { batch_ids: [], refused: [] };
    let started = false;
    const db = {
      run: (sql: string, values: unknown[]) => {
        if (sql.includes('INSERT')) {
          expect(started).toBe(false);
          row.batch_ids = values[2] as string[];
        }
        row.refused = JSON.parse(values.at(-1) as string) as RefusedPart[];
        return Promise.resolve(1);
      },
      rows: (_: string, [ids]: [string[]]) => Promise.resolve(ids.filter((id) => there.has(id)).map((id) => ({ id }))),
      first: () => Promise.resolve({ id: 'round', label: 'night', batchIds: row.batch_ids, refused: row.refused }),
    };
    const read = async () => {
      const round = await rounds.waitFor('round', 0);
      return { tenants: round.batchIds.map((id) => there.get(id)), refused: round.refused };
    };
    const rounds = new Rounds(
      db as unknown as SystemDatabase,
      context as unknown as RequestContext,
      jobs as unknown as JobsService,
      undefined as unknown as JobWatch,
      undefined as unknown as Config,
    );
    rounds.againMs = 0;
    await Promise.race([
      rounds.start(
        'night',
        Array.from({ length: tenants }, (_, i) => part(i + 1)),
      ),
      new Promise((resolve) => setTimeout(resolve, 100)),
    ]);
    return { tried, ...(await read()) };
  }

  it('goes on after a tenant that is refused, one that Postgres interrupts, and one that fails', async () => {
    const { tenants, refused } = await start(5, (tenant, tries) => {
      if (tenant === 2) return new AppError('TOO_MANY_REQUESTS', 'The quota is used up');
      if (tenant === 3) return new TypeError('of undefined');
      return tenant === 4 && tries === 1 ? AWAY : undefined;
    });
    expect(tenants).toEqual([1, 4, 5]);
    expect(refused).toMatchObject([
      { hotelIds: [2], message: 'The quota is used up' },
      { hotelIds: [3], message: expect.stringContaining('log') },
    ]);
  });

  it('tries no further tenants while Postgres is away, and tells of all of them', async () => {
    const { tried, tenants, refused } = await start(8, (tenant) => (tenant > 2 ? AWAY : undefined));
    expect(tenants).toEqual([1, 2]);
    expect([...tried]).toEqual([1, 2, 3, 4, 5].map((tenant) => [tenant, tenant > 2 ? 2 : 1]));
    expect(refused.flatMap(({ hotelIds }) => hotelIds)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(refused[0]!.message).toContain('shut down');
  });

  it('starts no second batch where the commit of the first was not answered', async () => {
    const { tried, tenants, refused } = await start(3, (tenant) => (tenant === 2 ? UNANSWERED : undefined));
    expect([[...tried.values()], tenants, refused]).toEqual([[1, 1, 1], [1, 2, 3], []]);
  });

  it('is told of when the process was killed in the middle of it', async () => {
    const { tenants, refused } = await start(4, (tenant) => (tenant === 3 ? KILLED : undefined));
    expect(tenants).toEqual([1, 2]);
    expect(refused.map(({ hotelIds, message }) => [hotelIds, message.split(':')[0]])).toEqual([
      [[3], 'Not started'],
      [[4], 'Not started'],
    ]);
  });
});
