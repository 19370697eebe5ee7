import { randomUUID } from 'node:crypto';
import type { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Completed, JobContext } from '../contract/job-context.js';

/**
 * What a handler gets, for calling it directly, without a ledger row: transactions are the tenant's but not fenced, items
 * and progress go nowhere, effects and snoozes are refused. For rules that need the database and an instant, not the queue;
 * whatever concerns retries, items, effects or the fence is tested with `JobsKit.run`.
 */
export function handlerContext(db: TenantDatabase, tenantId: string, over: Partial<JobContext> = {}): JobContext {
  return {
    jobId: randomUUID(),
    tenantId,
    attempt: 1,
    scheduledFor: new Date(),
    batchId: null,
    signal: new AbortController().signal,
    progress: () => undefined,
    item: () => undefined,
    todo: (keys) => Promise.resolve([...keys]),
    effect: () => Promise.reject(new Error('effects need a job of the ledger: use JobsKit.run')),
    snooze: () => {
      throw new Error('snoozing needs a job of the ledger: use JobsKit.run');
    },
    transaction: (fn) => db.transaction(fn),
    complete: async <Result>(fn: Parameters<JobContext['complete']>[0]) =>
      ({ result: await db.transaction(fn) }) as Completed<Result>,
    ...over,
  };
}
