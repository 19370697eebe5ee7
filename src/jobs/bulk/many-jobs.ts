import { Injectable } from '@nestjs/common';
import { AuditService } from '../../platform/audit/audit.service.js';
import type { Tx } from '../../platform/database/tx.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import type { ItemCounts } from '../contract/item.js';
import type { Completed, JobContext } from '../contract/job-context.js';
import { COUNT_ITEMS } from '../items/items.sql.js';
import { BATCH, type LedgerStatus } from '../ledger/job-row.js';
import type { JobFilter } from '../queries/job-filter.js';
import type { JobFilterBody } from '../queries/job-filter.dto.js';
import { JobSearch } from '../queries/job-search.js';
import type { ChangedManyResult } from './bulk.job.js';

/** Jobs that are changed in one transaction: their locks are held together. */
const AT_ONCE = 200;
/** Up to so many are counted. */
const COUNT_AT_MOST = 1_000_000;

/** Why something that fitted was not changed. */
const LEFT = 'Somebody else has dealt with it, or it is run again by a route of its own';

export interface Counted {
  matched: number;
  more: boolean;
  states: { value: LedgerStatus; count: number }[];
}

/** One thing to change, found by its filter. */
export interface Found {
  id: string;
}

/** Which jobs of a filter can be cancelled or retried, and the loop that changes many of anything. */
@Injectable()
export class ManyJobs {
  constructor(
    private readonly search: JobSearch,
    private readonly contracts: ContractRegistry,
    private readonly audit: AuditService,
  ) {}

  /**
   * The jobs of a filter that can be changed so: none of the platform, and none that itself changes many. A batch brings its jobs,
   * whatever they are, as its own routes do; so what is retried of one batch is what its own route would, and nothing of one that a
   * route of its feature runs again.
   * @param until those that were there at this instant, so that the work ends while new ones come
   */
  async filter(fields: JobFilterBody, able: 'cancel' | 'retry', until?: Date): Promise<JobFilter> {
    const except = able === 'retry' && fields.batchId ? this.contracts.retriedElsewhere() : this.contracts.notByHand();
    return { ...(await this.search.filter(fields)), able, except, madeUntil: until };
  }

  async count(filter: JobFilter): Promise<Counted> {
    const { counts, more } = await this.search.byStatus(filter, COUNT_AT_MOST);
    const states = (Object.entries(counts) as [LedgerStatus, number][]).map(([value, count]) => ({ value, count }));
    const sum = states.reduce((before, { count }) => before + count, 0);
    return { matched: Math.min(sum, COUNT_AT_MOST), more, states: states.sort((a, b) => b.count - a.count) };
  }

  /** The jobs after one. A batch brings its jobs, which may be a thousand: nothing else is changed in its transaction. */
  async next(filter: JobFilter, after: string | undefined): Promise<(Found & { name: string })[]> {
    const page = await this.search.idsAfter(filter, after, AT_ONCE);
    const at = page.findIndex(({ name }) => name === BATCH);
    return at < 0 ? page : page.slice(0, Math.max(at, 1));
  }

  /**
   * Changes page after page, each in a transaction of the attempt, until there is no more or the job is cancelled. What was changed
   * has an item each, and is in the trail under who asked for it.
   * @param change answers the ids that it changed, of a batch its jobs too; somebody else has changed the others meanwhile
   */
  async each<Row extends Found>(
    ctx: JobContext,
    action: { route: string; collection: 'jobs' | 'dead-letters' },
    total: number,
    next: (after: string | undefined, limit: number) => Promise<Row[]>,
    change: (tx: Tx, rows: readonly Row[]) => Promise<ReadonlySet<string>>,
  ): Promise<Completed<ChangedManyResult>> {
    let seen = 0;
    for (let after: string | undefined; ;) {
      ctx.signal.throwIfAborted();
      const page = await next(after, AT_ONCE);
      if (page.length === 0) break;
      after = page.at(-1)!.id;
      // An attempt that died had changed some of them; they may have ended again since, and are not changed twice.
      const todo = new Set(await ctx.todo(page.map(({ id }) => id)));
      const rows = page.filter(({ id }) => todo.has(id));
      await ctx.transaction(async (tx) => {
        const ids = await change(tx, rows);
        for (const id of ids) ctx.item(id, 'ok');
        for (const { id } of rows)
          if (!ids.has(id)) ctx.item(id, 'skipped', { code: 'CHANGED_MEANWHILE', message: LEFT });
        // Before the commit: the trail is on a connection of its own, and of a process that dies here it tells twice rather than never.
        await this.note(ctx, action, [...ids]);
      });
      seen += page.length;
      ctx.progress(total > 0 ? (100 * seen) / total : 100);
    }
    return ctx.complete(async (tx) => {
      const { ok, skipped } = (await tx.first<ItemCounts>(COUNT_ITEMS, [ctx.jobId]))!;
      return { changed: ok, skipped };
    });
  }

  private async note(
    ctx: JobContext,
    { route, collection }: { route: string; collection: string },
    ids: readonly string[],
  ): Promise<void> {
    const asked = await this.search.createdBy(ctx.jobId);
    for (let at = 0; at < ids.length; at += AT_ONCE)
      await this.audit.record({
        actor: { kind: 'job', role: 'JOB', tenantId: ctx.tenantId, apiKeyId: null, ...asked },
        action: `POST ${route}`,
        target: { jobId: ctx.jobId },
        about: [`jobs/${ctx.jobId}`, ...ids.slice(at, at + AT_ONCE).map((id) => `${collection}/${id}`)],
        detail: null,
        status: 200,
        requestId: null,
      });
  }
}
