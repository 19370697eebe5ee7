import type { LocalDate } from '../../platform/dates/index.js';
import type { ExpenseCategory } from './categories.js';

/** Something spent for a listing. */
export interface Expense {
  id: string;
  listingId: number;
  /** Whom it is charged to; null: all owners of the listing on that day, by their shares. */
  ownerId: number | null;
  /** The stay that it was spent for, if for one. */
  reservationId: string | null;
  category: ExpenseCategory;
  description: string;
  vendor: string | null;
  day: LocalDate;
  /** Above zero. */
  amountMinor: number;
  currency: string;
  recurringId: number | null;
  /** Stored file of the receipt. */
  receiptId: string | null;
  /** Why it does not count; null: it does. */
  voidReason: string | null;
  voidedAt: Date | null;
}

/** Columns of owner_expense `e` under the names of Expense. */
export const EXPENSE = `e.id, e.listing_id AS "listingId", e.owner_id AS "ownerId", e.reservation_id AS "reservationId", e.category,
  e.description, e.vendor, e.day, e.amount_minor AS "amountMinor", e.currency, e.recurring_id AS "recurringId",
  e.receipt_id AS "receiptId", e.void_reason AS "voidReason", e.voided_at AS "voidedAt"`;
