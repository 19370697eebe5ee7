import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { SystemDatabase } from '../../database/system-database.js';
import { AppError } from '../../errors/app-error.js';
import type { KeyedRequest } from '../../tenancy/context.js';

/** A request whose holder gave no sign of life for so long has died, s. */
const STALE_S = 30;
/** How often a holder gives one, ms. */
export const BEAT_MS = 10_000;
/** Rows one statement of the cleanup deletes. */
const AT_ONCE = 1_000;

/** $1 tenant, $2 route, $3 key, $4 hash, $5 holder, $6 seconds until stale, $7 hours kept. */
const CLAIM = `
  INSERT INTO idempotency_key AS k (tenant_id, route, key, request_hash, holder) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (tenant_id, route, key) DO UPDATE SET holder = excluded.holder, locked_at = clock_timestamp()
  WHERE k.state = 'in_flight' AND k.request_hash = excluded.request_hash
    AND k.locked_at < clock_timestamp() - make_interval(secs => $6)
    AND k.created_at > now() - make_interval(hours => $7)
  RETURNING job_ids AS "jobIds"`;

const EXISTING = `
  SELECT request_hash = $4 AS same, state, status, response::text AS response,
         created_at <= now() - make_interval(hours => $5) AS expired
  FROM idempotency_key WHERE tenant_id = $1 AND route = $2 AND key = $3`;

const MINE = 'tenant_id = $1 AND route = $2 AND key = $3 AND holder = $4';

interface Existing {
  same: boolean;
  state: 'in_flight' | 'done';
  status: number;
  response: string | null;
  expired: boolean;
}

export interface StoredAnswer {
  status: number;
  /** JSON text; null: no body. */
  body: string | null;
}

/** Requests that carry an Idempotency-Key, and their answers. */
@Injectable()
export class IdempotencyKeys {
  constructor(
    private readonly db: SystemDatabase,
    private readonly config: Config,
  ) {}

  /**
   * The request is the caller's to carry out, or has been answered.
   * @throws AppError UNPROCESSABLE when the key came with another request before, CONFLICT while that one is under way
   */
  async begin(
    request: { tenantId: string; route: string; key: string },
    hash: Buffer,
  ): Promise<KeyedRequest | StoredAnswer> {
    const { tenantId, route, key } = request;
    const holder = randomUUID();
    const keep = this.config.IDEMPOTENCY_KEEP_HOURS;
    // An earlier request may give its key back, or grow too old, between two statements.
    for (let round = 0; round < 3; round++) {
      const mine = await this.db.first<{ jobIds: string[] }>(CLAIM, [
        tenantId,
        route,
        key,
        hash,
        holder,
        STALE_S,
        keep,
      ]);
      if (mine) return { ...request, holder, jobIds: mine.jobIds };
      const existing = await this.db.first<Existing>(EXISTING, [tenantId, route, key, hash, keep]);
      if (existing?.expired) await this.forget(request);
      else if (existing) return answerOf(existing);
    }
    throw underWay();
  }

  /** Still at work on it. */
  async beat(request: KeyedRequest): Promise<void> {
    await this.db.run(`UPDATE idempotency_key SET locked_at = clock_timestamp() WHERE ${MINE}`, values(request));
  }

  /** Keeps the answer for whoever asks again. */
  async finish(request: KeyedRequest, { status, body }: StoredAnswer): Promise<void> {
    await this.db.run(`UPDATE idempotency_key SET state = 'done', status = $5, response = $6::json WHERE ${MINE}`, [
      ...values(request),
      status,
      body,
    ]);
  }

  /** There is no answer to keep. With jobs started, the next request gets those jobs; without, it begins anew. */
  async giveUp(request: KeyedRequest): Promise<void> {
    await this.db.run(
      `WITH again AS (
         UPDATE idempotency_key SET locked_at = '-infinity' WHERE ${MINE} AND state = 'in_flight' AND job_ids <> '{}')
       DELETE FROM idempotency_key WHERE ${MINE} AND state = 'in_flight' AND job_ids = '{}'`,
      values(request),
    );
  }

  /** Deletes what is older than it is kept. Answers how many. */
  async cleanUp(): Promise<number> {
    let deleted = 0;
    for (;;) {
      const some = await this.db.run(
        `DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM idempotency_key WHERE created_at <= now() - make_interval(hours => $1)
           ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
        [this.config.IDEMPOTENCY_KEEP_HOURS, AT_ONCE],
      );
      deleted += some;
      if (some < AT_ONCE) return deleted;
    }
  }

  private async forget({ tenantId, route, key }: { tenantId: string; route: string; key: string }): Promise<void> {
    await this.db.run(
      `DELETE FROM idempotency_key WHERE tenant_id = $1 AND route = $2 AND key = $3
         AND created_at <= now() - make_interval(hours => $4)`,
      [tenantId, route, key, this.config.IDEMPOTENCY_KEEP_HOURS],
    );
  }
}

function values({ tenantId, route, key, holder }: KeyedRequest): unknown[] {
  return [tenantId, route, key, holder];
}

function answerOf({ same, state, status, response }: Existing): StoredAnswer {
  if (!same) throw new AppError('UNPROCESSABLE', 'This Idempotency-Key was used for another request');
  if (state === 'in_flight') throw underWay();
  return { status, body: response };
}

function underWay(): AppError {
  return new AppError('CONFLICT', 'A request with this Idempotency-Key is under way', { retryAfterSeconds: 1 });
}
