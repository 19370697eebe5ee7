import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { violates } from '../../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../../platform/errors/app-error.js';
import { assertDate } from '../../../platform/http/date-fields.js';
import { formatMoney, InvalidMoneyError, parseMoney } from '../../../platform/money/index.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import type { Decision } from '../generation/facts.js';
import { StatementGeneration } from '../statement-generation.js';
import { StatementReader } from '../statement-reader.js';
import type { StatementRow } from '../statement-row.js';
import type { CalculationType } from '../statement-types.js';
import type { AdjustmentRequest, AdjustmentResponse, AdjustmentsResponse } from './adjustments.dto.js';

const DECISION = `id, statement_id AS "statementId", kind, listing_id AS "listingId", reservation_id AS "reservationId",
  amount_minor AS "amountMinor", day, description, reason`;

/** What people set on open statements, with the reason. The statement is made anew with it at once. */
@Injectable()
export class AdjustmentsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly reader: StatementReader,
    private readonly generation: StatementGeneration,
  ) {}

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT once the statement is final, or the stay was set already */
  add(id: string, request: AdjustmentRequest): Promise<AdjustmentResponse> {
    return this.db.transaction(async (tx) => {
      const statement = await this.reader.row(id);
      const values = this.checked(request, statement);
      assertOpen(statement);
      const decision = newId();
      try {
        await tx.run(
          `INSERT INTO statement_adjustment (id, statement_id, kind, listing_id, reservation_id, amount_minor, day, description, reason,
             created_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          [
            ...[decision, id, request.kind, values.listingId, values.reservationId, values.amountMinor, values.day],
            ...[request.description, request.reason, this.context.principal?.userId ?? null],
          ],
        );
      } catch (error) {
        if (violates(error, 'statement_adjustment_stay_key'))
          throw new AppError('CONFLICT', 'The stay is set on this statement already: remove that first');
        throw error;
      }
      await this.again(id);
      return toResponse({ id: decision, ...request, ...values } as Decision, statement.currency);
    });
  }

  /** @throws AppError NOT_FOUND; CONFLICT once the statement is final */
  remove(id: string, adjustmentId: string): Promise<void> {
    return this.db.transaction(async (tx) => {
      assertOpen(await this.reader.row(id));
      const gone = await tx.run('DELETE FROM statement_adjustment WHERE id = $2 AND statement_id = $1', [
        id,
        adjustmentId,
      ]);
      if (gone === 0) throw notFound('Adjustment');
      await this.again(id);
    });
  }

  /** In the order in which they were set. @throws AppError NOT_FOUND */
  async list(id: string): Promise<AdjustmentsResponse> {
    const { currency } = await this.reader.row(id);
    const rows = await this.db.rows<Decision>(
      `SELECT ${DECISION} FROM statement_adjustment WHERE statement_id = $1 ORDER BY created_at, id`,
      [id],
    );
    return { adjustments: rows.map((row) => toResponse(row, currency)), total: rows.length };
  }

  private async again(id: string): Promise<void> {
    const row = await this.db.first<{
      ownerId: number;
      listingId: number | null;
      from: string;
      to: string;
      how: string;
    }>(
      `SELECT owner_id AS "ownerId", listing_id AS "listingId", period_from AS "from", period_to AS "to", calculation AS how
       FROM statement WHERE id = $1`,
      [id],
    );
    const { how, ...scope } = row!;
    const calculationType = how === 'agreement' ? null : (how as CalculationType);
    const made = await this.generation.generate({ ...scope, calculationType } as Parameters<
      StatementGeneration['generate']
    >[0]);
    if (made.outcome === 'skipped' && made.reason === 'already_final') throw new AppError('CONFLICT', made.detail);
    if (made.outcome === 'failed' || made.outcome === 'skipped')
      throw new AppError('CONFLICT', `The statement cannot be made anew: ${made.detail}`);
  }

  private checked(request: AdjustmentRequest, { currency, to, parties, stays }: StatementRow) {
    const { kind, reservationId, listingId, amount, date } = request;
    if (date !== undefined) assertDate('date', date);
    if ((kind === 'amount') === (reservationId !== undefined))
      throw invalid('reservationId', `${kind} takes ${kind === 'amount' ? 'no' : 'a'} reservationId`);
    if ((kind === 'exclude') === (amount !== undefined))
      throw invalid('amount', `${kind} takes ${kind === 'exclude' ? 'no' : 'an'} amount`);
    if (listingId !== undefined && !parties.listings.some(({ id }) => id === listingId)) throw notFound('Listing');
    const stay = stays.find((one) => one.reservationId === reservationId);
    if (reservationId !== undefined && !stay) throw notFound('Stay on this statement');
    return {
      listingId: stay?.listingId ?? listingId ?? null,
      reservationId: reservationId ?? null,
      amountMinor: amount === undefined ? null : minorOf(amount, currency),
      day: date ?? to,
    };
  }
}

function assertOpen({ number, state }: StatementRow): void {
  if (state !== 'draft' && state !== 'review')
    throw new AppError('CONFLICT', `Statement ${number} is ${state} and changes no more: adjust the next one`);
}

function minorOf(amount: string, currency: string): number {
  try {
    return parseMoney(amount, currency);
  } catch (error) {
    if (error instanceof InvalidMoneyError) throw invalid('amount', `amount: ${error.message}`);
    throw error;
  }
}

function toResponse(decision: Decision, currency: string): AdjustmentResponse {
  const { id, kind, reservationId, listingId, amountMinor, day, description, reason } = decision;
  const amount = amountMinor === null ? null : formatMoney(amountMinor, currency);
  return { id, kind, reservationId, listingId, amount, currency, date: day, description, reason };
}
