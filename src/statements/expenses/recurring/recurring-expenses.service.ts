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
 * these two do not wait for each other. What was entered late is made up for, from the first day on that final statements tell of
 * the listing: no statement is made of those days any more. Not for what an opening balance stands for, and for no day on which it
 * was stopped. $2 and $3: first and last day of the period.
 */
const MATERIALISE = `
  WITH stated AS (
    SELECT l.listing_id, min(greatest(s.period_from, b.day + 1)) AS since
    FROM (SELECT DISTINCT listing_id FROM recurring_expense WHERE listing_id = ANY ($1::int[]) AND active) l
    CROSS JOIN LATERAL (
      SELECT owner_id FROM ownership WHERE listing_id = l.listing_id
      UNION SELECT owner_id FROM ownership_change WHERE listing_id = l.listing_id) o
    JOIN statement s ON s.owner_id = o.owner_id AND s.scope IN (0, l.listing_id) AND s.state IN ('final', 'sent', 'paid')
      AND (s.scope <> 0 OR s.parties -> 'listings' @> jsonb_build_array(jsonb_build_object('id', l.listing_id)))
    CROSS JOIN LATERAL (
      SELECT max(e.day) AS day FROM ledger_line e
      WHERE e.owner_id = s.owner_id AND e.kind = 'opening' AND (e.listing_id IS NULL OR e.listing_id = l.listing_id)) b
    GROUP BY l.listing_id
  )
  INSERT INTO owner_expense
    (id, listing_id, owner_id, category, description, day, amount_minor, currency, recurring_id, recurring_slot)
  SELECT gen_random_uuid(), r.listing_id, r.owner_id, r.category, r.description, d.day, r.amount_minor, r.currency, r.id, d.slot
  FROM recurring_expense r
  LEFT JOIN stated USING (listing_id)
  CROSS JOIN LATERAL (SELECT least($2::date, stated.since) AS day) first
  CROSS JOIN LATERAL (
    SELECT m::date AS slot, least(m::date + r.on_day - 1, (m + interval '1 month')::date - 1) AS day
    FROM generate_series(date_trunc('month', first.day::timestamp), $3::date::timestamp, interval '1 month') AS m
    WHERE r.rhythm = 'monthly'
    UNION ALL
    SELECT w::date AS slot, w::date + r.on_day - 1 AS day
    FROM generate_series(date_trunc('week', first.day::timestamp), $3::date::timestamp, interval '1 week') AS w
    WHERE r.rhythm = 'weekly'
  ) AS d
  WHERE r.listing_id = ANY ($1::int[]) AND r.active
    AND d.day BETWEEN greatest(r.from_day, r.active_since, first.day) AND least(coalesce(r.to_day, $3::date), $3::date)
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

  /** Makes the expenses of these listings that the period, and what was stated before, lack; answers how many there were. */
  async materialise(listingIds: readonly number[], { from, to }: DateRange): Promise<number> {
    const made = await this.db.rows(MATERIALISE, [[...new Set(listingIds)], from, to]);
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

  /**
   * For expenses that are still to be made; those that were stay. One that has ended is not prolonged: whether the time between is to
   * be charged, a new one says by its first day.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED
   */
  update(id: number, { amount, to, ...request }: UpdateRecurringExpenseRequest): Promise<RecurringExpenseResponse> {
    return this.db.transaction(async (tx) => {
      const all = tx.repository(RecurringExpense);
      const before = await all.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!before) throw notFound('Recurring expense');
      const now = today((await this.settings.find())?.timezone ?? 'UTC', new Date());
      const { active, toDay: end } = before;
      if (to !== undefined && end !== null && end < now && (to === null || to > end))
        throw invalid('to', `It ended on ${end}: enter a new one from the day on which it begins again`);
      const after = all.merge(before, {
        ...(request.active === true && !active && { activeSince: now }),
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
