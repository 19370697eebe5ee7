import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { NamedHotels } from '../accept/named-hotels.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { checkPayload, serializePayload } from '../contract/payload.js';
import { JobControl } from '../control/job-control.js';
import type { JobError } from '../ledger/job-row.js';
import { type JobView, toView } from '../ledger/job-view.js';

export interface DeadLetterView {
  id: string;
  jobId: string;
  jobName: string;
  hotelId: number | null;
  data: Record<string, unknown>;
  error: JobError;
  /** exhausted: attempts used up; permanent: retrying cannot help; quarantined: its workers crashed. */
  reason: 'exhausted' | 'permanent' | 'quarantined';
  attempts: number;
  /** Its group: failures of a kind that differ in ids, numbers and names only have the same. */
  fingerprint: string;
  createdAt: Date;
}

export interface DeadLetterDetail extends DeadLetterView {
  /** null: open. */
  resolvedAt: Date | null;
  resolution: 'requeued' | 'discarded' | null;
}

export interface DeadLetterGroup {
  fingerprint: string;
  jobName: string;
  /** Of the newest. */
  error: JobError;
  count: number;
  /** Hotels concerned. */
  hotels: number;
  first: Date;
  last: Date;
}

/** Kinds that change many jobs (bulk/). Many letters are requeued without theirs, which would change what fitted their old filters. */
export const CHANGES_MANY = ['cancel-jobs', 'retry-jobs', 'discard-dead-letters', 'requeue-dead-letters'] as const;

export interface DeadLetterFilter {
  jobName?: string;
  reason?: string;
  hotelId?: number;
  /** Part of the error's code or message, case-insensitive. */
  error?: string;
  fingerprint?: string;
  jobId?: string;
  /** Not of these kinds. */
  except?: readonly string[];
}

const VIEW = `id, job_id AS "jobId", name AS "jobName", hotel_id AS "hotelId", data, error, reason, attempts,
  fingerprint, created_at AS "createdAt"`;

const WHERE = `resolved_at IS NULL
  AND ($1::text IS NULL OR name = $1)
  AND ($2::text IS NULL OR reason = $2)
  AND ($3::int IS NULL OR hotel_id = $3)
  AND ($4::text IS NULL OR position(lower($4) IN lower(error ->> 'code' || ' ' || (error ->> 'message'))) > 0)
  AND ($5::text IS NULL OR fingerprint = $5)
  AND ($6::uuid IS NULL OR job_id = $6)
  AND name <> ALL ($7::text[])`;

const valuesOf = (filter: DeadLetterFilter): unknown[] => [
  filter.jobName ?? null,
  filter.reason ?? null,
  filter.hotelId ?? null,
  filter.error ?? null,
  filter.fingerprint ?? null,
  filter.jobId ?? null,
  filter.except ?? [],
];

/** At most this many are requeued by one request; the answer says how many are left. */
const REQUEUE_AT_ONCE = 1_000;

/** Jobs that were given up, kept with their data until somebody fixes or discards them. */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly control: JobControl,
    private readonly contracts: ContractRegistry,
    private readonly hotels: NamedHotels,
  ) {}

  /** Open dead letters, newest first. */
  async list(
    filter: DeadLetterFilter,
    limit: number,
    offset: number,
  ): Promise<{ deadLetters: DeadLetterView[]; total: number }> {
    const values = valuesOf(filter);
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>(
        `SELECT count(*) AS total FROM dead_letter WHERE ${WHERE}`,
        values,
      );
      const deadLetters = await tx.rows<DeadLetterView>(
        `SELECT ${VIEW} FROM dead_letter WHERE ${WHERE} ORDER BY created_at DESC, id DESC LIMIT $8 OFFSET $9`,
        [...values, limit, offset],
      );
      return { deadLetters, total: count?.total ?? 0 };
    });
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<DeadLetterDetail> {
    const letter = await this.db.first<DeadLetterDetail>(
      `SELECT ${VIEW}, resolved_at AS "resolvedAt", resolution FROM dead_letter WHERE id = $1`,
      [id],
    );
    if (!letter) throw notFound('Dead letter');
    return letter;
  }

  /** Open dead letters by what went wrong, the most numerous first. */
  async groups(
    filter: DeadLetterFilter,
    limit: number,
    offset: number,
  ): Promise<{ groups: DeadLetterGroup[]; total: number }> {
    const rows = await this.db.rows<DeadLetterGroup & { total: number }>(
      `SELECT fingerprint, name AS "jobName", count(*) AS count, count(DISTINCT hotel_id) AS hotels,
              (array_agg(error ORDER BY created_at DESC))[1] AS error, min(created_at) AS first, max(created_at) AS last,
              count(*) OVER () AS total
       FROM dead_letter WHERE ${WHERE} GROUP BY fingerprint, name
       ORDER BY count(*) DESC, fingerprint LIMIT $8 OFFSET $9`,
      [...valuesOf(filter), limit, offset],
    );
    return { groups: rows.map(({ total: _, ...group }) => group), total: rows[0]?.total ?? 0 };
  }

  /**
   * Runs the job again, with other data if given: its handler starts anew then. With the data it had it goes on where its
   * checkpoint, if it keeps one, says.
   * @throws AppError NOT_FOUND, also when the data name a hotel that is not there; VALIDATION_FAILED when they do not fit
   * the contract.
   */
  async requeue(id: string, data?: Record<string, unknown>): Promise<JobView> {
    return this.db.transaction(async (tx) => {
      const letter = await this.open(tx, id);
      const contract = this.contracts.resolve(letter.jobName);
      // As it was, a job of the platform may run again as well; its data are not for hands.
      if (!data) return toView((await this.control.retryAll([letter.jobId]))[0]!);
      const payload = checkPayload(contract, data);
      return this.control.retry(letter.jobId, {
        data: serializePayload(payload),
        hotelId: contract.hotelOf || contract.hotelsOf ? (await this.hotels.of(contract, [payload]))[0] : undefined,
      });
    });
  }

  /** Requeues all that fit the filter (oldest first, REQUEUE_AT_ONCE at most) but CHANGES_MANY, or only counts them. */
  async requeueAll(filter: DeadLetterFilter, dryRun: boolean): Promise<{ matched: number; requeued: number }> {
    const values = valuesOf({ ...filter, except: CHANGES_MANY });
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>(
        `SELECT count(*) AS total FROM dead_letter WHERE ${WHERE}`,
        values,
      );
      const matched = count?.total ?? 0;
      if (dryRun) return { matched, requeued: 0 };
      const rows = await tx.rows<{ id: string; jobId: string }>(
        `SELECT id, job_id AS "jobId" FROM dead_letter WHERE ${WHERE} ORDER BY created_at LIMIT $8`,
        [...values, REQUEUE_AT_ONCE],
      );
      const requeued = await this.requeueOpen(tx, rows);
      return { matched, requeued: requeued.size };
    });
  }

  /** Requeues those that are still open; answers the ids of the letters whose jobs run again. */
  async requeueOpen(tx: Tx, letters: readonly Pick<DeadLetterView, 'id' | 'jobId'>[]): Promise<ReadonlySet<string>> {
    await this.control.holdFinal(
      tx,
      letters.map(({ jobId }) => jobId),
    );
    // Somebody may have dealt with some of them before their jobs were held.
    const open = await tx.rows<{ id: string; jobId: string }>(
      'SELECT id, job_id AS "jobId" FROM dead_letter WHERE id = ANY($1::uuid[]) AND resolved_at IS NULL',
      [letters.map(({ id }) => id)],
    );
    const again = new Set((await this.control.retryAll(open.map(({ jobId }) => jobId))).map(({ id }) => id));
    return new Set(open.filter(({ jobId }) => again.has(jobId)).map(({ id }) => id));
  }

  /** Takes a dead letter off the list for good; its job stays in the history as FAILED. */
  async discard(id: string): Promise<void> {
    await this.db.transaction(async (tx) => this.discardAll(tx, [await this.open(tx, id)]));
  }

  /** The same for many; those that have been dealt with are left alone. Answers the ids of those that it discarded. */
  async discardAll(tx: Tx, letters: readonly Pick<DeadLetterView, 'id' | 'jobId'>[]): Promise<ReadonlySet<string>> {
    await this.control.holdFinal(
      tx,
      letters.map(({ jobId }) => jobId),
    );
    const discarded = await tx.rows<{ id: string; job_id: string }>(
      `UPDATE dead_letter SET resolved_at = now(), resolution = 'discarded', resolved_by = $2
       WHERE id = ANY($1::uuid[]) AND resolved_at IS NULL RETURNING id, job_id`,
      [letters.map(({ id }) => id), this.context.principal?.userId ?? null],
    );
    await tx.run(`UPDATE job_history SET status = 'FAILED' WHERE id = ANY($1::uuid[]) AND status = 'DEAD'`, [
      discarded.map(({ job_id }) => job_id),
    ]);
    return new Set(discarded.map(({ id }) => id));
  }

  /** How many open dead letters fit. */
  async count(filter: DeadLetterFilter): Promise<number> {
    const row = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM dead_letter WHERE ${WHERE}`,
      valuesOf(filter),
    );
    return row!.total;
  }

  /** Open dead letters that were there at an instant, by id after a given one. */
  openAfter(
    filter: DeadLetterFilter,
    until: Date,
    after: string | undefined,
    limit: number,
  ): Promise<Pick<DeadLetterView, 'id' | 'jobId'>[]> {
    return this.db.rows(
      `SELECT id, job_id AS "jobId" FROM dead_letter
       WHERE ${WHERE} AND created_at < $8::timestamptz + interval '1 millisecond' AND ($9::uuid IS NULL OR id > $9)
       ORDER BY id LIMIT $10`,
      [...valuesOf(filter), until, after ?? null, limit],
    );
  }

  /** The letter, with its job held: the job first, as whoever retries it does. */
  private async open(tx: Tx, id: string): Promise<DeadLetterView> {
    await this.control.holdFinal(tx, [(await this.get(id)).jobId]);
    const letter = await this.db.first<DeadLetterView & { resolved: boolean }>(
      `SELECT ${VIEW}, resolved_at IS NOT NULL AS resolved FROM dead_letter WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!letter) throw notFound('Dead letter');
    if (letter.resolved) throw new AppError('CONFLICT', 'This dead letter has been dealt with already');
    return letter;
  }
}
