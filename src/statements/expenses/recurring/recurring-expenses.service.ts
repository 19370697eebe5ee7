import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { type DateRange, type LocalDate, today } from '../../../platform/dates/index.js';
import { invalid, notFound } from '../../../platform/errors/app-error.js';
import { assertDate } from '../../../platform/http/date-fields.js';
import { given } from '../../../platform/http/given.js';
import { formatMoney } from '../../../platform/money/index.js';
import { ListingsService } from '../../parties/listings/listings.service.js';
import { OwnershipService } from '../../parties/ownership/ownership.service.js';
import { StatementSettingsService } from '../../parties/settings/statement-settings.service.js';
import { amountOf } from '../expenses.service.js';
import type {
  CreateRecurringExpenseRequest,
  RecurringExpenseResponse,
  RecurringExpensesQuery,
  RecurringExpensesResponse,
  UpdateRecurringExpenseRequest,
} from './recurring-expenses.dto.js';
import { RecurringExpense } from './recurring-expense.entity.js';

/**
 * One for each month or week of each of them that has its day in the period, once: what was made is never made again, also when it
 * was voided or moved, when the day was changed since, or when two statements are made at once. Rows go in in one order, so that
 * these two do not wait for each other. What was entered late is made up for, from $4 on, but for no day on which it was stopped.
 * $2 and $3: first and last day of the period.
 */
const MATERIALISE = `
  INSERT INTO owner_expense
    (id, listing_id, owner_id, category, description, day, amount_minor, currency, recurring_id, recurring_slot)
  SELECT gen_random_uuid(), r.listing_id, r.owner_id, r.category, r.description, d.day, r.amount_minor, r.currency, r.id, d.slot
  FROM recurring_expense r
  CROSS JOIN LATERAL (
    SELECT m::date AS slot, least(m::date + r.on_day - 1, (m + interval '1 month')::date - 1) AS day
    FROM generate_series(date_trunc('month', least($2::date, $4::date)::timestamp), $3::date::timestamp, interval '1 month') AS m
    WHERE r.rhythm = 'monthly'
    UNION ALL
    SELECT w::date AS slot, w::date + r.on_day - 1 AS day
    FROM generate_series(date_trunc('week', least($2::date, $4::date)::timestamp), $3::date::timestamp, interval '1 week') AS w
    WHERE r.rhythm = 'weekly'
  ) AS d
  WHERE r.listing_id = ANY ($1::int[]) AND r.active
    AND d.day BETWEEN greatest(r.from_day, least($2::date, greatest($4::date, r.active_since)))
      AND least(coalesce(r.to_day, $3::date), $3::date)
    AND NOT EXISTS (SELECT FROM owner_expense e WHERE e.recurring_id = r.id AND e.recurring_slot = d.slot)
  ORDER BY r.id, d.slot
  ON CONFLICT ON CONSTRAINT owner_expense_recurring_key DO NOTHING
  RETURNING id`;

/** What is spent again and again. It becomes an expense for each month or week, when a statement of its day is made. */
@Injectable()
export class RecurringExpensesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly listings: ListingsService,
    private readonly ownership: OwnershipService,
    private readonly settings: StatementSettingsService,
  ) {}

  /**
   * Makes the expenses of these listings that the period lacks, in one statement; answers how many there were.
   * @param since first day that final statements tell of: no statement is made of those days any more, so what they lack is made too
   */
  async materialise(
    listingIds: readonly number[],
    { from, to }: DateRange,
    since: LocalDate | null = null,
  ): Promise<number> {
    const made = await this.db.rows(MATERIALISE, [[...new Set(listingIds)], from, to, since ?? from]);
    return made.length;
  }

  /** @throws AppError NOT_FOUND (listing, owner), VALIDATION_FAILED */
  create(request: CreateRecurringExpenseRequest): Promise<RecurringExpenseResponse> {
    const { listingId, ownerId = null, amount, from, to = null, ...rest } = request;
    assertDate('from', from);
    return this.db.transaction(async (tx) => {
      const listing = await this.listings.get(listingId);
      const currency = request.currency ?? listing.currency;
      const values = {
        ...{ ...rest, listingId, ownerId, currency },
        amountMinor: amountOf(amount, currency),
        fromDay: from,
        toDay: lastDay(to),
      };
      await this.assertSound(values);
      const all = tx.repository(RecurringExpense);
      const { id } = await all.save(all.create(values));
      return toResponse(await all.findOneByOrFail({ id }));
    });
  }

  /** For expenses that are still to be made; those that were stay. @throws AppError NOT_FOUND, VALIDATION_FAILED */
  update(id: number, { amount, to, ...request }: UpdateRecurringExpenseRequest): Promise<RecurringExpenseResponse> {
    return this.db.transaction(async (tx) => {
      const all = tx.repository(RecurringExpense);
      const before = await all.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!before) throw notFound('Recurring expense');
      const again = request.active === true && !before.active;
      const after = all.merge(before, {
        ...(again && { activeSince: today((await this.settings.find())?.timezone ?? 'UTC', new Date()) }),
        ...given(request),
        ...(amount !== undefined && { amountMinor: amountOf(amount, before.currency) }),
        ...(to !== undefined && { toDay: lastDay(to) }),
      });
      await this.assertSound(after);
      await all.save(after);
      return toResponse(await all.findOneByOrFail({ id }));
    });
  }

  /** By listing. @throws AppError NOT_FOUND (listing) */
  async list({ listingId, inactive, limit, offset }: RecurringExpensesQuery): Promise<RecurringExpensesResponse> {
    if (listingId !== undefined) await this.listings.get(listingId);
    const [rows, total] = await this.db.withRepository(RecurringExpense, (all) =>
      all.findAndCount({
        where: { ...(inactive ? {} : { active: true }), ...(listingId !== undefined && { listingId }) },
        order: { listingId: 'ASC', id: 'ASC' },
        take: limit,
        skip: offset,
      }),
    );
    return { recurringExpenses: rows.map(toResponse), total };
  }

  /** @throws AppError NOT_FOUND */
  async answer(id: number): Promise<RecurringExpenseResponse> {
    const row = await this.db.withRepository(RecurringExpense, (all) => all.findOneBy({ id }));
    if (!row) throw notFound('Recurring expense');
    return toResponse(row);
  }

  private async assertSound(
    row: Pick<RecurringExpense, 'listingId' | 'ownerId' | 'rhythm' | 'onDay' | 'fromDay' | 'toDay'>,
  ): Promise<void> {
    const { listingId, ownerId, rhythm, onDay, fromDay, toDay } = row;
    if (ownerId !== null) await this.ownership.assertEverOwner(ownerId, listingId);
    if (rhythm === 'weekly' && onDay > 7) throw invalid('onDay', 'A week has days 1 (Monday) to 7 (Sunday)');
    if (toDay !== null && toDay < fromDay) throw invalid('to', 'to must not be before from');
  }
}

function lastDay(to: string | null): LocalDate | null {
  if (to !== null) assertDate('to', to);
  return to;
}

function toResponse(row: RecurringExpense): RecurringExpenseResponse {
  const { id, listingId, ownerId, category, description, currency, rhythm, onDay, active } = row;
  return {
    ...{ id, listingId, ownerId, category, description, currency, rhythm, onDay, active },
    amount: formatMoney(row.amountMinor, currency),
    from: row.fromDay,
    to: row.toDay,
  };
}
