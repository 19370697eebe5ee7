import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError } from '../../platform/errors/app-error.js';
import { type KeyedRequest, RequestContext } from '../../platform/tenancy/context.js';
import type { JobRow } from '../ledger/job-row.js';

/** A request that lost its key to a later one may not start jobs any more. */
const TIE = `
  UPDATE idempotency_key SET job_ids = job_ids || $5::uuid[], locked_at = clock_timestamp()
  WHERE tenant_id = $1 AND route = $2 AND key = $3 AND holder = $4 AND state = 'in_flight'`;

/**
 * Jobs of a request with an Idempotency-Key: noted with the key by the transaction that makes them. When the process
 * died before it could answer, the same request, sent again, finds its jobs instead of making others.
 */
@Injectable()
export class KeyedJobs {
  /** How many of its request's earlier jobs a transaction has answered: another try of it begins with the first again. */
  private readonly answered = new WeakMap<Tx, number>();

  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
  ) {}

  /**
   * Accepts jobs, or answers those that this request has started already. A request that starts jobs by several calls
   * gets them back in the order of its calls.
   * @param count how many rows accept answers
   * @throws AppError CONFLICT when the same request, sent again, has taken over from this one
   */
  once(count: number, accept: () => Promise<JobRow[]>): Promise<JobRow[]> {
    const request = this.context.store.keyedRequest;
    if (!request) return accept();
    return this.db.transaction(async (tx) => {
      const earlier = this.next(tx, request, count);
      const known = await this.load(tx, earlier);
      if (earlier.length === count && known.length === count) return known;
      const rows = await accept();
      await this.tie(tx, request, rows);
      return rows;
    });
  }

  /** The next of the request's earlier jobs; they are used up once the transaction has committed. */
  private next(tx: Tx, { jobIds }: KeyedRequest, count: number): string[] {
    const from = this.answered.get(tx) ?? 0;
    this.answered.set(tx, from + count);
    this.db.afterCommit(() => jobIds.splice(0, count));
    return jobIds.slice(from, from + count);
  }

  private async load(tx: Tx, ids: readonly string[]): Promise<JobRow[]> {
    if (ids.length === 0) return [];
    const rows = await tx.rows<JobRow>('SELECT * FROM job WHERE id = ANY($1::uuid[])', [ids]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  private async tie(tx: Tx, { tenantId, route, key, holder }: KeyedRequest, rows: readonly JobRow[]): Promise<void> {
    const tied = await tx.run(TIE, [tenantId, route, key, holder, rows.map((row) => row.id)]);
    if (tied === 0)
      throw new AppError('CONFLICT', 'The same request, sent again, has taken over', { retryAfterSeconds: 1 });
  }
}
