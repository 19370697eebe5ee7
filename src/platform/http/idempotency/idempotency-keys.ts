import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { SystemDatabase } from '../../database/system-database.js';
import { TenantDatabase } from '../../database/tenant-database.js';
import type { Tx } from '../../database/tx.js';
import { AppError } from '../../errors/app-error.js';
import type { KeyedRequest, Principal } from '../../tenancy/context.js';

/** Rows one statement of the cleanup deletes. */
const AT_ONCE = 1_000;

/**
 * Held until the transaction ends. When the process dies, Postgres ends the transaction with the connection, and the key is
 * free again.
 */
const HOLD = `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS held`;

const FIND = `
  SELECT request_hash = $4 AS same, state = 'done' AS done, status, response::text AS body, withheld, ties,
         job_ids AS "jobIds", created_at <= now() - make_interval(hours => $5) AS expired
  FROM idempotency_key WHERE tenant_id = $1 AND route = $2 AND key = $3`;

const FORGET = `
  DELETE FROM idempotency_key WHERE tenant_id = $1 AND route = $2 AND key = $3
    AND created_at <= now() - make_interval(hours => $4)`;

/** An answer that is already kept is not replaced. */
const KEEP = `
  INSERT INTO idempotency_key AS k (tenant_id, route, key, request_hash, state, status, response, withheld)
  VALUES ($1, $2, $3, $4, 'done', $5, $6::json, $7)
  ON CONFLICT (tenant_id, route, key) DO UPDATE
    SET state = 'done', status = excluded.status, response = excluded.response, withheld = excluded.withheld
  WHERE k.state = 'in_flight' AND k.request_hash = excluded.request_hash`;

/** $5: how many ties this run of the request has made. If the row has more, another run has made them. */
const TIE = `
  INSERT INTO idempotency_key AS k (tenant_id, route, key, request_hash, ties) VALUES ($1, $2, $3, $4, 1)
  ON CONFLICT (tenant_id, route, key) DO UPDATE SET ties = k.ties + 1
  WHERE k.request_hash = excluded.request_hash AND k.state = 'in_flight' AND k.ties = $5`;

export interface Answer {
  status: number;
  /** JSON text; null: no body. */
  body: string | null;
  /** The kept body is not the whole answer, because the answer held a secret or was a file. */
  withheld: boolean;
}

/** What an earlier request with the same key has left. */
export interface Earlier extends Answer {
  /** True when its answer was kept; false when it has committed something but its answer was lost. */
  done: boolean;
  ties: number;
  jobIds: string[];
}

/** Requests that carry an Idempotency-Key, and their answers. */
@Injectable()
export class IdempotencyKeys {
  constructor(
    private readonly db: TenantDatabase,
    private readonly system: SystemDatabase,
    private readonly config: Config,
  ) {}

  /** Holds the key until the transaction ends. @throws AppError CONFLICT while another request holds it; as find() */
  async take(tx: Tx, request: KeyedRequest): Promise<Earlier | undefined> {
    const name = [request.tenantId, request.route, request.key].join('\n');
    const hold = await tx.first<{ held: boolean }>(HOLD, [name]);
    if (!hold!.held)
      throw new AppError('CONFLICT', 'A request with this Idempotency-Key is under way', { retryAfterSeconds: 1 });
    // In a statement after the lock, so that it sees what was committed while this request waited for the lock.
    return this.find(tx, request);
  }

  /** @throws AppError UNPROCESSABLE when the key came with another request before */
  async find(tx: Tx, request: KeyedRequest): Promise<Earlier | undefined> {
    const keep = this.config.IDEMPOTENCY_KEEP_HOURS;
    const values = [...idOf(request), request.hash, keep];
    const row = await tx.first<Earlier & { same: boolean; expired: boolean }>(FIND, values);
    if (row?.expired) await tx.run(FORGET, [...idOf(request), keep]);
    if (!row || row.expired) return undefined;
    if (!row.same) throw new AppError('UNPROCESSABLE', 'This Idempotency-Key was used for another request');
    return row;
  }

  /** Keeps the answer for repetitions of the request. */
  async keep(tx: Tx, request: KeyedRequest, { status, body, withheld }: Answer): Promise<void> {
    await tx.run(KEEP, [...idOf(request), request.hash, status, body, withheld]);
  }

  /**
   * Notes with the key that a transaction commits something that cannot be asked for again; one that only read notes
   * nothing.
   * @throws AppError CONFLICT when the same request, sent again, has done so meanwhile
   */
  async tie(tx: Tx, request: KeyedRequest): Promise<void> {
    const row = await tx.first<{ wrote: boolean }>('SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS wrote');
    if (!row!.wrote) return;
    if ((await tx.run(TIE, [...idOf(request), request.hash, request.ties])) === 0)
      throw new AppError('CONFLICT', 'The same request was sent again and is ahead', { retryAfterSeconds: 1 });
    this.db.afterCommit(() => request.ties++);
  }

  /** Deletes keys whose time to be kept is over. Answers how many. */
  async cleanUp(): Promise<number> {
    let deleted = 0;
    for (;;) {
      const some = await this.system.run(
        `DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM idempotency_key WHERE created_at <= now() - make_interval(hours => $1)
           ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
        [this.config.IDEMPOTENCY_KEEP_HOURS, AT_ONCE],
      );
      deleted += some;
      if (some < AT_ONCE) return deleted;
    }
  }
}

/** End of the route of a key that is one user's own. What she asks for by a key of the API is apart. */
export function ofPerson({ userId, subject, apiKeyId }: Pick<Principal, 'userId' | 'subject' | 'apiKeyId'>): string {
  return ` of ${userId ?? subject ?? 'nobody'}${apiKeyId ? ` by ${apiKeyId}` : ''}`;
}

/** Forgets what is kept of one user's own requests. Answers how many there were. */
export function forgetPerson(tx: Tx, userId: string): Promise<number> {
  return tx.run(`DELETE FROM idempotency_key WHERE position($1 IN route) > 0`, [ofPerson({ userId })]);
}

function idOf({ tenantId, route, key }: KeyedRequest): string[] {
  return [tenantId, route, key];
}
