import type { FoundRate } from '../../rates/rate-book.js';

/** What one unit of a currency is worth in the statement's, on which day, and who says so. */
export interface Rate extends FoundRate {
  base: string;
}
