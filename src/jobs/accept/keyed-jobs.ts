import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError } from '../../platform/errors/app-error.js';
import { type KeyedRequest, RequestContext } from '../../platform/tenancy/context.js';
import type { JobRow } from '../ledger/job-row.js';

/** The key's row, held until the transaction ends; what it says of the same request was committed. */
const HOLD = `
  INSERT INTO idempotency_key AS k (tenant_id, route, key, request_hash) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id, route, key) DO UPDATE SET job_ids = k.job_ids WHERE k.request_hash = excluded.request_hash
  RETURNING job_ids AS "jobIds"`;

const MADE = `SELECT job_ids AS "jobIds" FROM idempotency_key WHERE tenant_id = $1 AND route = $2 AND key = $3`;
const NOTE = `UPDATE idempotency_key SET job_ids = $4::uuid[] WHERE tenant_id = $1 AND route = $2 AND key = $3`;

/**
 * Jobs of a request with an Idempotency-Key that answers after its commit: noted with the key by the transaction that makes
 * them. The same request, sent again, finds its jobs instead of making others, whether the process of the first has died or still waits for them.
 */
@Injectable()
export class KeyedJobs {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
  ) {}

  /**
   * Accepts jobs, or answers those that this request has started already. A request that starts jobs by several calls
   * gets them back in the order of its calls.
   * @param count how many rows accept answers
   */
  once(count: number, accept: () => Promise<JobRow[]>): Promise<JobRow[]> {
    const request = this.context.store.keyedRequest;
    if (!request) return accept();
    // The jobs themselves are noted with the key, so their transaction needs no other note.
    return this.context.with({ beforeCommit: undefined }, () =>
      this.db.transaction(async (tx) => {
        const ids = await this.hold(tx, request);
        const from = this.turn(request, count);
        const known = await this.load(tx, ids.slice(from, from + count));
        if (known.length === count) return known;
        const rows = await accept();
        const made = rows.map((row) => row.id);
        await tx.run(NOTE, [...idOf(request), ids.toSpliced(from, count, ...made)]);
        return rows;
      }),
    );
  }

  /** Ids of the jobs this request has started; inside a transaction, no others are added until it ends. */
  async made(): Promise<string[]> {
    const request = this.context.store.keyedRequest;
    if (!request) return [];
    if (this.db.open) return this.hold(this.db.open, request);
    const row = await this.db.first<{ jobIds: string[] }>(MADE, idOf(request));
    return row?.jobIds ?? [];
  }

  private async hold(tx: Tx, request: KeyedRequest): Promise<string[]> {
    const row = await tx.first<{ jobIds: string[] }>(HOLD, [...idOf(request), request.hash]);
    if (!row) throw new AppError('UNPROCESSABLE', 'This Idempotency-Key was used for another request');
    return row.jobIds;
  }

  /** Which of the request's jobs this call is about; counted anew when its transaction is repeated. */
  private turn(request: KeyedRequest, count: number): number {
    const open = this.context.store.transaction!;
    const from = request.jobs + (open.jobs ?? 0);
    open.jobs = (open.jobs ?? 0) + count;
    this.db.afterCommit(() => (request.jobs += count));
    return from;
  }

  private async load(tx: Tx, ids: readonly string[]): Promise<JobRow[]> {
    if (ids.length === 0) return [];
    const rows = await tx.rows<JobRow>('SELECT * FROM job WHERE id = ANY($1::uuid[])', [ids]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }
}

function idOf({ tenantId, route, key }: KeyedRequest): string[] {
  return [tenantId, route, key];
}
