import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { ItemCounts, ItemOutcome } from '../contract/item.js';
import { COUNT_CODES, COUNT_ITEMS, ITEMS_AFTER } from './items.sql.js';

/** One item of a job as its tenant sees it. */
export interface ItemView {
  key: string;
  outcome: ItemOutcome;
  code: string | null;
  message: string | null;
  data: Record<string, unknown> | null;
  /** Attempt that told it. */
  attempt: number;
  at: Date;
}

export interface CountedCode {
  code: string;
  count: number;
}

const VIEW = 'item_key AS key, outcome, code, message, data, attempt, at';

/** The items of jobs, for their tenant. */
@Injectable()
export class ItemsService {
  constructor(private readonly db: TenantDatabase) {}

  /** In the order in which they were told. @throws AppError NOT_FOUND when the tenant has no such job. */
  async list(
    jobId: string,
    filter: { outcome?: ItemOutcome; code?: string; limit: number; offset: number },
  ): Promise<{ items: ItemView[]; total: number; counts: ItemCounts; codes: CountedCode[] }> {
    return this.db.transaction(async (tx) => {
      if (!(await tx.first('SELECT 1 FROM job WHERE id = $1', [jobId]))) throw notFound('Job');
      const counts = await countItems(tx, jobId);
      const items = await tx.rows<ItemView>(
        `SELECT ${VIEW} FROM job_item WHERE job_id = $1 AND ($2::text IS NULL OR outcome = $2) AND ($3::text IS NULL OR code = $3)
         ORDER BY seq LIMIT $4 OFFSET $5`,
        [jobId, filter.outcome ?? null, filter.code ?? null, filter.limit, filter.offset],
      );
      const codes = await tx.rows<CountedCode>(COUNT_CODES, [jobId, filter.outcome ?? null]);
      const all = filter.outcome ? counts[filter.outcome] : counts.ok + counts.skipped + counts.failed;
      return { items, total: filter.code === undefined ? all : await countOfCode(tx, jobId, filter), counts, codes };
    });
  }

  /** Up to so many items after a seq, in order. */
  after(jobId: string, seq: number, limit: number): Promise<(ItemView & { seq: number })[]> {
    return this.db.rows<ItemView & { seq: number }>(ITEMS_AFTER, [jobId, seq, limit]);
  }
}

async function countOfCode(tx: Tx, jobId: string, of: { outcome?: ItemOutcome; code?: string }): Promise<number> {
  const row = await tx.first<{ count: number }>(
    `SELECT count(*)::int AS count FROM job_item WHERE job_id = $1 AND ($2::text IS NULL OR outcome = $2) AND code = $3`,
    [jobId, of.outcome ?? null, of.code],
  );
  return row!.count;
}

export async function countItems(tx: Tx, jobId: string): Promise<ItemCounts> {
  return (await tx.first<ItemCounts>(COUNT_ITEMS, [jobId]))!;
}
