import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../../platform/errors/app-error.js';
import { assertDate } from '../../../platform/http/date-fields.js';
import { formatMoney, InvalidMoneyError, parseMoney } from '../../../platform/money/index.js';
import { ListingsService } from '../../parties/listings/listings.service.js';
import { OwnersService } from '../../parties/owners/owners.service.js';
import { OwnershipService } from '../../parties/ownership/ownership.service.js';
import { lastFinal } from '../chain.js';
import { EVER, StatementFactsRepository } from '../generation/facts.repository.js';
import type { OpeningBalanceRequest, OpeningBalanceResponse, OpeningBalancesResponse } from './opening-balances.dto.js';

interface Row {
  id: string;
  ownerId: number;
  listingId: number | null;
  amountMinor: number;
  currency: string;
  date: string;
  note: string;
}

const ROW = `id, owner_id AS "ownerId", listing_id AS "listingId", amount_minor AS "amountMinor", currency, day AS date,
  description AS note`;

/** What owners were owed when their statements began here: a line of the ledger that the first statement opens with. */
@Injectable()
export class OpeningBalances {
  constructor(
    private readonly db: TenantDatabase,
    private readonly owners: OwnersService,
    private readonly listings: ListingsService,
    private readonly ownership: OwnershipService,
    private readonly facts: StatementFactsRepository,
  ) {}

  /**
   * @throws AppError NOT_FOUND (owner, listing), VALIDATION_FAILED; CONFLICT for a second one, after a statement is final, or when
   * an open statement begins on the day or before
   */
  add(ownerId: number, request: OpeningBalanceRequest): Promise<OpeningBalanceResponse> {
    const { listingId = null, date, note } = request;
    assertDate('date', date);
    return this.db.transaction(async (tx) => {
      // As a generation does: nobody makes a statement of the owner until this is kept.
      const { currency } = await this.owners.locked(ownerId);
      if (listingId !== null) await this.listings.get(listingId);
      if (listingId !== null && !(await this.ownership.listingsOf(ownerId, EVER)).includes(listingId))
        throw invalid('listingId', 'The owner has no share of the listing');
      if (request.currency !== undefined && request.currency !== currency)
        throw invalid('currency', `The owner's statements are in ${currency}`);
      const amountMinor = minorOf(request.amount, currency);
      const kept = await this.facts.opening(ownerId, listingId);
      if (kept)
        throw new AppError('CONFLICT', `There is an opening balance of ${kept.day} already: take it back first`);
      const statements = await this.assertNoneFinal(ownerId, listingId);
      const early = statements.find((one) => one.from <= date);
      if (early)
        throw new AppError(
          'CONFLICT',
          `Statement ${early.number} of ${early.from} to ${early.to} begins on the day or before: void it first`,
        );
      const id = newId();
      const reasoning = {
        rule: 'opening',
        formula: 'balance of another program',
        source: { note },
        totalMinor: amountMinor,
      };
      await tx.run(
        `INSERT INTO ledger_line (id, owner_id, listing_id, kind, source_key, source_hash, day, amount_minor, currency, description,
           reasoning)
         VALUES ($1, $2, $3, 'opening', $4, 'opening', $5, $6, $7, $8, $9::jsonb)`,
        [
          ...[id, ownerId, listingId, `opening:${ownerId}:${listingId ?? 'all'}`, date, amountMinor, currency, note],
          JSON.stringify(reasoning),
        ],
      );
      return toResponse({ id, ownerId, listingId, amountMinor, currency, date, note });
    });
  }

  /** That of all listings together first. @throws AppError NOT_FOUND */
  async list(ownerId: number): Promise<OpeningBalancesResponse> {
    await this.owners.get(ownerId);
    const rows = await this.db.rows<Row>(
      `SELECT ${ROW} FROM ledger_line WHERE owner_id = $1 AND kind = 'opening' ORDER BY listing_id NULLS FIRST`,
      [ownerId],
    );
    return { openingBalances: rows.map(toResponse), total: rows.length };
  }

  /** @throws AppError NOT_FOUND; CONFLICT once a statement is final */
  remove(ownerId: number, id: string): Promise<void> {
    return this.db.transaction(async (tx) => {
      await this.owners.locked(ownerId);
      const row = await tx.first<Row>(
        `SELECT ${ROW} FROM ledger_line WHERE id = $1 AND owner_id = $2 AND kind = 'opening'`,
        [id, ownerId],
      );
      if (!row) throw notFound('Opening balance');
      await this.assertNoneFinal(ownerId, row.listingId);
      await tx.run('DELETE FROM ledger_line WHERE id = $1', [id]);
    });
  }

  /** @returns the open statements of the owner and scope */
  private async assertNoneFinal(ownerId: number, listingId: number | null) {
    const all = await this.facts.statements(ownerId);
    const statements = all.filter((one) => one.listingId === listingId && one.state !== 'void');
    const last = lastFinal(statements);
    if (last)
      throw new AppError(
        'CONFLICT',
        `Statement ${last.number} of ${last.from} to ${last.to} is ${last.state}: what went before it changes no more`,
      );
    return statements;
  }
}

function minorOf(amount: string, currency: string): number {
  try {
    return parseMoney(amount, currency);
  } catch (error) {
    if (error instanceof InvalidMoneyError) throw invalid('amount', `amount: ${error.message}`);
    throw error;
  }
}

function toResponse({ amountMinor, ...row }: Row): OpeningBalanceResponse {
  return { ...row, amount: formatMoney(amountMinor, row.currency) };
}
