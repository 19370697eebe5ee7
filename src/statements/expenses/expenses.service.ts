import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { DateRange } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { assertDate, dateOf } from '../../platform/http/date-fields.js';
import { formatMoney } from '../../platform/money/index.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ListingsService } from '../parties/listings/listings.service.js';
import { OwnersService } from '../parties/owners/owners.service.js';
import { OwnershipService } from '../parties/ownership/ownership.service.js';
import { ReservationReader } from '../reservations/reservation-reader.js';
import type { Expense } from './expense-row.js';
import type {
  CreateExpenseRequest,
  ExpenseResponse,
  ExpensesQuery,
  ExpensesResponse,
  UpdateExpenseRequest,
} from './expenses.dto.js';
import { ExpensesRepository } from './expenses.repository.js';

/** What was spent for listings. What a final statement has shown stays on it; a change becomes an adjustment on the next one. */
@Injectable()
export class ExpensesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly listings: ListingsService,
    private readonly owners: OwnersService,
    private readonly ownership: OwnershipService,
    private readonly reservations: ReservationReader,
    private readonly expenses: ExpensesRepository,
  ) {}

  /** What counts of these listings on the days of the period, by listing and day. Call materialise() of what recurs first. */
  of(listingIds: readonly number[], period: DateRange): Promise<Expense[]> {
    return this.expenses.of(listingIds, period);
  }

  /** Those of the ids that exist, the voided ones too. */
  byIds(ids: readonly string[]): Promise<Expense[]> {
    return this.expenses.byIds(ids);
  }

  /** @throws AppError NOT_FOUND (listing, owner, reservation), VALIDATION_FAILED */
  create(request: CreateExpenseRequest): Promise<ExpenseResponse> {
    const { listingId, ownerId = null, reservationId = null, category, description, vendor = null, day } = request;
    assertDate('day', day);
    return this.db.transaction(async () => {
      const listing = await this.listings.get(listingId);
      await this.assertParties({ listingId, ownerId, reservationId });
      const currency = request.currency ?? listing.currency;
      const amountMinor = amountOf(request.amount, currency);
      const values = { listingId, ownerId, reservationId, category, description, vendor, day, amountMinor, currency };
      const id = newId();
      await this.expenses.insert(id, values, this.context.principal?.userId ?? null);
      return this.answer(id);
    });
  }

  /**
   * Moved to another listing or owner, it is told there, and taken back where it was told.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT for one that was voided
   */
  update(id: string, { amount, day, ...request }: UpdateExpenseRequest): Promise<ExpenseResponse> {
    const date = dateOf('day', day);
    return this.db.transaction(async () => {
      const before = await this.counting(id);
      const after = {
        ...before,
        ...Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)),
        ...(date !== undefined && { day: date }),
        ...(amount !== undefined && { amountMinor: amountOf(amount, before.currency) }),
      };
      if (after.listingId !== before.listingId) await this.listings.get(after.listingId);
      await this.assertParties(after);
      await this.expenses.update(id, after);
      return this.answer(id);
    });
  }

  /** From now on it does not count. @throws AppError NOT_FOUND, CONFLICT */
  void(id: string, reason: string): Promise<ExpenseResponse> {
    return this.db.transaction(async () => {
      await this.counting(id);
      await this.expenses.setVoid(id, reason);
      return this.answer(id);
    });
  }

  /** The last day first. @throws AppError NOT_FOUND (listing or owner) */
  async list({ limit, offset, from, to, ...query }: ExpensesQuery): Promise<ExpensesResponse> {
    if (query.listingId !== undefined) await this.listings.get(query.listingId);
    if (query.ownerId !== undefined) await this.owners.get(query.ownerId);
    const filter = { ...query, from: dateOf('from', from), to: dateOf('to', to) };
    const { rows, total } = await this.expenses.page(filter, limit, offset);
    return { expenses: rows.map(toResponse), total };
  }

  async answer(id: string): Promise<ExpenseResponse> {
    return toResponse(await this.get(id));
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<Expense> {
    const expense = await this.expenses.find(id);
    if (!expense) throw notFound('Expense');
    return expense;
  }

  /** Until the transaction ends nobody changes it. @throws AppError NOT_FOUND, CONFLICT for one that was voided */
  async counting(id: string): Promise<Expense> {
    const expense = await this.expenses.locked(id);
    if (!expense) throw notFound('Expense');
    if (expense.voidedAt) throw new AppError('CONFLICT', 'The expense was voided');
    return expense;
  }

  private async assertParties({
    listingId,
    ownerId,
    reservationId,
  }: Pick<Expense, 'listingId' | 'ownerId' | 'reservationId'>): Promise<void> {
    if (ownerId !== null) await this.ownership.assertEverOwner(ownerId, listingId);
    if (reservationId === null) return;
    const stay = await this.reservations.get(reservationId);
    if (stay.listingId !== listingId) throw invalid('reservationId', 'The stay is at another listing');
  }
}

/** @throws AppError VALIDATION_FAILED */
export function amountOf(amount: number | string, currency: string): number {
  const minor = parseAmount('amount', amount, currency);
  if (minor === 0) throw invalid('amount', 'amount must be above zero');
  return minor;
}

function toResponse({ amountMinor, receiptId, ...expense }: Expense): ExpenseResponse {
  const { id, listingId, ownerId, reservationId, category, description, vendor, day, currency } = expense;
  return {
    ...{ id, listingId, ownerId, reservationId, category, description, vendor, day, currency },
    amount: formatMoney(amountMinor, currency),
    recurringId: expense.recurringId,
    receiptUrl: receiptId && `/api/v1/expenses/${id}/receipt`,
    voidReason: expense.voidReason,
    voidedAt: expense.voidedAt,
  };
}
