/**
 * What money was spent on. A code, never read out of a description: `cleaning` is the cleaning after a stay, which the guest's
 * cleaning fee pays for; a deep cleaning is another thing.
 */
export const EXPENSE_CATEGORIES = [
  'cleaning',
  'deep_cleaning',
  'laundry',
  'maintenance',
  'repairs',
  'supplies',
  'utilities',
  'internet',
  'insurance',
  'taxes',
  'marketing',
  'furnishing',
  'other',
] as const;
export type ExpenseCategory = (typeof EXPENSE_CATEGORIES)[number];
