import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { LocalDate } from '../../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../../platform/errors/app-error.js';
import { assertDate, dateOf } from '../../../platform/http/date-fields.js';
import { formatMoney } from '../../../platform/money/index.js';
import { parseAmount } from '../../../platform/money/parse-amount.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import type { Channel } from '../../parties/channels.js';
import { MOVEMENT_KINDS, type MovementKind } from './movement-kinds.js';
import type {
  KeptMovementsResponse,
  TrustMovementRequest,
  TrustMovementResponse,
  TrustMovementsQuery,
  TrustMovementsResponse,
} from './trust-movements.dto.js';

/** Something that came in (positive) or went out (negative). */
export interface TrustMovement {
  id: string;
  key: string;
  day: LocalDate;
  kind: MovementKind;
  amountMinor: number;
  currency: string;
  channel: Channel | null;
  note: string | null;
  voidReason: string | null;
  voidedAt: Date | null;
}

/** What moved of a kind, in a currency. */
export interface MovementSum {
  kind: MovementKind;
  currency: string;
  amountMinor: number;
}

const MOVEMENT = `m.id, m.external_key AS key, m.day, m.kind, m.amount_minor AS "amountMinor", m.currency, m.channel, m.note,
  m.void_reason AS "voidReason", m.voided_at AS "voidedAt"`;

/** What moved on the account that holds the owners' money, but for payouts to owners. */
@Injectable()
export class TrustMovementsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
  ) {}

  /** Keeps those that are new; one that is known is never changed. @throws AppError VALIDATION_FAILED */
  async add(movements: readonly TrustMovementRequest[]): Promise<KeptMovementsResponse> {
    const rows = movements.map((movement, n) => ({ id: newId(), ...rowOf(movement, `movements.${n}`) }));
    if (new Set(rows.map(({ key }) => key)).size < rows.length)
      throw invalid('movements', 'The same key stands there twice');
    const kept = await this.db.rows<{ key: string; added: boolean; same: boolean }>(
      `WITH told AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS t(
           id uuid, key text, day date, kind text, "amountMinor" bigint, currency text, channel text, note text)
       ), added AS (
         INSERT INTO trust_movement (id, external_key, day, kind, amount_minor, currency, channel, note, created_by)
         SELECT id, key, day, kind, "amountMinor", currency, channel, note, $2::uuid FROM told ORDER BY key
         ON CONFLICT ON CONSTRAINT trust_movement_key DO NOTHING
         RETURNING external_key AS key
       )
       SELECT t.key, a.key IS NOT NULL AS added,
         COALESCE((m.day, m.kind, m.amount_minor, m.currency) = (t.day, t.kind, t."amountMinor", t.currency), true) AS same
       FROM told t LEFT JOIN added a USING (key) LEFT JOIN trust_movement m ON m.external_key = t.key
       ORDER BY t.key`,
      [JSON.stringify(rows), this.context.principal?.userId ?? null],
    );
    const known = kept.filter(({ added }) => !added);
    return {
      added: kept.length - known.length,
      known: known.filter(({ same }) => same).length,
      different: known.filter(({ same }) => !same).map(({ key }) => key),
    };
  }

  /** From now on it does not count; its key stays taken. @throws AppError NOT_FOUND, CONFLICT */
  void(id: string, reason: string): Promise<TrustMovementResponse> {
    return this.db.transaction(async (tx) => {
      const movement = await tx.first<TrustMovement>(
        `SELECT ${MOVEMENT} FROM trust_movement m WHERE m.id = $1 FOR NO KEY UPDATE`,
        [id],
      );
      if (!movement) throw notFound('Trust movement');
      if (movement.voidedAt) throw new AppError('CONFLICT', 'The movement was voided already');
      const sql = `UPDATE trust_movement m SET void_reason = $2, voided_at = clock_timestamp() WHERE id = $1 RETURNING ${MOVEMENT}`;
      return toResponse((await tx.first<TrustMovement>(sql, [id, reason]))!);
    });
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<TrustMovementResponse> {
    const movement = await this.db.first<TrustMovement>(`SELECT ${MOVEMENT} FROM trust_movement m WHERE m.id = $1`, [
      id,
    ]);
    if (!movement) throw notFound('Trust movement');
    return toResponse(movement);
  }

  /** The last day first. */
  async list({ kind, from, to, voided, limit, offset }: TrustMovementsQuery): Promise<TrustMovementsResponse> {
    const rows = await this.db.rows<TrustMovement & { total: number }>(
      `SELECT ${MOVEMENT}, count(*) OVER () AS total FROM trust_movement m
       WHERE ($1::text IS NULL OR m.kind = $1) AND ($2::date IS NULL OR m.day >= $2) AND ($3::date IS NULL OR m.day <= $3)
         AND ($4 OR m.voided_at IS NULL)
       ORDER BY m.day DESC, m.id DESC LIMIT $5 OFFSET $6`,
      [kind ?? null, dateOf('from', from) ?? null, dateOf('to', to) ?? null, voided, limit, offset],
    );
    return { movements: rows.map(({ total: _, ...row }) => toResponse(row)), total: rows[0]?.total ?? 0 };
  }

  /** Sums by kind and currency of what moved until the end of a day. With payouts to owners taken off, it is what the bank holds. */
  sumsUntil(day: LocalDate): Promise<MovementSum[]> {
    return this.db.rows<MovementSum>(
      `SELECT kind, currency, sum(amount_minor)::bigint AS "amountMinor" FROM trust_movement
       WHERE day <= $1 AND voided_at IS NULL GROUP BY kind, currency ORDER BY currency, kind`,
      [day],
    );
  }
}

function rowOf({ amount, day, channel = null, note = null, ...movement }: TrustMovementRequest, path: string) {
  assertDate(`${path}.day`, day);
  const minor = parseAmount(`${path}.amount`, amount, movement.currency);
  if (minor === 0) throw invalid(`${path}.amount`, 'amount must be above zero');
  return { ...movement, channel, note, day, amountMinor: minor * MOVEMENT_KINDS[movement.kind] };
}

function toResponse({ amountMinor, ...movement }: TrustMovement): TrustMovementResponse {
  return { ...movement, amount: formatMoney(amountMinor, movement.currency) };
}
