/** What one category has left on a date; negative when more is sold than there is. */
export interface CategoryAvailability {
  categoryId: number;
  /** capacity - out of order - sold - held + overbooking limit. */
  available: number;
  stopSell: boolean;
}

/**
 * What a hotel has left on a date, and what each category may sell (rules rooms A.0, A15). The hotel has the sum of its categories,
 * which may be negative. A category sells no more than it has left, no more than the hotel has left, never less than 0, and
 * nothing while its sales are stopped.
 */
export function sellable(categories: readonly CategoryAvailability[]): {
  hotel: number;
  byCategory: Map<number, number>;
} {
  const hotel = categories.reduce((total, category) => total + category.available, 0);
  const byCategory = new Map(
    categories.map((c) => [c.categoryId, c.stopSell ? 0 : Math.max(0, Math.min(c.available, hotel))]),
  );
  return { hotel, byCategory };
}
