import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { DateRange, LocalDate } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { assertDate, dateOf } from '../../platform/http/date-fields.js';
import { formatMoney } from '../../platform/money/index.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ListingsService } from '../parties/listings/listings.service.js';
import { OwnersService } from '../parties/owners/owners.service.js';
import type { Payout } from './payout-row.js';
import type { CreatePayoutRequest, PayoutResponse, PayoutsQuery, PayoutsResponse } from './payouts.dto.js';
import { PayoutsRepository, type PayoutSum } from './payouts.repository.js';

/** Whom a statement is for, and of which listing; null: of all of them. */
export interface StatementScope {
  ownerId: number;
  listingId: number | null;
}

/** What the area that keeps statements says of payouts, in the transaction that notes or voids one, with the owner locked. */
export interface PayoutRules {
  /** Undefined: there is no such statement. */
  scopeOf(statementId: string): Promise<StatementScope | undefined>;
  /** @throws AppError CONFLICT for a statement that cannot be paid, VALIDATION_FAILED for more than is left of it */
  assertLeft(statementId: string, amountMinor: number): Promise<void>;
  /**
   * The listing of a payout that settles no statement, so that one statement, and no other, takes it off.
   * @throws AppError VALIDATION_FAILED where it must be named, or must not
   */
  placeOf(ownerId: number, listingId: number | null, day: LocalDate): Promise<number | null>;
  /** A payout for the statement was noted. */
  paid(statementId: string): Promise<void>;
  /** A payout was taken back; null: it settled no statement. */
  takenBack(ownerId: number, statementId: string | null): Promise<void>;
}

const NO_STATEMENTS: PayoutRules = {
  scopeOf: () => Promise.resolve(undefined),
  assertLeft: () => Promise.resolve(),
  placeOf: (_, listingId) => Promise.resolve(listingId),
  paid: () => Promise.resolve(),
  takenBack: () => Promise.resolve(),
};

/** What owners were paid. A mistake is voided, never deleted. */
@Injectable()
export class PayoutsService implements OnModuleInit {
  private rules = NO_STATEMENTS;

  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly owners: OwnersService,
    private readonly listings: ListingsService,
    private readonly payouts: PayoutsRepository,
  ) {}

  onModuleInit(): void {
    this.owners.keepsCurrency(async (ownerId) => ((await this.payouts.anyOf(ownerId)) ? 'payouts' : undefined));
  }

  /** The area that keeps statements says here what may be paid; when the process starts. */
  follow(rules: PayoutRules): void {
    this.rules = rules;
  }

  /** What these owners were paid on the days of the period and counts, by owner and day. */
  of(ownerIds: readonly number[], period: DateRange): Promise<Payout[]> {
    return this.payouts.of(ownerIds, period);
  }

  /** Sums of the same, by owner and listing. */
  sums(ownerIds: readonly number[], period: DateRange): Promise<PayoutSum[]> {
    return this.payouts.sums(ownerIds, period);
  }

  /** What all owners were paid until the end of a day, by currency. */
  paidUntil(day: LocalDate): Promise<Map<string, number>> {
    return this.payouts.paidUntil(day);
  }

  /**
   * @throws AppError NOT_FOUND (owner, listing, statement), VALIDATION_FAILED; CONFLICT for a transfer told already, or a statement that
   * cannot be paid
   */
  async create(request: CreatePayoutRequest): Promise<PayoutResponse> {
    const { ownerId, statementId = null, day, method, reference = null } = request;
    assertDate('day', day);
    try {
      return await this.db.transaction(async () => {
        // Its currency stays what it is until the payout is there.
        const { currency } = await this.owners.locked(ownerId);
        const listingId = await this.listingOf(request);
        const amountMinor = parseAmount('amount', request.amount, currency);
        if (amountMinor === 0) throw invalid('amount', 'amount must be above zero');
        if (statementId !== null) await this.rules.assertLeft(statementId, amountMinor);
        const payout = { id: newId(), ownerId, listingId, statementId, day, amountMinor, currency, method, reference };
        await this.payouts.insert(payout, this.context.principal?.userId ?? null);
        if (statementId !== null) await this.rules.paid(statementId);
        return this.answer(payout.id);
      });
    } catch (error) {
      if (!violates(error, 'owner_payout_reference_key')) throw error;
      throw new AppError('CONFLICT', 'A payout of this owner and day has this reference already', { cause: error });
    }
  }

  /** From now on it does not count. @throws AppError NOT_FOUND, CONFLICT */
  void(id: string, reason: string): Promise<PayoutResponse> {
    return this.db.transaction(async () => {
      const found = await this.payouts.find(id);
      if (!found) throw notFound('Payout');
      // As every change of a statement does: the owner first.
      await this.owners.locked(found.ownerId);
      const payout = (await this.payouts.locked(id))!;
      if (payout.voidedAt) throw new AppError('CONFLICT', 'The payout was voided already');
      await this.payouts.setVoid(id, reason);
      await this.rules.takenBack(payout.ownerId, payout.statementId);
      return this.answer(id);
    });
  }

  /** @throws AppError NOT_FOUND (owner or listing) */
  async list({ limit, offset, from, to, ...query }: PayoutsQuery): Promise<PayoutsResponse> {
    if (query.ownerId !== undefined) await this.owners.get(query.ownerId);
    if (query.listingId !== undefined) await this.listings.get(query.listingId);
    const filter = { ...query, from: dateOf('from', from), to: dateOf('to', to) };
    const { rows, total } = await this.payouts.page(filter, limit, offset);
    return { payouts: rows.map(toResponse), total };
  }

  /** @throws AppError NOT_FOUND */
  async answer(id: string): Promise<PayoutResponse> {
    const payout = await this.payouts.find(id);
    if (!payout) throw notFound('Payout');
    return toResponse(payout);
  }

  /** The listing that it is for; of a payout that settles a statement, that of the statement. */
  private async listingOf({ ownerId, statementId, listingId, day }: CreatePayoutRequest): Promise<number | null> {
    if (listingId != null) await this.listings.get(listingId);
    if (statementId == null) return this.rules.placeOf(ownerId, listingId ?? null, day as LocalDate);
    const scope = await this.rules.scopeOf(statementId);
    if (!scope) throw notFound('Statement');
    if (scope.ownerId !== ownerId) throw invalid('statementId', 'The statement is for another owner');
    if (listingId !== undefined && listingId !== scope.listingId)
      throw invalid('listingId', 'The statement is not of this listing alone');
    return scope.listingId;
  }
}

function toResponse({ amountMinor, ...payout }: Payout): PayoutResponse {
  return { ...payout, amount: formatMoney(amountMinor, payout.currency) };
}
