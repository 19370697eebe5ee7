/** Why a person has to look at a row, by the codes of `reasons`. */
const WORDS: Record<string, string> = {
  unknown_type: 'The kind of the row is not known',
  unknown_status: 'The status is not known',
  unknown_channel: 'The channel is not known',
  unknown_listing: 'No listing is known for its title',
  unknown_stay: 'No stay of its code is known, or its dates are missing',
  money_without_stay: 'Money that is of no stay and no expense',
  no_nights: 'The stay has no night',
  mixed_currencies: 'The rows of the stay are in several currencies',
  amount_too_large: 'An amount is too large',
  gross_mismatch: 'The amounts do not come to the payout',
  net_only: 'Only what was paid out is told',
  commission_later: 'The channel bills its commission later',
  inexact_amount: 'An amount has more decimals than its currency',
  kept_unknown: 'What was kept of the cancelled stay is not told',
  several_listings: 'The rows of the stay name several listings',
  several_rows: 'The rows of the stay tell different things',
  two_kinds_of_files: 'Two kinds of files tell of the stay',
};

/** In words, for people; a code without words is shown as it is. */
export const reasonsInWords = (reasons: readonly string[]): string =>
  reasons.map((code) => WORDS[code] ?? code.replaceAll('_', ' ')).join('; ');
