import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { EffectState } from '../contract/effect.js';

export interface EffectView {
  id: string;
  key: string;
  kind: string;
  jobId: string;
  state: EffectState;
  receipt: Record<string, unknown> | null;
  claimedAt: Date;
  settledAt: Date | null;
  /** The person who settled it; null: the job itself. */
  settledBy: string | null;
  note: string | null;
}

export interface EffectFilter {
  state?: EffectState;
  jobId?: string;
  kind?: string;
  limit: number;
  offset: number;
}

const VIEW = `id, key, kind, job_id AS "jobId", state, receipt, claimed_at AS "claimedAt", settled_at AS "settledAt",
  settled_by AS "settledBy", note`;
const WHERE = `($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR job_id = $2) AND ($3::text IS NULL OR kind = $3)`;

/** How far a total is counted: effects are as many as their jobs. */
const COUNT_AT_MOST = 10_000;

/** A tenant's effects: its jobs' calls to the outside, with their receipts. */
@Injectable()
export class EffectsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
  ) {}

  /** Newest first. */
  async list({ state, jobId, kind, limit, offset }: EffectFilter): Promise<{ effects: EffectView[]; total: number }> {
    const values = [state ?? null, jobId ?? null, kind ?? null];
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>(
        `SELECT count(*) AS total FROM (SELECT 1 FROM effect WHERE ${WHERE} LIMIT ${COUNT_AT_MOST}) AS counted`,
        values,
      );
      const effects = await tx.rows<EffectView>(
        `SELECT ${VIEW} FROM effect WHERE ${WHERE} ORDER BY claimed_at DESC, id DESC LIMIT $4 OFFSET $5`,
        [...values, limit, offset],
      );
      return { effects, total: count?.total ?? 0 };
    });
  }

  /**
   * Records what a person found out about an effect whose outcome is not known. `not-done` frees its key: the job, run again, does it.
   * @throws AppError NOT_FOUND; CONFLICT when the outcome is known, or the call may still be under way.
   */
  async settle(
    id: string,
    outcome: 'done' | 'not-done',
    note: string,
    receipt?: Record<string, unknown>,
  ): Promise<EffectView> {
    return this.db.transaction(async (tx) => {
      const effect = await tx.first<{ state: EffectState; busy: boolean }>(
        `SELECT state, until > now() AS busy FROM effect WHERE id = $1 FOR UPDATE`,
        [id],
      );
      if (!effect) throw notFound('Effect');
      if (effect.state === 'done' || effect.state === 'not-done')
        throw new AppError('CONFLICT', `The effect is settled as ${effect.state} already`);
      if (effect.busy) throw new AppError('CONFLICT', 'The effect may still be under way', { retryAfterSeconds: 30 });
      const row = await tx.first<EffectView>(
        `UPDATE effect SET state = $2, note = $3, receipt = $4::jsonb, settled_at = now(), settled_by = $5
         WHERE id = $1 RETURNING ${VIEW}`,
        [id, outcome, note, receipt ? JSON.stringify(receipt) : null, this.context.principal?.userId ?? null],
      );
      return row!;
    });
  }
}
