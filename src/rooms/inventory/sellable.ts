/** What one category has left on a date; negative when more is sold than there is. */
export interface CategoryAvailability {
  categoryId: number;
  /** capacity - out of order - sold - held + overbooking limit. */
  available: number;
  stopSell: boolean;
}

/**
 * House and sellable availability of one date (rules A.0, A15): the house is the sum and may be negative; a category
 * sells no more than it has, no more than the house has, never below 0, and nothing while it is stopped.
 */
export function sellable(categories: readonly CategoryAvailability[]): {
  house: number;
  byCategory: Map<number, number>;
} {
  const house = categories.reduce((total, category) => total + category.available, 0);
  const byCategory = new Map(
    categories.map((c) => [c.categoryId, c.stopSell ? 0 : Math.max(0, Math.min(c.available, house))]),
  );
  return { house, byCategory };
}
